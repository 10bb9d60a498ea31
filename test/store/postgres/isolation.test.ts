import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Outcome, Unit } from 'varve'
import { makeRun, makeRuns } from 'varve/testing'
import { dropSchemas, freshPool, serverReady } from '../../postgres/database.ts'
import { fresh, withServer } from './bench.ts'

const levels = ['read committed', 'repeatable read', 'serializable']
const main = (variable: string) => ({ variable, branch: 'main' })
const won = (outcomes: readonly (readonly Outcome[])[]): number =>
  outcomes.filter(([outcome]) => outcome!.ok).length

withServer('appends at the same moment', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  describeLevels(level => {
    const handles = (count: number) => {
      const first = fresh({ options: `-c default_transaction_isolation=${level.replace(' ', '\\ ')}` })
      return [first.store, ...Array.from({ length: count - 1 }, () => first.again(freshPool({ max: 2 })))]
    }

    test(`each read what the other writes: one of them wins (${level})`, async () => {
      const [one, other] = handles(2) as [ReturnType<typeof handles>[0], ReturnType<typeof handles>[0]]
      for (let round = 0; round < 25; round++) {
        const [x, y] = [`x${round}`, `y${round}`]
        // Both of what is there, one of what is not there yet, both of what is not.
        const [isX, isY] = [round % 3 !== 2, round % 3 === 0]
        const [firstX, firstY] = [makeRun(x, null), makeRun(y, null)]
        if (isX) await one.append([{ runs: [firstX] }])
        if (isY) await one.append([{ runs: [firstY] }])
        const [headX, headY] = [isX ? firstX.head : null, isY ? firstY.head : null]
        const units: Unit[] = [
          { runs: [makeRun(x, headX, { writer: 'a' })], reads: [{ ...main(y), expected: headY }] },
          { runs: [makeRun(y, headY, { writer: 'b' })], reads: [{ ...main(x), expected: headX }] },
        ]
        const outcomes = await Promise.all([one.append([units[0]!]), other.append([units[1]!])])
        expect(won(outcomes)).toBe(1)
      }
      expect(await one.check()).toEqual([])
      for (const store of [one, other]) await store.close()
    })

    test(`of many variables, in any order: no deadlock, and no unit in part (${level})`, async () => {
      const stores = handles(4)
      const names = Array.from({ length: 6 }, (_, i) => `v${i}`)
      const results = await Promise.all(
        stores.map(async (store, writer) => {
          let kept = 0
          for (let n = 0; n < 40; n++) {
            const chosen = names.toSorted(() => Math.random() - 0.5).slice(0, 2)
            const runs = await Promise.all(
              chosen.map(async name =>
                makeRun(name, (await store.head(name, 'main')) ?? null, { writer: `${writer}-${n}` }),
              ),
            )
            const [outcome] = await store.append([{ runs }])
            if (outcome!.ok) kept++
          }
          return kept
        }),
      )
      const heads = await stores[0]!.heads()
      const lines = heads.reduce((sum, { index }) => sum + index + 1, 0)
      expect(lines).toBe(2 * results.reduce((a, b) => a + b, 0))
      expect(await stores[0]!.check()).toEqual([])
      for (const store of stores) await store.close()
    })

    test(`a mark and who forgets: what is marked is there (${level})`, async () => {
      const [one, other] = handles(2) as [ReturnType<typeof handles>[0], ReturnType<typeof handles>[0]]
      for (let round = 0; round < 15; round++) {
        const name = `f${round}`
        const runs = makeRuns(name, 6)
        await one.append(runs.map(run => ({ runs: [run] })))
        const mark = { variable: name, name: 'm', ...runs[2]!.head }
        const gaps = [{ first: 1, last: 3, record: '{}', base: '0' }]
        const [[marked], forgotten] = await Promise.all([
          one.append([{ runs: [], marks: [mark] }]),
          other.forget({ ...main(name), expected: runs[5]!.head, gaps }),
        ])
        expect([marked!.ok, forgotten.ok].filter(Boolean)).toHaveLength(1)
        expect(await one.marks(name)).toHaveLength(marked!.ok ? 1 : 0)
      }
      for (const store of [one, other]) await store.close()
    })

    test(`the same branch, variable or mark begun by many: one of them (${level})`, async () => {
      const stores = handles(5)
      for (let round = 0; round < 10; round++) {
        const name = `n${round}`
        const outcomes = await Promise.all(
          stores.map((store, i) =>
            store.append([
              { runs: [makeRun(name, null, { writer: `w${i}`, branch: round % 2 ? 'main' : `b${i % 2}` })] },
            ]),
          ),
        )
        expect(won(outcomes)).toBe(round % 2 ? 1 : 2)
        const { index, hash } = (await stores[0]!.heads()).find(({ variable }) => variable === name)!
        const marks = stores.map((_, i) => ({
          variable: name,
          name: 'm',
          index,
          hash: i === 0 ? hash : String(i).repeat(64),
        }))
        const marked = await Promise.all(
          stores.map((store, i) => store.append([{ runs: [], marks: [marks[i]!] }])),
        )
        expect(won(marked)).toBe(1)
      }
      expect(await stores[0]!.check()).toEqual([])
      for (const store of stores) await store.close()
    })
  })
})

function describeLevels(tests: (level: string) => void): void {
  for (const level of levels) tests(level)
}
