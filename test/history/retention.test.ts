import fc from 'fast-check'
import { inspect } from 'node:util'
import { isVarveError } from 'varve'
import { expect, test } from 'vitest'
import { Gap } from '../../src/history/gap.ts'
import { planGaps } from '../../src/history/plan-gaps.ts'
import { PruneSchedule } from '../../src/history/prune-schedule.ts'
import { policyOf, type Retention } from '../../src/history/retention.ts'
import { utf8Length } from '../../src/history/utf8-length.ts'
import { fuzz } from '../fuzz.ts'
import { Forgetful } from './forgetful.ts'

/** A variable whose revisions are a second apart. */
function counted(count: number): Forgetful {
  const subject = new Forgetful(0)
  for (let n = 1; n < count; n++) {
    subject.now += 1000
    subject.variable.set(n)
  }
  return subject
}

function left({ timeline }: Forgetful): number[] {
  return [...timeline.indexes()]
}

test('a policy says in words what it keeps', () => {
  const words = (retention: Retention) => policyOf('v', retention).words
  expect(words({ last: 100 })).toBe('the last 100')
  expect(words({ youngerThan: '30 days' })).toBe('younger than 30 days')
  expect(words({ bytes: 4096, last: 3 })).toBe('the last 3, at most 4096 bytes')
  expect(words({ thin: { per: '1 h', after: 5000 } })).toBe('one per 1 h after 5000 ms')
})

test.each<[unknown, string, string | null]>([
  [{}, 'retention', null],
  [{ last: undefined }, 'retention', null],
  [{ last: 0 }, 'last', null],
  [{ last: -1 }, 'last', null],
  [{ last: 2.5 }, 'last', null],
  [{ last: NaN }, 'last', null],
  [{ last: '5' }, 'last', null],
  [{ bytes: 0 }, 'bytes', null],
  [{ bytes: Infinity }, 'bytes', null],
  [{ youngerThan: 0 }, 'youngerThan', null],
  [{ youngerThan: NaN }, 'youngerThan', null],
  [{ youngerThan: Infinity }, 'youngerThan', null],
  [{ youngerThan: '3 weeks' }, 'youngerThan', null],
  [{ thin: { per: 0, after: 1 } }, 'thin.per', null],
  [{ thin: { per: 1 } }, 'thin.after', null],
  [{ thin: { per: 1, after: -1 } }, 'thin.after', null],
  [{ thin: { per: 1, afer: 1 } }, 'afer', 'after'],
  [{ lst: 5 }, 'lst', 'last'],
  [{ younger: 5 }, 'younger', null],
  [null, 'options', null],
  [7, 'options', null],
])('%j is refused', (retention, option, near) => {
  try {
    policyOf('v', retention as Retention)
  } catch (error) {
    if (!isVarveError(error, 'BAD_OPTION')) throw error
    expect(error.details).toEqual({ option, nearest: near })
    expect(error.message).toMatch(/^v: /)
    return
  }
  expect.fail('it was taken')
})

test('each limit keeps what it says, to the last one', () => {
  const subject = () => counted(10)
  const kept = (retention: Retention) => {
    const one = subject()
    one.prune(retention)
    return left(one)
  }
  expect(kept({ last: 3 })).toEqual([0, 7, 8, 9])
  expect(kept({ last: 9 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(kept({ youngerThan: 3000 })).toEqual([0, 7, 8, 9])
  expect(kept({ youngerThan: 3001 })).toEqual([0, 6, 7, 8, 9])
  expect(kept({ last: 5, youngerThan: '2 s' })).toEqual([0, 8, 9])
  const { timeline } = subject()
  const three = [7, 8, 9].reduce((sum, index) => sum + Buffer.byteLength(timeline.line(index)), 0)
  expect(kept({ bytes: three })).toEqual([0, 7, 8, 9])
  expect(kept({ bytes: three - 1 })).toEqual([0, 8, 9])
  // 2026-01-01T00:00:00Z is a whole number of 4 s: the last of each is kept, those of the last 2 s stay.
  expect(kept({ thin: { per: '4 s', after: 2000 } })).toEqual([0, 3, 6, 7, 8, 9])
  expect(kept({ last: 4, thin: { per: '4 s', after: 0 } })).toEqual([0, 7, 8, 9])
})

test('bytes are counted as UTF-8', () => {
  const property = fc.property(fc.string({ unit: 'binary' }), a => {
    for (const text of [a, `${a}\ud83d`, `\ude00${a}`, `é${a}\u2028`])
      expect(utf8Length(text)).toBe(Buffer.byteLength(text))
  })
  fc.assert(property, fuzz(300))
})

test('what is not saved, and what that is built on, stays', () => {
  const subject = counted(10)
  subject.timeline.savedLength = 5
  subject.prune({ last: 1 })
  expect(left(subject)).toEqual([0, 4, 5, 6, 7, 8, 9])
})

test('targets of what stays stay, also over several steps', () => {
  const subject = counted(4)
  subject.variable.rollback(2)
  for (let n = 0; n < 5; n++) subject.variable.set(n)
  subject.variable.rollback(4).set('last')
  subject.prune({ last: 2 })
  expect(left(subject)).toEqual([0, 2, 4, 10, 11])
  expect(subject.variable.revision(10).target?.index).toBe(4)
})

test('blame and paths do not look into gaps', () => {
  const subject = new Forgetful({ a: 0, b: 0 })
  const { variable } = subject
  variable.update(d => void (d.a = 1))
  variable.update(d => void (d.a = 2))
  variable.update(d => void (d.a = 3))
  variable.update(d => void (d.b = 3))
  variable.update(d => void (d.c = 4))
  subject.prune({ last: 2 })
  expect(left(subject)).toEqual([0, 4, 5])
  expect(variable.blame('b').index).toBe(4)
  expect(() => variable.blame('a')).toThrow(
    /v@3: forgotten, @1 to @3 was pruned at .* \(what stays: the last 2\)/,
  )
  expect(variable.history({ path: 'a' }).map(({ index }) => index)).toEqual([0])
  expect(variable.history({ path: 'b' }).map(({ index }) => index)).toEqual([0, 4])
  variable.update(d => void (d.a = 9))
  expect(variable.blame('a').index).toBe(6)
  expect(variable.revision(4).patches).toEqual([{ op: 'replace', path: ['b'], value: 3 }])
  expect(variable.diff(0, 4).patches).toEqual([
    { op: 'replace', path: ['a'], value: 3 },
    { op: 'replace', path: ['b'], value: 3 },
  ])
})

test('validity that was forgotten is not guessed', () => {
  const subject = new Forgetful(0)
  const { variable } = subject
  for (let n = 1; n < 6; n++)
    variable.set(n, { validFrom: new Date(n * 1000), validTo: new Date((n + 1) * 1000) })
  subject.prune({ last: 2 })
  expect(variable.at({ validAt: new Date(5500) })).toBe(5)
  expect(() => variable.at({ validAt: new Date(2500) })).toThrow(/forgotten/)
})

test('an undo whose target was forgotten elsewhere stands, and gives nothing back', () => {
  const subject = counted(5)
  const { variable, timeline } = subject
  const held = variable.revision(4)
  variable.undo()
  // Another program may have other rules of what stays.
  const facts = {
    first: 4,
    last: 4,
    before: timeline.hash(3),
    after: timeline.hash(4),
    head: 5,
    at: 7,
    policy: 'all',
  }
  const { time } = timeline.entry(4)
  timeline.forget([Gap.of({ ...facts, from: time, to: time }, '4')])
  expect([variable.revision(5).target, variable.canUndo, variable.canRedo]).toEqual([null, false, false])
  expect(variable.redo().undo().history().length).toBe(5)
  expect(variable.blame('').index).toBe(3)
  expect(inspect(held)).toBe('Revision v@4 set: (forgotten)')
  expect(held.parents.map(({ index }) => index)).toEqual([3])
})

test('a history that was asked for before shows what is left of it', () => {
  const subject = counted(8)
  const before = subject.variable.history()
  subject.prune({ last: 2 })
  expect(before.length).toBe(8)
  expect(inspect(subject.variable)).toMatch(/ \(3 revisions\)$/)
  expect([before.at(0)?.index, before.at(3), before.at(-1)?.index]).toEqual([0, undefined, 7])
  expect(before.map(({ index }) => index)).toEqual([0, 6, 7])
})

test('a hash of a gap tells that it was forgotten', () => {
  const subject = counted(8)
  const last = subject.variable.revision(5)
  const { hash } = last
  subject.prune({ last: 2 })
  expect(() => subject.variable.at(`#${hash.slice(0, 20)}`)).toThrow(/forgotten/)
})

test.each<Retention>([
  { last: 100 },
  { youngerThan: '100 s' },
  { bytes: 8000 },
  { bytes: 150_000 },
  { thin: { per: '10 s', after: '50 s' } },
  // Nothing ever goes, although all of it is old enough.
  { thin: { per: 500, after: 0 } },
])('on write, %j is due so seldom that it costs O(1), and often enough', retention => {
  const subject = new Forgetful(0)
  const policy = policyOf('v', retention)
  const schedule = new PruneSchedule(policy)
  let looked = 0
  let most = 0
  // Measuring a line is a look as well.
  const lineInPassing = subject.timeline.lineInPassing.bind(subject.timeline)
  subject.timeline.lineInPassing = index => {
    looked += 1
    return lineInPassing(index)
  }
  for (let n = 1; n <= 5000; n++) {
    subject.now += 1000
    subject.variable.set(n)
    const { timeline } = subject
    if (schedule.isDue(timeline, subject.now)) {
      looked += timeline.gaps.leftBelow(timeline.length)
      const gaps = planGaps(timeline, [], policy, subject.now)
      if (gaps) timeline.forget(gaps)
    }
    const exact = subject.timeline.gaps.leftBelow(subject.timeline.length)
    if ('last' in retention) most = Math.max(most, exact)
  }
  // A planning looks at what goes and what stays.
  expect(looked).toBeLessThan(5000 * 12)
  if ('last' in retention) expect(most).toBeLessThanOrEqual(152)
  const before = left(subject).length
  subject.prune(retention)
  expect(before).toBeLessThanOrEqual(left(subject).length * 1.7 + 40)
})

test('a short-lived program does not prune for a few revisions', () => {
  const subject = counted(140)
  expect(new PruneSchedule(policyOf('v', { last: 100 })).isDue(subject.timeline, subject.now)).toBe(false)
  expect(new PruneSchedule(policyOf('v', { last: 90 })).isDue(subject.timeline, subject.now)).toBe(true)
})
