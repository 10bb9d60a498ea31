import type { Case } from '../runner/case.ts'
import { addKey } from './add-key.ts'
import { diffTrees } from './diff-trees.ts'
import { listHistory } from './list-history.ts'
import { oldVersion } from './old-version.ts'
import { pushElement } from './push-element.ts'
import { setElement } from './set-element.ts'
import { setLeaf } from './set-leaf.ts'
import { setMany } from './set-many.ts'
import { setNumber } from './set-number.ts'
import { undoStep } from './undo-step.ts'
import { unshiftElement } from './unshift-element.ts'
import { weight } from './weight.ts'

/** The rows of `npm run bench -- updates`, in the order in which they are printed. */
export const cases: readonly Case[] = [
  setNumber,
  ...setLeaf,
  ...setElement,
  ...addKey,
  pushElement,
  setMany,
  unshiftElement,
  ...oldVersion,
  ...undoStep,
  ...diffTrees,
  listHistory,
  ...weight,
]
