import type { Case } from '../runner/case.ts'
import { onePlace } from './one-place.ts'
import { keptRevisions } from './kept-revisions.ts'

/** The rows of `npm run bench -- immutable`, in the order in which they are printed. */
export const cases: readonly Case[] = [...onePlace, ...keptRevisions]
