import { applyPatches, nothing as immersNothing, produce } from 'immer'
import { apply as mutativesApply, create, rawReturn } from 'mutative'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { apply, diff, invert, nothing, Registry, update } from 'varve'
import { described } from './plain-values.ts'
import { basesAfter, othersPatches, outcome, threeWays, valuesOf } from './three-ways.ts'

interface Two {
  a?: { n: number }
  b?: { n: number }
}

/** The rows of docs/patches.md about what differs, each by what the three libraries do: Varve, immer, mutative. */
const differences: Readonly<Record<string, () => void>> = {
  'what you put in'() {
    const mine = { n: 1 }
    const values = valuesOf({} as { mine?: object }, draft => void (draft.mine = mine))
    expect(values.map(each => each.mine === mine)).toEqual([false, true, true])
    const frozen = { n: 1 }
    produce({} as { x?: object }, draft => void (draft.x = frozen))
    expect(Object.isFrozen(frozen)).toBe(true)
    const open = { n: 1 }
    update({} as { x?: object }, draft => void (draft.x = open))
    create({} as { x?: object }, draft => void (draft.x = open))
    expect(Object.isFrozen(open)).toBe(false)
  },
  'one new object put at two places'() {
    const twice = (draft: Two) => {
      const one = { n: 1 }
      draft.a = one
      draft.b = one
      draft.a.n = 2
    }
    const both = '{"a":{"n":2},"b":{"n":2}}'
    expect(threeWays(() => ({}) as Two, twice)).toEqual(['{"a":{"n":2},"b":{"n":1}}', both, both])
  },
  'a Date that is edited'() {
    const base = () => ({ when: new Date(0) })
    const edit = (draft: { when: Date }) => void draft.when.setTime(5)
    expect(new Set(threeWays(base, edit))).toEqual(new Set(['{"when":Date(5)}']))
    expect(basesAfter(base, edit)).toEqual(['{"when":Date(0)}', '{"when":Date(5)}', '{"when":Date(5)}'])
  },
  '`delete list[0]`'() {
    const remove = (draft: number[]) => void delete draft[0]
    expect(threeWays(() => [1, 2], remove)).toEqual(['[hole,2]', '[undefined,2]', '[undefined,2]'])
    expect(threeWays(() => [] as number[], remove)).toEqual(['[]', '[undefined]', '[undefined]'])
  },
  '`shift` where the array has holes'() {
    const shift = (draft: (number | undefined)[]) => void draft.shift()
    expect(threeWays(() => [1, , 3], shift)).toEqual(['[hole,3]', '[undefined,3]', '[undefined,3]'])
  },
  'a key set back to what it was'() {
    const base = update({ n: 1 }, () => undefined) as { n: number }
    const values = valuesOf(base, draft => {
      draft.n = 2
      draft.n = 1
    })
    expect(values.map(value => value === base)).toEqual([true, false, false])
  },
  'a write, and another value returned'() {
    const change = (draft: { n: number }) => ((draft.n = 2), { n: 3 })
    const idle = (draft: { n: number }) => ((draft.n = 1), { n: 3 })
    expect(threeWays(() => ({ n: 1 }), change)).toEqual(['BAD_RECIPE', 'Error', 'Error'])
    expect(threeWays(() => ({ n: 1 }), idle)).toEqual(['BAD_RECIPE', '{"n":3}', '{"n":3}'])
  },
  '`undefined` returned for a primitive'() {
    const none = () => undefined
    expect(update(5 as number | undefined, none)).toBe(undefined)
    expect(produce(5 as number, none)).toBe(5)
    expect(create(5 as never, none)).toBe(5)
  },
  '`nothing` returned'() {
    expect(update({ n: 1 } as object | undefined, () => nothing)).toBe(undefined)
    expect(produce({ n: 1 } as object | undefined, () => immersNothing as never)).toBe(undefined)
    expect(create({ n: 1 } as object, () => rawReturn(undefined as never))).toBe(undefined)
    expect(nothing).not.toBe(immersNothing)
  },
  'something put into itself'() {
    interface Knot {
      self?: Knot
    }
    const knot = (draft: { a: Knot }) => void (draft.a.self = draft.a)
    expect(threeWays(() => ({ a: {} as Knot }), knot)).toEqual([
      'NOT_REMEMBERABLE',
      'RangeError',
      'RangeError',
    ])
  },
  'functions, symbols, objects as Map keys'() {
    const code = (draft: { go?: () => number }) => void (draft.go = () => 1)
    expect(threeWays(() => ({}) as { go?: () => number }, code)).toEqual([
      'NOT_REMEMBERABLE',
      '{"go":() => 1}',
      '{"go":() => 1}',
    ])
    const key = (draft: Map<object, number>) => void draft.set({}, 1)
    expect(threeWays(() => new Map<object, number>(), key)).toEqual([
      'NOT_REMEMBERABLE',
      'Map{{}=>1}',
      'Map{{}=>1}',
    ])
    const name = Symbol('name')
    const symbol = (draft: { [name]?: number }) => void (draft[name] = 1)
    const base = (): { [name]?: number } => ({})
    expect(outcome(() => update(base(), symbol))).toBe('NOT_REMEMBERABLE')
    expect([produce(base(), symbol), create(base(), symbol)].map(value => value[name])).toEqual([1, 1])
  },
  '`-0` put where 0 is'() {
    const negate = (draft: { n: number }) => void (draft.n = -0)
    expect(threeWays(() => ({ n: 0 }), negate)).toEqual(['{"n":-0}', '{"n":0}', '{"n":-0}'])
  },
  "`draft['__proto__'] = …`"() {
    const assign = (draft: Record<string, object>) => void (draft['__proto__'] = { n: 1 })
    expect(threeWays(() => ({}) as Record<string, object>, assign)).toEqual([
      '{"__proto__":{"n":1}}',
      'Error',
      'Error',
    ])
  },
  '`Object.defineProperty` of an ordinary property'() {
    const ordinary = { value: 1, writable: true, enumerable: true, configurable: true }
    const define = (draft: object) => void Object.defineProperty(draft, 'n', ordinary)
    expect(threeWays(() => ({}), define)).toEqual(['{"n":1}', 'Error', 'Error'])
  },
  'an object without a prototype as the base'() {
    const base = () => Object.assign(Object.create(null) as object, { n: 1 })
    const edit = (draft: { n: number }) => void (draft.n = 2)
    expect(threeWays(base, edit)).toEqual(['bare{"n":2}', 'bare{"n":2}', 'Error'])
  },
  'a draft put into a new Set'() {
    const wrap = (draft: { list: number[]; set?: Set<number[]> }) => {
      draft.set = new Set([draft.list])
      draft.list.push(1)
    }
    const whole = '{"list":[1],"set":Set{[1]}}'
    expect(threeWays(() => ({ list: [] as number[] }), wrap)).toEqual([whole, 'TypeError', whole])
  },
  'a Map in what comes out'() {
    const base = new Map([['a', 1]])
    const [ours, immers, mutatives] = valuesOf(base, draft => void draft.set('b', 2))
    const [bySet, byPrototype] = [
      (map: Map<string, number>) => map.set('c', 3),
      (map: Map<string, number>) => Map.prototype.set.call(map, 'c', 3),
    ]
    expect(outcome(() => bySet(ours))).toBe('LOCKED')
    expect(outcome(() => byPrototype(ours))).toBe('TypeError')
    expect(outcome(() => bySet(immers))).toBe('Error')
    byPrototype(immers)
    bySet(mutatives)
    expect([ours.has('c'), immers.has('c'), mutatives.has('c')]).toEqual([false, true, true])
  },
  'a draft used afterwards'() {
    const held: { n: number }[] = []
    valuesOf({ kid: { n: 1 } }, draft => void held.push(draft.kid))
    expect(held.map(draft => outcome(() => draft.n))).toEqual(['DRAFT_CLOSED', 'TypeError', 'TypeError'])
  },
  async 'an async recipe'() {
    const wait = async (draft: { n: number }) => void (draft.n = 2)
    expect(outcome(() => update({ n: 1 }, wait as never))).toBe('BAD_RECIPE')
    expect(outcome(() => produce({ n: 1 }, wait as never))).toBe('Error')
    expect(await (create({ n: 1 }, wait as never) as unknown)).toEqual({ n: 2 })
    const variable = await new Registry().watch('n', { n: 1 }).updateAsync(wait)
    expect(variable.value).toEqual({ n: 2 })
  },
  'patches of a push that is popped again'() {
    const base = [1]
    const edit = (draft: number[]) => void (draft.push(2), draft.pop())
    const { immer, mutative } = othersPatches(base, edit)
    expect(new Registry().watch('list', base).update(edit).lastChange().patches).toHaveLength(2)
    expect([immer[0].length, mutative[0].length]).toEqual([0, 0])
  },
  'patches of `unshift`'() {
    const base = [1, 2, 3]
    const edit = (draft: number[]) => void draft.unshift(0)
    expect(diff(base, update(base, edit))).toHaveLength(1)
    const { immer, mutative } = othersPatches(base, edit)
    expect([immer[0].length, mutative[0].length]).toEqual([4, 4])
  },
  'a removed key brought back by the inverse'() {
    const base = { a: 1, b: 2 } as { a?: number; b: number }
    const remove = (draft: { a?: number }) => void delete draft.a
    const next = update(base, remove)
    expect(described(apply(next, invert(diff(base, next))))).toBe('{"a":1,"b":2}')
    const { immer, mutative } = othersPatches(base, remove)
    expect(described(applyPatches(next, immer[1]))).toBe('{"b":2,"a":1}')
    expect(described(mutativesApply(next as object, mutative[1]))).toBe('{"b":2,"a":1}')
  },
}

const page = readFileSync(new URL('../../docs/patches.md', import.meta.url), 'utf8')
const table = page.slice(page.indexOf('| in a recipe |'))
const rows = [...table.matchAll(/^\| (?!in a recipe|-)(.+?) \| /gm)].map(match => match[1]!)

describe('what differs from immer and mutative', () => {
  test('has a test for each row of docs/patches.md, and no other', () => {
    expect(rows).toEqual(Object.keys(differences))
  })
  test.each(rows)('%s', row => differences[row]!())
})
