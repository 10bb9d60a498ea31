import fc, { type Arbitrary } from 'fast-check'
import { command as draftCommand, type Command as DraftCommand } from '../value/draft-commands.ts'
import { key, mapKey, plainContainer, plainValue } from '../value/plain-values.ts'
import { lookNames } from './looks.ts'

/** Which of the two variables. */
export type On = 0 | 1

/** Where a value comes from: made anew, or a part of something that was handed out. */
export interface Source {
  readonly from: 'fresh' | 'own' | 'other' | 'old' | 'mixed'
  readonly value: unknown
  readonly at: number
  readonly part: number
}

/** What happens at one moment of a recipe. */
export type Step =
  | { readonly do: 'edit'; readonly edit: DraftCommand }
  | { readonly do: 'look'; readonly of: 'own' | 'other'; readonly look: string; readonly n: number }
  | { readonly do: 'graft'; readonly source: Source; readonly into: Into }
  | { readonly do: 'stale'; readonly n: number; readonly into: Into }
  | { readonly do: 'reenter'; readonly how: 'set' | 'update' | 'undo' | 'rollback' | 'apply' | 'prune' }
  | { readonly do: 'other'; readonly edits: readonly DraftCommand[] }
  | { readonly do: 'lend'; readonly at: number; readonly into: Into }

/** A place to put something: which container, and under which name. */
export type Into = Pick<DraftCommand, 'at' | 'key' | 'mapKey'>

/** How a recipe ends. */
export type End = 'edit' | 'throw' | 'return' | 'both' | 'refuse'

/** One step of the history of two variables. */
export type Command =
  | { readonly do: 'set'; readonly on: On; readonly source: Source; readonly creator: Creator }
  | {
      readonly do: 'update'
      readonly on: On
      readonly steps: readonly Step[]
      readonly end: End
      readonly result: Source
      readonly creator: Creator
    }
  | {
      readonly do: 'splice'
      readonly on: On
      readonly part: number
      readonly start: number
      readonly count: number
      readonly insert: readonly unknown[]
    }
  | { readonly do: 'apply'; readonly on: On; readonly edits: readonly DraftCommand[] }
  | { readonly do: 'apply again'; readonly on: On; readonly at: number; readonly isInverted: boolean }
  | { readonly do: 'rollback'; readonly on: On; readonly at: number }
  | { readonly do: 'mark'; readonly on: On; readonly at: number }
  | { readonly do: 'prune'; readonly on: On; readonly last: number }
  | { readonly do: 'reset'; readonly on: On }
  | { readonly do: 'echo'; readonly on: On }
  | { readonly do: 'undo' | 'redo'; readonly on: On; readonly by?: string; readonly steps: number }
  | { readonly do: 'look'; readonly on: On; readonly look: string; readonly n: number }
  | { readonly do: 'check' | 'flush' | 'reopen' }
  | { readonly do: 'transaction'; readonly inner: readonly Command[]; readonly throws: boolean }
  | { readonly do: 'with info'; readonly creator: string; readonly inner: readonly Command[] }

type Creator = string | null | undefined

const on = fc.constantFrom<On>(0, 1)
const n = fc.nat(60)
const who = fc.constantFrom('ann', 'bo')
const creator = fc.constantFrom<Creator>('ann', 'bo', null, undefined)
const into: Arbitrary<Into> = fc.record({ at: fc.nat(40), key, mapKey })
const look = fc.constantFrom(...lookNames)
const edits = fc.array(draftCommand, { minLength: 1, maxLength: 4 })
const source: Arbitrary<Source> = fc.record({
  from: fc.constantFrom('fresh', 'own', 'other', 'old', 'mixed'),
  value: fc.oneof({ weight: 3, arbitrary: plainContainer(2) }, plainValue(2)),
  at: n,
  part: n,
})

const step: Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('edit' as const), edit: draftCommand }) },
  fc.record({
    do: fc.constant('look' as const),
    of: fc.constantFrom('own' as const, 'other' as const),
    look,
    n,
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('graft' as const), source, into }) },
  fc.record({ do: fc.constant('stale' as const), n, into }),
  fc.record({
    do: fc.constant('reenter' as const),
    how: fc.constantFrom('set', 'update', 'undo', 'rollback', 'apply', 'prune'),
  }),
  fc.record({ do: fc.constant('other' as const), edits }),
  fc.record({ do: fc.constant('lend' as const), at: fc.nat(40), into }),
)

const change: Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set' as const), on, source, creator }) },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      on,
      steps: fc.array(step, { minLength: 1, maxLength: 6 }),
      end: fc.oneof(
        { weight: 8, arbitrary: fc.constant<End>('edit') },
        fc.constantFrom<End>('throw', 'return', 'both', 'refuse'),
      ),
      result: source,
      creator,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('splice' as const),
      on,
      part: n,
      start: fc.integer({ min: -3, max: 6 }),
      count: fc.integer({ min: -1, max: 4 }),
      insert: fc.array(plainValue(1), { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('apply' as const), on, edits }) },
  fc.record({ do: fc.constant('apply again' as const), on, at: n, isInverted: fc.boolean() }),
  fc.record({ do: fc.constant('rollback' as const), on, at: n }),
  fc.record({ do: fc.constant('mark' as const), on, at: n }),
  fc.record({ do: fc.constant('reset' as const), on }),
  fc.record({ do: fc.constant('echo' as const), on }),
  {
    weight: 7,
    arbitrary: fc
      .record({
        do: fc.constantFrom('undo' as const, 'redo' as const),
        on,
        by: fc.option(who, { freq: 2 }),
        steps: fc.constantFrom(1, 1, 1, 2, 3),
      })
      .map(({ by, ...rest }) => (by === null ? rest : { ...rest, by })),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look' as const), on, look, n }) },
)

const inner = fc.array(change, { maxLength: 4 })
const transaction: Arbitrary<Command> = fc
  .record({
    do: fc.constant('transaction' as const),
    before: inner,
    nested: fc.option(fc.record({ do: fc.constant('transaction' as const), inner, throws: fc.boolean() })),
    after: inner,
    throws: fc.boolean(),
  })
  .map(({ before, nested, after, throws }) => ({
    do: 'transaction',
    inner: [...before, ...(nested ? [nested] : []), ...after],
    throws,
  }))

/** Random histories of two variables. */
export function histories(isStored: boolean): Arbitrary<readonly Command[]> {
  const outer: Arbitrary<Command> = fc.oneof(
    { weight: 16, arbitrary: change },
    { weight: 2, arbitrary: transaction },
    fc.record({ do: fc.constant('with info' as const), creator: who, inner }),
    fc.record({ do: fc.constant('prune' as const), on, last: fc.integer({ min: 1, max: 5 }) }),
    fc.constant<Command>({ do: 'check' }),
    ...(isStored ? [fc.constantFrom<Command>({ do: 'flush' }, { do: 'reopen' })] : []),
  )
  return fc.array(outer, { maxLength: 24 })
}
