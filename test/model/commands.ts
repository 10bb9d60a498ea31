import fc, { type Arbitrary } from 'fast-check'
import { instances, lists } from '../value/own-classes.ts'

/** One step of a random history. */
export type Command =
  | { readonly do: 'set'; readonly value: unknown; readonly label: string | null }
  | { readonly do: 'update'; readonly edits: readonly Edit[]; readonly creator: string | null }
  | { readonly do: 'throwing update'; readonly edits: readonly Edit[] }
  | { readonly do: 'rollback'; readonly at: number }
  | { readonly do: 'reset' | 'undo' | 'redo' | 'reopen' | 'flush' | 'spoil' }
  | { readonly do: 'mark'; readonly at: number; readonly name: string }
  | { readonly do: 'transaction'; readonly inner: readonly Command[]; readonly throws: boolean }

/** One edit somewhere in a value: `steps` choose the container, `key` the place, `kind` what happens there. */
export interface Edit {
  readonly kind: 'put' | 'delete' | 'push' | 'splice' | 'reverse' | 'move' | 'clear' | 'touch'
  readonly steps: readonly number[]
  readonly key: string
  readonly value: unknown
}

/** Random values, leaning to containers, with leaves and awkward scalars in them. */
export function values(): Arbitrary<unknown> {
  const scalar = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -5, max: 5 }) },
    { weight: 2, arbitrary: fc.constantFrom('', 'a', 'pear', '\ud800', '__proto__', '\u2028') },
    fc.constantFrom(null, true, false, undefined, -0, NaN, Infinity, 12n),
    fc.integer({ min: 0, max: 4e12 }).map(ms => new Date(ms)),
    // Made anew each time: one object at two places would stay one in a plain value, where ours become two.
    fc.constantFrom('regexp', 'bytes').map(kind => (kind === 'bytes' ? new Uint8Array([1, 2, 3]) : /a+/gi)),
  )
  const key = fc.constantFrom('a', 'b', 'list', 'constructor', '1')
  return fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalar,
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      fc.array(tie('value'), { maxLength: 5 }),
      fc
        .array(fc.tuple(fc.constantFrom<unknown>('k', 1, null, true, 2n), tie('value')), { maxLength: 3 })
        .map(entries => new Map(entries)),
      fc
        .array(fc.oneof(fc.integer({ min: 0, max: 9 }), tie('value')), { maxLength: 3 })
        .map(items => new Set(items)),
      instances(tie('value')),
      lists(tie('value')),
    ),
  })).value
}

/** Random histories. */
export function commands(stored: boolean): Arbitrary<Command[]> {
  const value = values()
  const edit: Arbitrary<Edit> = fc.record({
    kind: fc.constantFrom('put', 'delete', 'push', 'splice', 'reverse', 'move', 'clear', 'touch'),
    steps: fc.array(fc.nat(5), { maxLength: 3 }),
    key: fc.constantFrom('a', 'b', 'list', 'new'),
    value,
  })
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 })
  const who = fc.constantFrom(null, 'ann', 'bo')
  const plain: Arbitrary<Command> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('set'),
        value,
        label: fc.constantFrom(null, 'why'),
      }) as Arbitrary<Command>,
    },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('update'), edits, creator: who }) as Arbitrary<Command>,
    },
    fc.record({ do: fc.constant('throwing update'), edits }) as Arbitrary<Command>,
    fc.record({ do: fc.constant('rollback'), at: fc.nat() }) as Arbitrary<Command>,
    {
      weight: 3,
      arbitrary: fc.constantFrom<Command>(
        { do: 'undo' },
        { do: 'undo' },
        { do: 'redo' },
        { do: 'reset' },
        { do: 'spoil' },
      ),
    },
    fc.record({
      do: fc.constant('mark'),
      at: fc.nat(),
      name: fc.constantFrom('one', 'two', 'three'),
    }) as Arbitrary<Command>,
  )
  const transaction = fc.record({
    do: fc.constant('transaction'),
    inner: fc.array(plain, { maxLength: 4 }),
    throws: fc.boolean(),
  }) as Arbitrary<Command>
  const outer = stored
    ? [{ weight: 1, arbitrary: fc.constantFrom<Command>({ do: 'reopen' }, { do: 'flush' }) }]
    : []
  return fc.array(fc.oneof({ weight: 8, arbitrary: plain }, transaction, ...outer), { maxLength: 25 })
}
