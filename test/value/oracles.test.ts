import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, invert, Registry } from 'varve'
import { fuzz, runsOf } from '../fuzz.ts'
import { type Command, commandNames, run } from './draft-commands.ts'
import { oracles } from './oracles.ts'
import { described, unshared } from './plain-values.ts'

/** What the differences are about: texts, other properties than ordinary, and the holes that deleting leaves. */
const different = ['text', 'textAt', 'define', 'deleteIndex']
/** And what only we have: snapshots that are put in, instances and lists. */
const ours = /^(locked|method|setter|getter|list[A-Z].*)$/
const names = commandNames.filter(name => !different.includes(name) && !ours.test(name))

const key = fc.constantFrom('a', 'b', 'c', 'm')
const mapKey = fc.constantFrom('a', 'b', 1)
const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom(0, 1, 2, 'x', 'hello', '', true, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(fc.tuple(mapKey, tie('value')), { maxLength: 4 }).map(entries => new Map(entries)),
    fc.array(tie('value'), { maxLength: 4 }).map(members => new Set(members)),
  ),
})).value
const base = fc.record(
  { a: value, b: fc.array(value, { maxLength: 5 }), m: value },
  { noNullPrototype: true },
)
const command: fc.Arbitrary<Command> = fc.record({
  name: fc.constantFrom(...names),
  at: fc.nat(40),
  other: fc.nat(40),
  i: fc.nat(12),
  j: fc.nat(12),
  key,
  mapKey,
  value,
})

describe.each(Object.entries(oracles))('%s and varve make the same', (_, oracle) => {
  test(
    'of a recipe, and our patches lead there and back',
    () => {
      fc.assert(
        fc.property(base, fc.array(command, { minLength: 1, maxLength: 10 }), (plain, commands) => {
          const some = withoutHoles(plain, commands)
          const recipe = (draft: unknown): void => {
            const twin = unshared(plain)
            for (const each of some) run(each, draft, twin, [], () => {})
          }
          const expected = readable(oracle(unshared(plain), recipe))
          fc.pre(expected !== undefined)
          const variable = new Registry().watch('value', unshared(plain)).update(recipe as never)
          const { value, patches } = variable.lastChange()
          expect(described(value)).toBe(expected)
          expect(described(apply(unshared(plain), patches))).toBe(expected)
          expect(described(apply(unshared(value), invert(patches)))).toBe(described(plain))
        }),
        fuzz(400),
      )
    },
    runsOf(20_000),
  )
})

/** The commands before the first that makes a hole: there both others go their own way. */
function withoutHoles(plain: unknown, commands: readonly Command[]): readonly Command[] {
  const [one, other] = [unshared(plain), unshared(plain)]
  const first = commands.findIndex(each => {
    run(each, one, other, [], () => {})
    return described(other).includes('hole')
  })
  return first < 0 ? commands : commands.slice(0, first)
}

/** Where a draft is put into a new Set, immer leaves it there, and nobody can read it afterwards. */
function readable(value: unknown): string | undefined {
  try {
    return described(value)
  } catch (error) {
    if (error instanceof Error && error.message.includes('revoked')) return undefined
    throw error
  }
}
