import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RevisionedMapping, update } from 'varve/immutable'
import { changeBetween } from '../../src/history/change-between.ts'
import { admitObject } from '../../src/immutable/admit-object.ts'
import { PatchRows } from '../../src/immutable/patch-rows.ts'
import { applyTo } from '../../src/value/apply.ts'
import type { Kept } from '../../src/value/kept.ts'
import { same } from '../../src/value/same.ts'
import { PathNode } from '../../src/value/working/path-node.ts'
import { op, type RowLog } from '../../src/value/working/row-log.ts'
import { Working } from '../../src/value/working/working.ts'
import { fuzz } from '../fuzz.ts'
import { values, type Edit } from '../model/commands.ts'
import { editInPlace } from '../model/edit-plain.ts'
import { plainContainer } from '../value/plain-values.ts'

/** The cells of a log, so that each can be compared by identity; what a splice holds by that of its elements. */
function cells(log: RowLog): unknown[] {
  return Array.from({ length: log.length }, (_, row) => [
    log.op(row),
    log.node(row),
    log.key(row),
    ...(log.op(row) === op.splice
      ? ['in', ...(log.next(row) as unknown[]), 'out', ...(log.old(row) as unknown[])]
      : [log.next(row), log.old(row)]),
  ]).flat()
}

/** Finds the rows both ways; the number of rows. */
function compare(before: Kept, value: Kept): number {
  const change = changeBetween(before, value)
  if ('whole' in change) return 0
  const root = PathNode.root()
  const working = new Working(before)
  const done = applyTo(working, change.patches, root)
  const { log, copied } = new PatchRows(change.patches, value, root)
  const [mine, theirs] = [cells(log), cells(done)]
  expect(mine.length).toBe(theirs.length)
  // A member whose equal stands in the Set is put in as a copy.
  mine.forEach((cell, i) =>
    expect(Object.is(cell, theirs[i]) || same(cell as Kept, theirs[i] as Kept), `cell ${i}`).toBe(true),
  )
  expect(copied > 0).toBe(log.length > 0)
  return log.length
}

test('the rows of patches are those that doing them tells, cell by cell', () => {
  const edits: fc.Arbitrary<Edit[]> = fc.array(
    fc.record({
      kind: fc.constantFrom('put', 'delete', 'push', 'splice', 'reverse', 'move', 'clear', 'touch'),
      steps: fc.array(fc.nat(5), { maxLength: 3 }),
      key: fc.constantFrom('a', 'b', '1', 'new'),
      value: values(),
    }),
    { maxLength: 6 },
  )
  let rows = 0
  const property = fc.property(plainContainer(), plainContainer(), edits, (one, other, all) => {
    const before = admitObject(one, 'one') as Kept & object
    const edited = update(before, draft => {
      for (const edit of all) editInPlace(draft, edit)
    }) as Kept
    rows += compare(before, edited) + compare(edited, before)
    rows += compare(before, admitObject(other, 'other') as Kept)
  })
  fc.assert(property, fuzz(400))
  expect(rows).toBeGreaterThan(400)
})

test('texts, Sets and what moved in them tell the same rows', () => {
  const long = 'the quick brown fox jumps over the lazy dog and runs away from it '.repeat(3)
  const one = { text: long, set: new Set([1, 2, { a: 1 }, 3]), list: [1, { t: long }, 2, 3] }
  const other = { text: long.replace('quick', 'slow'), set: new Set([0, 2, 3, { a: 1 }]), list: [0, { t: `${long}!` }, 2] } // prettier-ignore
  expect(compare(admitObject(one, 'one') as Kept, admitObject(other, 'other') as Kept)).toBeGreaterThan(5)
})

test('going back behind many deletes in a great Map is quick, and so is reading what came of it', () => {
  const size = 20_000
  const big = new Map(Array.from({ length: size }, (_, i) => [`k${i}`, { i }]))
  const m = new RevisionedMapping<string, { n: number; big: Map<string, { i: number }> }>([
    ['a', { n: 0, big }],
  ])
  for (let i = 0; i < 200; i++) m.update('a', d => void d.big.delete(`k${i * 50}`))
  const manager = m.getRevisionManager('a')
  const began = performance.now()
  manager.rollbackToRevision(0)
  m.update('a', d => void d.n++)
  m.set('a', manager.getRevision(150)!)
  manager.rollbackToRevision(0)
  // Moving what stands behind them took two seconds and more.
  expect(performance.now() - began).toBeLessThan(1_000)
  expect([...m.get('a')!.big.keys()]).toEqual([...big.keys()])
})
