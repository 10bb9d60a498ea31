import fc, { type Arbitrary } from 'fast-check'
import { values, type Edit } from '../model/commands.ts'
import type { NaiveQuery } from './naive-mapping.ts'

type Keyed<D extends string, More = unknown> = { readonly do: D; readonly key: string } & More

/** One step of a random mapping. */
export type MappingCommand =
  | Keyed<'set' | 'replace', { readonly value: unknown }>
  | Keyed<'answer', { readonly value: unknown; readonly creator: string | null }>
  | Keyed<
      'update',
      { readonly edits: readonly Edit[]; readonly creator: string | null; readonly comment: string | null }
    >
  | Keyed<'throw', { readonly edits: readonly Edit[] }>
  | Keyed<'overlap', { readonly edits: readonly Edit[]; readonly inner: readonly Edit[] }>
  | Keyed<'delete' | 'touch'>
  | Keyed<'rollback', { readonly at: number; readonly activate: boolean; readonly byObject: boolean }>
  | Keyed<'outdated', { readonly at: number }>
  | Keyed<'query', { readonly query: NaiveQuery }>
  | { readonly do: 'flush' | 'reopen' | 'let go' }

function isContainer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return (
    [Array, Map, Set].some(Class => value instanceof Class) ||
    Object.getPrototypeOf(value) === Object.prototype
  )
}

function queries(): Arbitrary<NaiveQuery> {
  const date = fc.nat(40).map(seconds => new Date(seconds * 1000))
  return fc.record(
    {
      creator: fc.constantFrom('ann', 'bo'),
      comment: fc.constantFrom('a', 'fix', ''),
      startAfter: date,
      startBefore: date,
      reversed: fc.boolean(),
      batchStart: fc.nat(3),
      batchSize: fc.nat(4),
      dropped: fc.boolean(),
    },
    { requiredKeys: [] },
  )
}

/** Random mappings of two keys. */
export function mappingCommands(): Arbitrary<MappingCommand[]> {
  const value = values().filter(isContainer)
  const edit: Arbitrary<Edit> = fc.record({
    kind: fc.constantFrom('put', 'delete', 'push', 'splice', 'reverse', 'move', 'clear', 'touch'),
    steps: fc.array(fc.nat(5), { maxLength: 3 }),
    key: fc.constantFrom('a', 'b', 'list', 'new'),
    value: values(),
  })
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 })
  const key = fc.constantFrom('k', 'l')
  const creator = fc.constantFrom(null, 'ann', 'bo')
  const comment = fc.constantFrom(null, 'fix it', 'a fix')
  const at = fc.nat(30)
  const as = <D extends string>(name: D) => fc.constant(name)
  return fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: as('set'), key, value }) },
      { weight: 6, arbitrary: fc.record({ do: as('update'), key, edits, creator, comment }) },
      { weight: 1, arbitrary: fc.record({ do: as('answer'), key, value, creator }) },
      { weight: 1, arbitrary: fc.record({ do: as('touch'), key }) },
      { weight: 1, arbitrary: fc.record({ do: as('throw'), key, edits }) },
      { weight: 1, arbitrary: fc.record({ do: as('overlap'), key, edits, inner: edits }) },
      { weight: 2, arbitrary: fc.record({ do: as('delete'), key }) },
      { weight: 1, arbitrary: fc.record({ do: as('replace'), key, value }) },
      {
        weight: 4,
        arbitrary: fc.record({ do: as('rollback'), key, at, activate: fc.boolean(), byObject: fc.boolean() }),
      },
      { weight: 1, arbitrary: fc.record({ do: as('outdated'), key, at }) },
      { weight: 2, arbitrary: fc.record({ do: as('query'), key, query: queries() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('flush', 'reopen', 'let go') }) },
    ) as Arbitrary<MappingCommand>,
    { maxLength: 30, size: '+1' },
  )
}
