import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkedChain } from '../../src/history/chain.ts'
import { Gap } from '../../src/history/gap.ts'
import type { Timeline } from '../../src/history/timeline.ts'
import { show } from '../../src/value/show.ts'
import { fuzz } from '../fuzz.ts'
import { Forgetful } from './forgetful.ts'

function grow(subject: Forgetful, count: number): void {
  for (let n = 0; n < count; n++) {
    subject.now += 1000
    subject.variable.update(d => void d.push(subject.timeline.length))
  }
}

/** Brings a timeline up to date as a reader of a store does: from before the first gap that reaches beyond what it has. */
function catchUp(copy: Timeline, { timeline, stored }: Forgetful): void {
  const { gaps } = timeline
  const straddling = gaps.at(copy.length)
  const index = straddling ? Math.min(copy.length, straddling.first) - 1 : copy.length - 1
  const lines = stored.lines.slice(gaps.leftBelow(index + 1))
  const after = { index, hash: copy.hash(index) }
  copy.adopt(checkedChain('v', { after, lines, gaps: gaps.all, head: stored.head }))
}

test('a timeline follows one that grew and forgot meanwhile', () => {
  const step = fc.record({
    grow: fc.nat(12),
    last: fc.integer({ min: 1, max: 12 }),
    isPruned: fc.boolean(),
    isRead: fc.boolean(),
    mark: fc.boolean(),
  })
  const property = fc.property(fc.array(step, { minLength: 1, maxLength: 8, size: 'max' }), steps => {
    const subject = new Forgetful([])
    const copy = subject.reread()
    const { timeline } = subject
    for (const { grow: count, last, isPruned, isRead, mark } of steps) {
      if (mark && !subject.marks.has(`at${timeline.length}`)) subject.variable.mark(`at${timeline.length}`)
      grow(subject, count)
      if (isPruned) subject.prune({ last })
      if (!isRead) continue
      catchUp(copy, subject)
      expect(copy.length).toBe(timeline.length)
      expect([...copy.indexes()]).toEqual([...timeline.indexes()])
      for (const index of timeline.indexes()) {
        expect(copy.line(index)).toBe(timeline.line(index))
        expect(copy.hash(index)).toBe(timeline.hash(index))
        expect(show(copy.valueAt(index))).toEqual(show(timeline.valueAt(index)))
      }
      expect(show(copy.head)).toEqual(show(timeline.head))
      expect(copy.savedLength).toBe(copy.length)
      expect(copy.unnamedGaps()).toEqual(timeline.unnamedGaps())
    }
  })
  fc.assert(property, fuzz(150))
})

test('gaps that do not fit are refused, and nothing is forgotten', () => {
  const subject = new Forgetful([])
  grow(subject, 9)
  const { timeline } = subject
  const base = '{"v":[]}'
  const facts = { from: 0, to: 9e14, head: 9, at: 0, policy: '' }
  const gap = (first: number, last: number, before = timeline.hash(first - 1), after = timeline.hash(last)) =>
    Gap.of({ ...facts, first, last, before, after }, base)
  timeline.savedLength = 9
  expect(() => timeline.forget([gap(3, 9)])).toThrow(/@3 to @9 holds what is never forgotten/)
  expect(() => timeline.forget([gap(3, 8)])).toThrow(/@3 to @8 holds what is never forgotten/)
  expect(() => timeline.forget([gap(3, 5, timeline.hash(1))])).toThrow(/does not begin where it says/)
  expect(() => timeline.forget([gap(3, 5, timeline.hash(2), timeline.hash(6))])).toThrow(/does not end/)
  expect([...timeline.indexes()].length).toBe(10)
  timeline.forget([gap(3, 5)])
  expect(() => timeline.forget([])).toThrow(/@3 to @5 is not there any more/)
  expect(() => timeline.forget([gap(2, 4, timeline.hash(1), timeline.hash(5))])).toThrow(/not there any more/)
  expect([...timeline.indexes()]).toEqual([0, 1, 2, 6, 7, 8, 9])
  timeline.forget([gap(2, 6, timeline.hash(1))])
  expect([...timeline.indexes()]).toEqual([0, 1, 7, 8, 9])
})

test('what was recorded and withdrawn behind a gap leaves no trace', () => {
  const subject = new Forgetful([])
  grow(subject, 9)
  subject.prune({ last: 3 })
  const { timeline } = subject
  const [named] = timeline.unnamedGaps()
  const { head } = timeline
  grow(subject, 1)
  expect(timeline.entry(10).namedGaps).toEqual([named])
  expect(timeline.unnamedGaps()).toEqual([])
  timeline.truncate(10)
  expect(timeline.unnamedGaps()).toEqual([named])
  expect(show(timeline.head)).toEqual(show(head))
  grow(subject, 1)
  expect(timeline.entry(10).namedGaps).toEqual([named])
  expect(subject.reread().entry(10).namedGaps).toEqual([named])
})
