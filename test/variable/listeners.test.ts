import { describe, expect, test } from 'vitest'
import { Registry } from 'varve'
import { codeOf } from '../code-of.ts'

function watchNumber() {
  const registry = new Registry()
  return { registry, n: registry.watch('n', 0) }
}

describe('a listener hears what happens while it listens', () => {
  test('not what was recorded before it came, though others are still to hear of that', () => {
    const { n } = watchNumber()
    const heard: number[] = []
    n.addListener((v, { value }) => {
      if (value !== 1) return
      v.set(2).set(3)
      v.subscribe(x => heard.push(x))
    })
    n.set(1)
    expect(heard).toEqual([3])
    n.set(4)
    expect(heard).toEqual([3, 4])
  })

  test('not once it was stopped, even by one that hears the same change', () => {
    const { n } = watchNumber()
    const heard: number[] = []
    let stop = () => {}
    n.addListener(() => stop())
    stop = n.subscribe(x => heard.push(x))
    n.set(1)
    expect(heard).toEqual([0])
  })

  test('also what it changes itself when it is first called', () => {
    const { n } = watchNumber()
    const heard: number[] = []
    n.subscribe(x => {
      heard.push(x)
      if (x < 3) n.set(x + 1)
    })
    expect(heard).toEqual([0, 1, 2, 3])
  })

  test('no more when its first call threw', () => {
    const { n } = watchNumber()
    let calls = 0
    const failing = () => {
      calls++
      throw new Error('no')
    }
    expect(() => n.subscribe(failing)).toThrow('no')
    n.set(1)
    expect(calls).toBe(1)
  })
})

test('changes() from inside a transaction or a listener doubles nothing', async () => {
  const { registry, n } = watchNumber()
  const inside = registry.transaction(() => n.set(1).changes({ from: 0 }))
  let late = n.changes()
  n.addListener((v, { value }) => {
    if (value === 2) late = v.set(3).changes({ from: 2 })
  })
  n.set(2).set(4)
  const take = async (from: typeof late, count: number) => {
    const values: number[] = []
    while (values.length < count) values.push((await from.next()).value!.value)
    return values
  }
  expect(await take(inside, 5)).toEqual([0, 1, 2, 3, 4])
  expect(await take(late, 3)).toEqual([2, 3, 4])
})

test('what is no function is refused at once', () => {
  const { registry, n } = watchNumber()
  expect(codeOf(() => n.addListener(undefined as never))).toBe('BAD_OPTION')
  expect(codeOf(() => registry.subscribe(5 as never))).toBe('BAD_OPTION')
})

test('what listeners change is forgotten by its retention like anything else', () => {
  const registry = new Registry({ retention: { last: 10 } })
  const [first, second] = [registry.watch('first', 0), registry.watch('second', 0)]
  first.addListener(() => void second.set(first.value))
  for (let i = 1; i <= 1_000; i++) first.set(i)
  expect([first, second].map(each => each.history().length < 45)).toEqual([true, true])
  expect(second.value).toBe(1_000)
})

test('a listener that prunes takes nothing from those who are still to hear', () => {
  const registry = new Registry()
  const variable = registry.watch('v', { n: 0 })
  const heard: number[] = []
  variable.addListener((_, { index }) => {
    if (index === 1) variable.prune({ last: 1 })
  })
  variable.addListener((_, { value }) => void heard.push(value.n))
  registry.transaction(() => {
    for (const n of [1, 2, 3]) variable.update(draft => void (draft.n = n))
  })
  expect(heard).toEqual([1, 2, 3])
  expect(variable.history().map(({ index }) => index)).toEqual([0, 3])
})
