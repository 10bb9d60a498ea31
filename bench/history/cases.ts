import type { Case } from '../runner/case.ts'
import { appendLate } from './append-late.ts'
import { applyEdits } from './apply-edits.ts'
import { blamePath } from './blame-path.ts'
import { keepEdits } from './keep-edits.ts'
import { openMillion } from './open-million.ts'
import { saveEdits } from './save-edits.ts'
import { visitVersions } from './visit-versions.ts'

/** The rows of `npm run bench -- history`, in the order in which they are printed. */
export const cases: readonly Case[] = [
  ...applyEdits,
  ...keepEdits,
  ...saveEdits,
  ...visitVersions,
  blamePath,
  appendLate,
  ...openMillion,
]
