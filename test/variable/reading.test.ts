import { expect, test } from 'vitest'
import { Registry } from 'varve'
import { codeOf } from '../code-of.ts'

let now = 0
function ticking() {
  now = 0
  return new Registry({ clock: { now: () => (now += 1000) } })
}

const game = () => ({
  players: [{ name: 'ann', hp: 3 }],
  byId: new Map([['a', { hp: 1 }]]),
  when: new Date(5),
  'a.b': 1,
})

test('peek and select read one place, now or as of a ref', () => {
  const g = ticking().watch('game', game())
  g.update(d => {
    d.players[0]!.name = 'bo'
    d.byId.get('a')!.hp = 9
  })
  expect([g.peek('players[0].name'), g.peek(['byId', 'a', 'hp']), g.peek('players.0.hp')]).toEqual([
    'bo',
    9,
    3,
  ])
  expect([g.peek('players[0].name', 0), g.peek('players[7].name'), g.peek('nobody')]).toEqual([
    'ann',
    undefined,
    undefined,
  ])
  expect([g.peek(['a.b']), g.peek('["a.b"]')]).toEqual([1, 1])
  expect(g.select(v => v.players.map(p => p.name))).toEqual(['bo'])
  expect(g.select(v => v.players.length, 0)).toBe(1)
  expect(g.peek('when')).not.toBe(g.peek('when'))
})

test('at takes index, mark, branch, ~n, #hash, instant and revision', () => {
  const n = ticking().watch('n', 0).set(1).set(2)
  n.mark('one', 1)
  const { hash } = n.revision(1)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect([
    n.at(1),
    n.at('one'),
    n.at('main'),
    n.at('~2'),
    n.at(`#${hash.slice(0, 8)}`),
    n.at(new Date(2500)),
    n.at(n.revision(1)),
  ]).toEqual([1, 1, 2, 0, 1, 1, 1])
  expect(codeOf(() => n.at('two'))).toBe('UNKNOWN_REVISION')
  expect(() => n.at('1')).toThrow("has no mark '1'; an index is a number: 1")
  expect(() => n.at('2026-01-01')).toThrow("an instant is a Date: new Date('2026-01-01')")
  expect(codeOf(() => n.at('~9'))).toBe('OUT_OF_RANGE')
  expect(codeOf(() => n.at('#zz'))).toBe('UNKNOWN_REVISION')
  expect(codeOf(() => n.at(new Date(NaN)))).toBe('UNKNOWN_REVISION')
  expect(codeOf(() => n.at({} as never))).toBe('UNKNOWN_REVISION')
  const stranger = ticking().watch('n', 5).lastChange()
  expect(codeOf(() => n.at(stranger))).toBe('UNKNOWN_REVISION')
})

test('a path or kind that is none is refused', () => {
  const n = ticking().watch('n', 0)
  expect(codeOf(() => n.peek(5 as never))).toBe('BAD_OPTION')
  expect(codeOf(() => n.history({ path: 5 as never }))).toBe('BAD_OPTION')
  expect(() => n.history({ kind: 'sett' as never })).toThrow("there is no kind 'sett'; did you mean 'set'?")
})

test('marks are for good', () => {
  const n = ticking().watch('n', 0).set(1)
  n.mark('start', 0).mark('start', 0).mark('end')
  expect([...n.marks()].map(([name, r]) => [name, r.index])).toEqual([
    ['start', 0],
    ['end', 1],
  ])
  expect(codeOf(() => n.mark('start', 1))).toBe('DUPLICATE_NAME')
  expect(codeOf(() => n.mark('main'))).toBe('DUPLICATE_NAME')
  for (const name of ['7', '2026-11-01', 'a@b', '']) expect(codeOf(() => n.mark(name))).toBe('BAD_NAME')
})

test('at({ validAt }) gives the last recorded revision that holds then, as known at an instant', () => {
  const price = ticking().watch('price', 1, {})
  const day = (n: number) => new Date(86_400_000 * n)
  price.set(10, { validFrom: day(1), validTo: day(3) })
  price.set(20, { validFrom: day(3) })
  price.set(11, { validFrom: day(2), validTo: day(3), comment: 'correction' })
  expect([1, 2, 2.5, 3, 9].map(n => price.at({ validAt: day(n) }))).toEqual([10, 11, 11, 20, 20])
  expect(price.at({ validAt: day(2), recordedAt: price.revision(2).timestamp })).toBe(10)
  expect(codeOf(() => price.at({ validAt: new Date(-1) }))).toBe('UNKNOWN_REVISION')
  expect(price.revision(1)).toMatchObject({ validFrom: day(1), validTo: day(3) })
})

test('time never runs backwards, whatever the clock does', () => {
  const times = [5000, 3000, 9000.9, 1]
  const n = new Registry({ clock: { now: () => times.shift() ?? 0 } }).watch('n', 0).set(1).set(2).set(3)
  expect(n.history().map(r => r.timestamp.getTime())).toEqual([5000, 5000, 9000, 9000])
  expect(n.revision(1).end?.getTime()).toBe(9000)
  expect(n.lastChange().end).toBeNull()
  expect(codeOf(() => new Registry({ clock: { now: () => NaN } }).watch('n', 0))).toBe('BAD_OPTION')
})

test('blame looks through rollback, undo and redo to the change they restored', () => {
  const cart = ticking().watch('cart', { items: ['pear'], total: 3 })
  cart.update(c => {
    c.items.push('fig')
    c.total += 2
  }, 'add a fig')
  cart.set({ items: [], total: 0 }, 'oops')
  expect(cart.blame('total').label).toBe('oops')
  cart.undo()
  expect(cart.blame('total').label).toBe('add a fig')
  expect(cart.blame(c => c.items[1]).label).toBe('add a fig')
  expect(cart.blame(c => c.items[0]).label).toBe('initial')
  cart.redo()
  expect(cart.blame('total').label).toBe('oops')
  cart.rollback(1)
  expect(cart.blame(['total']).label).toBe('add a fig')
  expect(cart.blame('total', 0).label).toBe('initial')
  expect(cart.blame().map(({ path, revision }) => [path.join('.'), revision.index])).toEqual([
    ['items.0', 0],
    ['items.1', 1],
    ['total', 1],
  ])
  expect(cart.history({ path: 'total' }).map(r => r.index)).toEqual([0, 1, 2, 3, 4, 5])
})

test('blame of a place that never was says so, and names the nearest', () => {
  const cart = ticking().watch('cart', { items: ['pear'], total: 3 } as { items: string[]; total?: number })
  expect(() => cart.blame('totl')).toThrow(
    "cart: no revision up to @0 ever had a place 'totl'; did you mean 'total'?",
  )
  expect(codeOf(() => cart.blame('items[7]'))).toBe('BAD_OPTION')
  cart.update(c => {
    delete c.total
  }, 'no total')
  expect(cart.blame('total').label).toBe('no total')
  expect(cart.undo().redo().blame('total').label).toBe('no total')
})

test('a change that leaves a place as it was does not count for blame', () => {
  const n = ticking().watch('n', { a: 1, list: [1, 2] })
  n.set({ a: 1, list: [1, 2, 3] }).update(d => {
    d.a = 1
  })
  expect([n.blame('a').index, n.blame('list[0]').index, n.blame('list').index]).toEqual([0, 0, 1])
  const g = ticking()
    .watch('game', game())
    .update(d => {
      d.byId.get('a')!.hp = 2
    })
  expect([g.blame(v => v.byId.get('a')?.hp).index, g.blame(v => v.players[0]?.name).index]).toEqual([1, 0])
  expect(codeOf(() => g.blame(v => v.players.map(p => p.name)))).toBe('BAD_OPTION')
})

test('changes() gives what is recorded, none left out, and ends with the signal', async () => {
  const n = ticking().watch('n', 0).set(1)
  const abort = new AbortController()
  const seen: number[] = []
  const reading = (async () => {
    for await (const { value } of n.changes({ from: 0, signal: abort.signal })) {
      seen.push(value)
      if (value === 3) abort.abort()
    }
  })()
  n.set(2)
  await Promise.resolve()
  n.set(3).set(4)
  await reading
  expect(seen).toEqual([0, 1, 2, 3])
  const iterator = n[Symbol.asyncIterator]()
  const next = iterator.next()
  n[Symbol.dispose]()
  expect(await next).toEqual({ done: true, value: undefined })
})

test('subscribe with a selector tells when what it selects changed', () => {
  const doc = ticking().watch('doc', { title: '', blocks: ['a'] })
  const seen: number[] = []
  doc.subscribe(
    d => d.blocks.length,
    n => seen.push(n),
  )
  doc.update(d => {
    d.title = 'x'
  })
  doc.update(d => {
    d.blocks.push('b')
  })
  expect(seen).toEqual([1, 2])
})

test('what a selector makes anew each time is told only when it is another value', () => {
  const doc = ticking().watch('doc', { when: new Date(0), tags: ['a'], n: 0 })
  const seen: unknown[] = []
  doc.subscribe(
    d => d.when,
    when => {
      seen.push(when.getTime())
      when.setTime(99)
    },
  )
  doc.subscribe(
    d => d.tags.map(tag => tag.length),
    lengths => seen.push(lengths.join()),
  )
  doc.subscribe(
    d => () => d.n,
    read => seen.push(read()),
  )
  doc.update(d => {
    d.n = 1
  })
  doc.update(d => {
    d.when.setTime(5)
    d.tags.push('bc')
  })
  expect(seen).toEqual([0, '1', 0, 1, 5, '1,2', 1])
})

test('apply and splice record patches; text is one row', () => {
  const doc = ticking().watch('doc', { title: 'hello', list: [1, 2, 3] })
  doc.splice('title', 0, 1, 'J', 'capital').splice('list', -1, 1, [9, 10])
  expect(doc.value).toEqual({ title: 'Jello', list: [1, 2, 9, 10] })
  expect(doc.revision(1).patches).toEqual([{ op: 'text', path: ['title'], index: 0, remove: 1, insert: 'J' }])
  doc.apply([{ op: 'replace', path: ['title'], value: 'x' }], { label: 'patched' })
  expect(doc.lastChange()).toMatchObject({ kind: 'update', label: 'patched', value: { title: 'x' } })
  expect(codeOf(() => doc.apply([{ op: 'remove', path: ['nobody'] }]))).toBe('BAD_PATCH')
  expect(codeOf(() => doc.splice('title', 0, 0, ['x']))).toBe('BAD_OPTION')
  const mine = ['aliased']
  doc.apply([{ op: 'replace', path: ['list'], value: mine }])
  mine.push('later')
  expect(doc.value.list).toEqual(['aliased'])
  expect((doc.lastChange().patches[0] as { value: unknown }).value).toEqual(['aliased'])
})
