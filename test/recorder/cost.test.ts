import { describe, expect, test } from 'vitest'
import { memory, openSync } from 'varve'
import { counting } from 'varve/testing'

const first = { n: 0, a: 0 }

/** Two repositories on one store, the other one a change ahead in each of `names`; what is asked here is counted. */
function raced(names: readonly string[], changes = 1) {
  const store = memory()
  const counted = counting(store)
  const [here, there] = [openSync(counted), openSync(store)]
  const mine = names.map(name => here.watch(name, first))
  here.flush()
  for (const name of names) {
    const theirs = there.watch(name, first)
    for (let i = 0; i < changes; i++) theirs.update(d => void (d.n += 1))
  }
  there.flush()
  counted.reset()
  return { here, mine, counts: counted.counts }
}

describe.each([10, 1_000])('of a lost race with %i', n => {
  test('pending changes of one variable, what won is read once, and all goes in one more append', () => {
    const { here, mine, counts } = raced(['v'])
    let runs = 0
    for (let i = 0; i < n; i++) {
      mine[0]!.update(d => {
        runs += 1
        d.a += 1
      })
    }
    here.flush()
    expect(mine[0]!.value).toEqual({ n: 1, a: n })
    expect(counts).toMatchObject({ append: 2, units: 2, linesAppended: 2 * n, load: 1, linesRead: 1 })
    expect(runs).toBe(2 * n)
  })

  test('variables, each is read once, and all go in one more append', () => {
    const { here, mine, counts } = raced(Array.from({ length: n }, (_, i) => `v${i}`))
    for (const variable of mine) variable.update(d => void (d.a += 1))
    here.flush()
    expect(mine.every(({ value }) => value.n + value.a === 2)).toBe(true)
    expect(counts).toMatchObject({ append: 2, units: 2 * n, linesAppended: 2 * n, load: n, linesRead: n })
  })

  test('transactions of one variable, what won is read once, and all go in one more append', () => {
    const { here, mine, counts } = raced(['v'])
    for (let i = 0; i < n; i++) here.transaction(() => mine[0]!.update(d => void (d.a += 1)))
    here.flush()
    expect(mine[0]!.value).toEqual({ n: 1, a: n })
    expect(counts).toMatchObject({ append: 2, units: 2 * n, linesAppended: 2 * n, load: 1, linesRead: 1 })
  })
})

test('a transaction whose mark names what is pending costs one append, however many there are', () => {
  const counted = counting(memory())
  const repository = openSync(counted)
  const v = repository.watch('v', 0)
  repository.flush()
  counted.reset()
  for (let i = 1; i <= 200; i++) {
    repository.transaction(() => v.set(i))
    v.mark(`m${i}`)
  }
  repository.flush()
  expect(counted.counts.append).toBeLessThanOrEqual(200 + 1)
  expect(counted.counts.linesAppended).toBe(200)
})

test('a refresh reads each line of the others once, and tells it once', () => {
  const { here, mine, counts } = raced(['v'], 2_000)
  let heard = 0
  mine[0]!.addListener(() => (heard += 1))
  here.refresh()
  here.refresh()
  expect([counts.linesRead, counts.append, heard]).toEqual([2_000, 0, 2_000])
})
