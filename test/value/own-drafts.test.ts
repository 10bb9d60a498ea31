import { describe, expect, test } from 'vitest'
import { ImmutableList } from 'varve/immutable'
import { edit } from '../../src/value/draft/edit.ts'
import type { Kept } from '../../src/value/kept.ts'
import { kept } from './around.ts'
import { described } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

/** What a recipe makes of a value, in words. */
const made = (base: Kept, recipe: (draft: Any) => unknown): string =>
  described(edit(base, recipe as never, { name: null }).value)

describe('drafts in a list of one’s own', () => {
  const base = kept({ a: { n: 1 } })

  test('stay drafts where it is put', () => {
    const recipe = (draft: Any): void => {
      draft.list = new ImmutableList([draft.a, 5])
      draft.list.at(0).n = 2
      draft.a.n += 1
    }
    expect(made(base, recipe)).toBe('{"a":{"n":3},"list":List[{"n":3},5]}')
  })
  test('stay drafts in it inside of something else', () => {
    const recipe = (draft: Any): void => {
      draft.more = [new Map([['list', new ImmutableList([[draft.a]])]])]
      draft.a.n = 2
    }
    expect(made(base, recipe)).toBe('{"a":{"n":2},"more":[Map{"list"=>List[[{"n":2}]]}]}')
  })
})
