import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isVarveError, memory, openSync, type Store, type SyncStore } from 'varve'
import { RevisionedMapping, revisionOf, stateOf, type OpenOptions } from 'varve/immutable'
import { fuzz } from '../fuzz.ts'
import { slow } from '../recorder/slow.ts'

type Tokens = readonly string[]
type Mapping = RevisionedMapping<string, Tokens>

const acts = ['push', 'set', 'delete', 'replace', 'expecting', 'rollback', 'flush', 'refresh'] as const
const steps = fc.array(
  fc.record({
    by: fc.constantFrom<0 | 1>(0, 1),
    key: fc.constantFrom('k', 'l'),
    act: fc.constantFrom(...acts),
    at: fc.nat(10),
  }),
  { maxLength: 30, size: '+1' },
)
type Step = (typeof steps extends fc.Arbitrary<infer S> ? S : never) extends readonly (infer S)[] ? S : never

const expected = ['CONFLICT', 'OUTDATED', 'UNKNOWN_VARIABLE', 'UNKNOWN_REVISION']

function passing(error: unknown): void {
  if (!isVarveError(error) || !expected.includes(error.code)) throw error
}

function change(m: Mapping, { key, act, at }: Step, token: string): void {
  if (act === 'push') m.update(key, list => void (list as string[]).push(token))
  else if (act === 'set') m.set(key, [token])
  else if (act === 'delete') m.delete(key)
  else if (act === 'replace') m.replace(key, [token])
  else if (act === 'expecting') m.replace(key, [token], { expect: revisionOf(m.get(key) ?? []).version })
  else m.getRevisionManager(key).rollbackToRevision(at % m.getRevisionManager(key).getNumberOfRevisions())
}

/** What somebody sees of a mapping; what it shows agrees with itself. */
function seen(m: Mapping): unknown {
  const entries = [...m]
  expect(entries.map(([key]) => key)).toEqual([...m.keys()])
  expect(m.size).toBe(entries.length)
  for (const [key, value] of entries) {
    expect([stateOf(value), m.get(key) === value]).toEqual(['locked', true])
    expect(revisionOf(value).manager).toBe(m.getRevisionManager(key))
  }
  return entries.sort().map(([key, value]) => {
    const manager = m.getRevisionManager(key)
    return [key, value, revisionOf(value).version, [...manager.getRevisionHistory()]]
  })
}

async function run(all: readonly Step[], openings: readonly Mapping[]): Promise<void> {
  for (const [i, step] of all.entries()) {
    const m = openings[step.by]!
    try {
      if (step.act === 'flush') await m.flush()
      else if (step.act === 'refresh') await m.refresh()
      else change(m, step, `t${i}`)
    } catch (error) {
      // Of what has no current revision, none can be expected.
      if (step.act !== 'expecting' || !isVarveError(error, 'BAD_OPTION')) passing(error)
    }
    for (const each of openings) seen(each)
  }
}

for (const [name, runs, wrap] of [
  ['at once', 100, (store: Store & SyncStore) => store],
  ['later', 30, (store: Store & SyncStore) => slow(store) as Store],
] as const) {
  test(`whatever two openings replace, in the end all see the same (a store that answers ${name})`, async () => {
    const policy = fc.constantFrom<OpenOptions<Tokens>['conflict']>('refuse', 'overwrite', { merge: 'ours' })
    const property = fc.asyncProperty(steps, policy, async (all, conflict) => {
      const store = memory()
      const options = { conflict: conflict!, onConflict: passing }
      const opened = () => RevisionedMapping.open<string, Tokens>(wrap(store), 'm', options)
      const first = await opened()
      first.set('k', ['k']).set('l', ['l'])
      await first.flush()
      const openings = [first, await opened()]
      await run(all, openings)
      for (const each of [...openings, ...openings]) await each.refresh().catch(passing)
      for (const each of openings) await each.refresh()
      const [one, other, fresh] = [...openings, await opened()].map(seen)
      expect(one).toEqual(other)
      expect(fresh).toEqual(one)
      expect(openSync(store).verify()).toEqual({ ok: true, problems: [] })
    })
    await fc.assert(property, fuzz(runs))
  })
}
