import { expect, test } from 'vitest'
import { memory, openSync } from 'varve'
import { counting } from 'varve/testing'
import { readHead } from '../../src/cli/read-head.ts'
import type { Keyframe, SyncStore } from '../../src/store/store.ts'
import { show } from '../../src/value/show.ts'
import { keep } from '../../src/value/keep.ts'
import { same } from '../../src/value/same.ts'

interface Doc {
  n: number
  list: number[]
}
type Change = number | Doc | ((draft: Doc) => void)

/** Records changes in a memory store, one append each. */
function recorded(change: (i: number) => Change, count: number): SyncStore {
  const store = memory()
  const repository = openSync(store, { durable: 'each' })
  const variable = repository.watch('v', { n: 0, list: [0] } as Doc | number)
  for (let i = 1; i < count; i++) {
    const next = change(i)
    if (typeof next === 'function') variable.update(draft => next(draft as Doc))
    else variable.set(next)
  }
  return store
}

/** Gives other keyframes than the store has. */
function withKeyframe(
  store: SyncStore,
  keyframe: (own: Keyframe | undefined) => Keyframe | undefined,
): SyncStore {
  const replaced: Partial<SyncStore> = {
    keyframeSync: (variable, branch) => keyframe(store.keyframeSync(variable, branch)),
  }
  return new Proxy(store, {
    get: (target, key) => {
      if (key in replaced) return replaced[key as keyof SyncStore]
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

const head = (store: SyncStore) => store.headsSync()[0]!
const edits = (i: number) => (draft: Doc) => {
  draft.n = i
  draft.list[0] = i
}

test('a whole value at the head: one line is read, whatever the history', () => {
  const store = counting(recorded(i => i, 2_000))
  const at = head(store)
  store.reset()
  expect(readHead(store, at).entry.index).toBe(1_999)
  expect(store.counts).toMatchObject({ read: 1, linesRead: 1, keyframe: 0 })
})

test('patches at the head: the keyframe, the last line and those after the keyframe are read', () => {
  const store = counting(recorded(edits, 2_000))
  const at = head(store)
  const keyframe = store.keyframeSync('v', 'main')!
  store.reset()
  const { value } = readHead(store, at)
  expect(show(value)).toEqual({ n: 1_999, list: [1_999] })
  expect(store.counts).toMatchObject({ read: 2, keyframe: 1, linesRead: 1 + (at.index - keyframe.index) })
})

test('an older keyframe: the lines after it are read too', () => {
  const store = recorded(edits, 2_000)
  const repository = openSync(store, { durable: 'each' })
  const variable = repository.watch('v', { n: 0, list: [0] })
  const frame = store.keyframeSync('v', 'main')!
  for (let i = 2_000; i < 2_010; i++) variable.update(edits(i))
  const stale = counting(withKeyframe(store, () => frame))
  expect(show(readHead(stale, head(stale)).value)).toEqual({ n: 2_009, list: [2_009] })
  expect(stale.counts.linesRead).toBe(1 + 10)
})

const unusable: [string, (own: Keyframe | undefined) => Keyframe | undefined][] = [
  ['none', () => undefined],
  ['one of another history', own => own && { ...own, hash: '0'.repeat(64) }],
  ['one beyond the head', own => own && { ...own, index: own.index + 1 }],
]

test.each(unusable)(
  'without a usable keyframe (%s) it goes back to the last whole value, and no further',
  (_name, keyframe) => {
    const mixed = recorded(i => (i === 1_500 ? 0 : i === 1_501 ? { n: i, list: [i] } : edits(i)), 2_000)
    const store = counting(withKeyframe(mixed, keyframe))
    const at = head(store)
    store.reset()
    const { value, entry } = readHead(store, at)
    expect(entry.index).toBe(1_999)
    expect(show(value)).toEqual({ n: 1_999, list: [1_999] })
    expect(store.counts.linesRead).toBeLessThan(1_500)
  },
)

test.each(unusable)(
  'without a usable keyframe (%s) and nothing but patches it goes back to the first',
  (_name, keyframe) => {
    const store = withKeyframe(recorded(edits, 700), keyframe)
    expect(show(readHead(store, head(store)).value)).toEqual({ n: 699, list: [699] })
  },
)

test('it is the value that the variable has, at every length', () => {
  const store = memory()
  const repository = openSync(store, { durable: 'each' })
  const variable = repository.watch('v', { n: 0, list: [0] as number[] })
  for (let i = 1; i < 120; i++) {
    if (i % 17 === 0) variable.set({ n: i, list: [i] })
    else if (i % 11 === 0) variable.undo()
    else if (i % 13 === 0) variable.rollback(i >> 1)
    else variable.update(draft => void draft.list.push((draft.n = i)))
    for (const [, keyframe] of [['own', (own: Keyframe | undefined) => own] as const, ...unusable]) {
      const seen = withKeyframe(store, keyframe)
      const { value, entry } = readHead(seen, head(seen))
      expect(entry.index).toBe(variable.lastChange().index)
      expect(same(value, keep(variable.value, { name: 'v' }))).toBe(true)
    }
  }
})

test('lines that are missing are CORRUPT', () => {
  const store = recorded(edits, 10)
  const beyond = { ...head(store), index: 20 }
  expect(() => readHead(store, beyond)).toThrow(expect.objectContaining({ code: 'CORRUPT' }))
})
