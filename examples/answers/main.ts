/**
 * How deep is the lake? An answer that cannot be changed, and each next one: `node main.ts`, twice.
 * Read `plain-data.ts` first, then `answer.ts` and `own-type.ts`, `revisions.ts`, `kept.ts`.
 */
import { showKept } from './kept.ts'
import { showOwnType } from './own-type.ts'
import { showPlainData, showSets } from './plain-data.ts'
import { showRevisions } from './revisions.ts'

const file = 'answers.db'
console.log('How deep is the lake?')
showPlainData()
showSets()
showOwnType()
showRevisions()
await showKept(file)
