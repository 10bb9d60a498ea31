import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { getRegistry, Registry, watch, type AnyRevision, type Variable } from 'varve'
import { Timeline } from '../../src/history/timeline.ts'
import { codeOf } from '../code-of.ts'

/** Every behaviour of the first ancestor, Alma's time-travel variables, as Varve does it. */

afterEach(() => {
  for (const name of getRegistry().all().keys()) getRegistry().unregister(name)
})

describe('watch', () => {
  test('makes a variable in the default registry, which getRegistry() gives', () => {
    const score = watch('score', 0)
    expect(getRegistry().get('score')).toBe(score)
  })

  test('copies in by default; copy: false hands the value over', () => {
    const mine = { list: [1] }
    const copied = watch('copied', mine)
    mine.list.push(2)
    expect(copied.value).toEqual({ list: [1] })
    const given = { list: [1] }
    const handed = watch('handed', given, { copy: false })
    expect(handed.value).toBe(given)
    expect(() => given.list.push(2)).toThrow(TypeError)
  })

  test('revision 0 has the label initial and no listener hears of it', () => {
    const heard: AnyRevision[] = []
    const score = watch('score', 0, { onChange: (_, revision) => heard.push(revision) })
    expect(score.lastChange()).toMatchObject({ index: 0, kind: 'initial', label: 'initial', value: 0 })
    expect(heard).toEqual([])
  })

  test('an initial value that the validators reject is an error, and leaves no variable', () => {
    const negative = () => watch('score', -1, { validators: [n => n >= 0 || 'never negative'] })
    expect(codeOf(negative)).toBe('REJECTED')
    expect(getRegistry().has('score')).toBe(false)
  })

  test('what cannot be copied is refused with its path', () => {
    const bad = { players: [{ onClick: () => 1 }] }
    expect(() => watch('score', bad)).toThrow(/score\.players\[0\]\.onClick: a function cannot be remembered/)
    const score = watch<unknown>('score', 0)
    expect(codeOf(() => score.set(bad))).toBe('NOT_REMEMBERABLE')
    expect(score.history().length).toBe(1)
  })
})

describe('what is handed out', () => {
  test('cannot rewrite history, by no door', () => {
    const cart = watch('cart', { items: ['pear'], when: new Date(0), tags: new Map([['a', [1]]]) })
    cart.update(c => {
      c.items.push('fig')
    })
    const doors = [
      cart.get(),
      cart.value,
      cart.lastChange().value,
      cart.at(1),
      getRegistry().snapshot()['cart'],
    ]
    for (const each of doors as (typeof cart.value)[]) {
      expect(() => (each.items as string[]).push('x')).toThrow(TypeError)
      expect(() => (each.tags as Map<string, number[]>).set('b', [])).toThrow(/LOCKED|locked|set/)
      each.when.setFullYear(1999)
    }
    expect(cart.value.items).toEqual(['pear', 'fig'])
    expect(cart.value.when.getTime()).toBe(0)
    expect(cart.value.tags.size).toBe(1)
  })

  test('a Date in a value, a revision, a patch or a diff is always a fresh copy', () => {
    const when = watch('when', { at: new Date(5) })
    when.set({ at: new Date(7) })
    const dates = () => [
      when.value.at,
      when.revision(1).value.at,
      (when.revision(1).patches[0] as { value: Date }).value,
      when.diff()[0]!.toValue.at,
    ]
    for (const date of dates()) date.setTime(99)
    expect(dates().map(date => date.getTime())).toEqual([7, 7, 7, 7])
  })
})

describe('set', () => {
  test('returns the variable and records an equal value too', () => {
    const score = watch('score', 1)
    expect(score.set(1).set(1)).toBe(score)
    expect(score.history().length).toBe(3)
  })

  test('the option equal skips what did not change', () => {
    const deep = watch('deep', { a: [1] }, { equal: true })
    deep.set({ a: [1] }).set({ a: [2] })
    expect(deep.history().length).toBe(2)
    const near = watch('near', 1, { equal: (a, b) => Math.abs(a - b) < 1 })
    near.set(1.5).set(3)
    expect(near.history().map(r => r.value)).toEqual([1, 3])
  })
})

describe('validators', () => {
  test('see the snapshot that would be stored and the previous one', () => {
    const seen: unknown[] = []
    const cart = watch(
      'cart',
      { n: 1 },
      { validators: [(next, previous) => void seen.push([next, previous])] },
    )
    const mine = { n: 2 }
    cart.set(mine)
    expect(seen).toEqual([
      [{ n: 1 }, undefined],
      [{ n: 2 }, { n: 1 }],
    ])
    expect((seen[1] as unknown[])[0]).toBe(cart.value)
    expect(Object.isFrozen((seen[1] as unknown[])[0])).toBe(true)
  })

  test.each([
    [
      'throwing',
      () => {
        throw new RangeError('too big')
      },
      'too big',
    ],
    ['returning false', () => false, 'a validator refused it'],
    ['returning a message', () => 'not today', 'not today'],
  ])('reject by %s, and nothing is recorded', (_, verdict, message) => {
    let strict = false
    const score = watch('score', 1, { validators: [() => (strict ? verdict() : true)] })
    strict = true
    for (const change of [
      () => score.set(2),
      () => score.update(n => n + 1),
      () => score.rollback(0),
      () => score.reset(),
    ]) {
      expect(change).toThrow(
        expect.objectContaining({ code: 'REJECTED', message: expect.stringContaining(message) as string }),
      )
    }
    expect(score.history().length).toBe(1)
    expect(score.value).toBe(1)
  })

  test('run for undo and redo too', () => {
    let strict = false
    const score = watch('score', 1).addValidator(() => !strict)
    score.set(2)
    strict = true
    expect(codeOf(() => score.undo())).toBe('REJECTED')
    expect(score.value).toBe(2)
    expect(score.canUndo).toBe(true)
  })
})

describe('listeners', () => {
  test('hear of every event in the order in which they happened, each with its own value', () => {
    const score = watch('score', 0)
    const heard: string[] = []
    score.addListener((v, r) => {
      heard.push(`first ${r.value}`)
      if (r.value === 1) v.set(2).set(3)
    })
    score.addListener((_, r) => heard.push(`second ${r.value}`))
    score.set(1)
    expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2', 'first 3', 'second 3'])
  })

  test('get the variable and the revision', () => {
    const score = watch('score', 0)
    const heard: [unknown, unknown][] = []
    score.addListener((variable, revision) => heard.push([variable, revision]))
    score.set(5)
    expect(heard).toEqual([[score, score.lastChange()]])
    expect(heard[0]![0]).toBe(score)
  })

  test('that throw never reach the setter nor stop the others, and reach onListenerError', () => {
    const errors: unknown[][] = []
    const registry = new Registry({ onListenerError: (...all) => errors.push(all) })
    const score = registry.watch('score', 0)
    const heard: number[] = []
    const broken = new Error('broken')
    score.addListener(() => {
      throw broken
    })
    score.addListener((_, r) => heard.push(r.value))
    expect(score.set(1)).toBe(score)
    expect(heard).toEqual([1])
    expect(errors).toEqual([[broken, score, score.lastChange()]])
  })

  test('added with subscribe are called at once and can be removed', () => {
    const score = watch('score', 0)
    const heard: number[] = []
    const stop = score.subscribe(n => heard.push(n))
    score.set(1)
    stop()
    score.set(2)
    expect(heard).toEqual([0, 1])
  })
})

describe('history', () => {
  test('is a view: indexable, iterable, filterable, as of when it was asked for', () => {
    const score = watch('score', 0).set(1, { creator: 'ann' }).set(2, { creator: 'bo', comment: 'level two' })
    const history = score.history()
    score.set(3)
    expect(history.length).toBe(3)
    expect([...history].map(r => r.value)).toEqual([0, 1, 2])
    expect([history.at(-1)?.value, history.at(0)?.value, history.at(3)]).toEqual([2, 0, undefined])
    expect(history.filter(r => r.value > 0).length).toBe(2)
    expect(history.find(r => r.creator === 'bo')?.index).toBe(2)
    expect(score.history({ creator: 'ann' }).map(r => r.value)).toEqual([1])
    expect(score.history({ comment: 'two', reversed: true }).map(r => r.value)).toEqual([2])
    expect(score.history({ reversed: true, batchStart: 1, batchSize: 2 }).map(r => r.value)).toEqual([2, 1])
    expect(score.history({ batchSize: 0 }).length).toBe(0)
    expect(codeOf(() => score.history({ batchStart: -1 }))).toBe('BAD_OPTION')
  })

  test('asking makes no revision, however long it is; looking makes those that are looked at', () => {
    const score = watch('score', 0)
    for (let n = 1; n <= 1000; n++) score.set(n)
    const made = vi.spyOn(Timeline.prototype, 'revision')
    const history = score.history({ reversed: true, batchStart: 1 })
    expect([history.length, made.mock.calls.length]).toEqual([1000, 0])
    expect(history.at(0)?.value).toBe(999)
    for (const each of history) if (each.index === 997) break
    expect(made.mock.calls.map(([index]) => index)).toEqual([999, 999, 998, 997])
    made.mockRestore()
  })
})

describe('rollback and reset', () => {
  test('append, with the labels of old', () => {
    const score = watch('score', 0).set(1).set(2)
    expect(score.rollback(1)).toBe(score)
    expect(score.lastChange()).toMatchObject({
      index: 3,
      value: 1,
      kind: 'rollback',
      label: 'rollback to index 1',
    })
    expect(score.lastChange().target?.index).toBe(1)
    expect(score.reset().lastChange()).toMatchObject({ index: 4, value: 0, label: 'reset to initial' })
    expect(score.rollback(2, 'again').lastChange().label).toBe('again')
  })

  test('to what is not there is an error, and nothing happens', () => {
    const score = watch('score', 0).set(1)
    for (const index of [-1, 2, 0.5, NaN]) expect(codeOf(() => score.rollback(index))).toBe('OUT_OF_RANGE')
    expect(score.history().length).toBe(2)
  })

  test('by mark and by instant', () => {
    let now = 1000
    const score = new Registry({ clock: { now: () => now } }).watch('score', 0)
    score.mark('start')
    for (const value of [1, 2]) {
      now += 1000
      score.set(value)
    }
    expect(score.rollback('start').value).toBe(0)
    expect(score.rollback(new Date(2500)).value).toBe(1)
    expect(codeOf(() => score.rollback(new Date(500)))).toBe('UNKNOWN_REVISION')
  })
})

test('diff gives what changed between neighbours, and between any two', () => {
  let now = 0
  const cart = new Registry({ clock: { now: () => (now += 10) } }).watch('cart', { items: ['a'], total: 1 })
  cart.update(c => {
    c.items.push('b')
  })
  cart.set({ items: ['a', 'b'], total: 5 })
  const [first, second] = cart.diff()
  expect(cart.diff().length).toBe(2)
  expect(first).toMatchObject({
    fromIndex: 0,
    toIndex: 1,
    elapsedMs: 10,
    fromValue: { items: ['a'] },
    toValue: { items: ['a', 'b'] },
  })
  expect(first!.patches).toEqual([{ op: 'splice', path: ['items'], index: 1, remove: 0, insert: ['b'] }])
  expect(second!.patches).toEqual([{ op: 'replace', path: ['total'], value: 5 }])
  expect(cart.diff(0, 2)).toMatchObject({ fromIndex: 0, toIndex: 2, elapsedMs: 20 })
  expect(cart.diff(2, 0).toValue).toEqual({ items: ['a'], total: 1 })
})

test('freeze refuses every change until thaw', () => {
  const score = watch('score', 0).set(1).freeze()
  expect(score.isFrozen).toBe(true)
  const changes: ((v: Variable<number>) => unknown)[] = [
    v => v.set(2),
    v => (v.value = 2),
    v => v.update(n => n + 1),
    v => v.rollback(0),
    v => v.reset(),
    v => v.undo(),
    v => v.redo(),
    v => v.apply([]),
  ]
  for (const change of changes) expect(codeOf(() => change(score))).toBe('FROZEN')
  expect(score.value).toBe(1)
  expect(score.thaw().set(2).value).toBe(2)
})

describe('the registry', () => {
  test('refuses a name twice, naming overwrite', () => {
    watch('score', 0)
    expect(() => watch('score', 1)).toThrow(/overwrite/)
    expect(codeOf(() => watch('score', 1))).toBe('DUPLICATE_NAME')
  })

  test('overwrite detaches the old handle, which says so when it is used', () => {
    const old = watch('score', 0).set(1)
    const now = watch('score', 10, { overwrite: true })
    expect(getRegistry().get('score')).toBe(now)
    expect(now.history().length).toBe(1)
    expect(old.value).toBe(1)
    expect(() => old.set(2)).toThrow(/another watch\(\) took this name.*detached/)
  })

  test('names what is unknown and what is near', () => {
    watch('score', 0)
    expect(() => getRegistry().get('scroe')).toThrow(/no variable 'scroe'; did you mean 'score'/)
    expect(codeOf(() => getRegistry().unregister('nobody'))).toBe('UNKNOWN_VARIABLE')
  })

  test('all() is a copy', () => {
    watch('score', 0)
    const all = getRegistry().all() as Map<string, unknown>
    all.clear()
    expect(getRegistry().has('score')).toBe(true)
  })

  test('snapshot is atomic: inside a listener of a transaction it shows all of it', () => {
    const [a, b] = [watch('a', 1), watch('b', 1)]
    const seen: unknown[] = []
    a.addListener(() => seen.push(getRegistry().snapshot()))
    getRegistry().transaction(() => {
      a.set(2)
      b.set(2)
    })
    expect(seen).toEqual([{ a: 2, b: 2 }])
  })

  test('snapshot as of an instant leaves out what was not born', () => {
    let now = 1000
    const registry = new Registry({ clock: { now: () => now } })
    registry.watch('a', 1)
    now = 2000
    registry.watch('b', 1)
    registry.get('a').set(2)
    expect(registry.snapshot(new Date(1500))).toEqual({ a: 1 })
    expect(registry.snapshot()).toEqual({ a: 2, b: 1 })
  })
})

test('equals compares values, with variables and with plain ones', () => {
  const cart = watch('cart', { items: [new Date(0)] })
  expect(cart.equals({ items: [new Date(0)] })).toBe(true)
  expect(cart.equals(watch('other', { items: [new Date(0)] }))).toBe(true)
  expect(cart.equals({ items: [new Date(1)] })).toBe(false)
  expect(cart.equals({ items: [() => 1] })).toBe(false)
})

test('Node prints name, value, length and state', () => {
  const cart = watch('cart', { items: ['pear'] })
    .set({ items: [] })
    .freeze()
  expect(inspect(cart)).toBe('Variable cart = { items: [] } (2 revisions) [frozen]')
  expect(inspect(cart.lastChange())).toBe('Revision cart@1 set: { items: [] }')
  const when = watch('when', { at: new Date(0) })
  expect(inspect(when)).toBe('Variable when = { at: 1970-01-01T00:00:00.000Z } (1 revision)')
  expect(inspect(getRegistry())).toBe('Registry (2 variables)')
  expect(JSON.stringify({ cart })).toBe('{"cart":{"items":[]}}')
})
