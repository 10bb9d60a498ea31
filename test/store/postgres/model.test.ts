import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memory, type Head, type Mark, type Run, type Store, type Unit } from 'varve'
import { makeRun } from 'varve/testing'
import { fuzz } from '../../fuzz.ts'
import { dropSchemas, serverReady } from '../../postgres/database.ts'
import { fresh, withServer } from './bench.ts'

const variables = ['a', 'b', 'c\0']
const branches = ['main', 'side']
const place = fc.record({
  variable: fc.constantFrom(...variables),
  branch: fc.constantFrom('main', 'main', ...branches),
})
/** What a unit is made of: how far back the head is that it expects, and which earlier unit it sends again. */
const part = fc.record({
  runs: fc.array(
    fc.record({
      at: place,
      back: fc.constantFrom(0, 0, 0, 0, 1, 3),
      lines: fc.integer({ min: 1, max: 3 }),
      keyframe: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  reads: fc.array(fc.record({ at: place, back: fc.constantFrom(0, 0, 0, 1), absent: fc.boolean() }), {
    maxLength: 2,
  }),
  marks: fc.array(
    fc.record({ at: place, name: fc.constantFrom('m', 'n', 'o'), index: fc.integer({ min: -1, max: 30 }) }),
    {
      maxLength: 1,
    },
  ),
  writer: fc.nat(2),
  again: fc.option(fc.nat(30), { nil: undefined, freq: 6 }),
})
const step = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      units: fc.array(part, { minLength: 1, maxLength: 4 }),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('forget' as const),
      at: place,
      bounds: fc.array(fc.tuple(fc.nat(25), fc.nat(6)), { minLength: 1, maxLength: 3 }),
    }),
    weight: 1,
  },
)

/** Makes units on top of where a store stands, and of what the units before would make of it if they won. */
class Maker {
  readonly #heads = new Map<string, Head[]>()
  readonly #sent: Unit[] = []

  async look(store: Store): Promise<void> {
    for (const { variable, branch, index, hash } of await store.heads())
      this.#note(variable, branch, { index, hash })
  }

  unit({ runs, reads, marks, writer, again }: typeof part extends fc.Arbitrary<infer P> ? P : never): Unit {
    const sent = again === undefined ? undefined : this.#sent[this.#sent.length - 1 - again]
    if (sent) return sent
    const made: Run[] = []
    for (const { at, back, lines, keyframe } of runs) {
      if (made.some(run => run.variable === at.variable && run.branch === at.branch)) continue
      const expected = this.#head(at, back)
      const options = { bodies: lines, writer: `w${writer}`, branch: at.branch }
      made.push(makeRun(at.variable, expected, keyframe ? { ...options, keyframe: String(lines) } : options))
    }
    const unit: Unit = {
      runs: made,
      reads: reads.map(({ at, back, absent }) => ({ ...at, expected: absent ? null : this.#head(at, back) })),
      marks: marks.map(({ at, name, index }): Mark => {
        const hash = made[0]?.head.hash ?? 'f'.repeat(64)
        return { variable: at.variable, name, index, hash }
      }),
    }
    for (const { variable, branch, head } of made) this.#note(variable, branch, head)
    this.#sent.push(unit)
    return unit
  }

  #head({ variable, branch }: { variable: string; branch: string }, back: number): Head | null {
    return this.#heads.get(`${variable}/${branch}`)?.at(-1 - back) ?? null
  }

  #note(variable: string, branch: string, head: Head): void {
    const known = this.#heads.get(`${variable}/${branch}`) ?? []
    this.#heads.set(`${variable}/${branch}`, [...known.filter(({ hash }) => hash !== head.hash), head])
  }
}

withServer('a store in PostgreSQL', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  test(
    'answers as memory() does, whatever is appended, sent again, read, marked and forgotten',
    { timeout: 120_000 },
    async () => {
      const { store, again, sql } = fresh()
      await store.append([{ runs: [makeRun('z', null)] }])
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async steps => {
          await sql(
            'TRUNCATE @variables, @heads, @lanes, @runs, @keyframes, @marks, @segments, @bases, @members, @revisions',
          )
          const [reference, other, maker] = [memory(), again(), new Maker()]
          for (const each of steps) {
            if (each.kind === 'append') {
              await maker.look(reference)
              const units = each.units.map(one => maker.unit(one))
              expect(await other.append(units)).toEqual(await reference.append(units))
            } else {
              const expected = (await reference.head(each.at.variable, each.at.branch)) ?? {
                index: 0,
                hash: '',
              }
              const gaps = each.bounds
                .map(([first, length]) => ({
                  first,
                  last: first + length,
                  record: '{}',
                  base: String(first),
                }))
                .toSorted((a, b) => a.first - b.first)
              const forgetting = { ...each.at, expected, gaps }
              expect(await other.forget(forgetting)).toEqual(await reference.forget(forgetting))
            }
            await agree(other, reference)
          }
          expect(await other.check()).toEqual([])
          await other.close()
        }),
        fuzz(60),
      )
      await store.close()
    },
  )
})

async function agree(store: Store, reference: Store): Promise<void> {
  expect(await store.heads()).toEqual(await reference.heads())
  for (const variable of variables)
    for (const branch of branches)
      for (const from of [0, 5])
        expect(await store.load(variable, branch, from)).toEqual(await reference.load(variable, branch, from))
}
