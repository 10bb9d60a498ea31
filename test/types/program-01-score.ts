import { watch } from 'varve'
const score = watch('score', 0, { validators: [n => n >= 0 || 'a score is never negative'] })
score.value += 10
score.set(25, 'bonus')
score.set(40, { creator: 'ann', comment: 'level 2' })
for (const revision of score.history())
  console.log(revision.index, revision.value, revision.label, revision.timestamp.toISOString())
const best = Math.max(...score.history().map(r => r.value))
score.rollback(1).undo()
const before: number = score.at('~2')
const delta = score.diff(0, 1).toValue - 1
// @ts-expect-error
score.value = '3'
