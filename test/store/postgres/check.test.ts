import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRuns } from 'varve/testing'
import { dropSchemas, serverReady } from '../../postgres/database.ts'
import { fresh, type Fresh, withServer } from './bench.ts'

/** Three branches, one of which has forgotten: its lines are in runs, in segments and in a gap. */
async function filled(): Promise<Fresh> {
  const opened = fresh()
  const { store } = opened
  const x = makeRuns('x', 8, { bodies: 3, keyframe: '{"v":[1]}' })
  const others = [...makeRuns('y', 3, { bodies: 2 }), ...makeRuns('x', 2, { branch: 'side' })]
  await store.append(x.map(run => ({ runs: [run] })))
  for (const run of others) await store.append([{ runs: [run] }])
  const gap = { first: 4, last: 7, record: '{}', base: '0' }
  const forgetting = { variable: 'x', branch: 'main', expected: x.at(-1)!.head, gaps: [gap] }
  expect(await store.forget(forgetting)).toEqual({ ok: true, repeated: false })
  expect(
    await store.append([{ runs: [], marks: [{ variable: 'y', name: 'm', ...others[0]!.head }] }]),
  ).toEqual([{ ok: true, repeated: false }])
  expect(await store.check()).toEqual([])
  return opened
}

withServer('check()', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  test.each([
    [
      "DELETE FROM @runs WHERE first = 0 AND variable = (SELECT id FROM @variables WHERE name = 'y')",
      /y \(main\).*should begin at 0/,
    ],
    ['UPDATE @runs SET last = last + 1, first = first + 1 WHERE lane = 1 AND first = 1', /x \(side\)/],
    ["UPDATE @runs SET body = replace(body, E',\\n', ' ') WHERE last > first", /does not hold its lines/],
    ["UPDATE @runs SET body = 'no list'", /does not hold its lines/],
    ['DELETE FROM @runs WHERE lane = 1', /x \(side\): its head has no run/],
    ["DELETE FROM @segments WHERE kind = 'lines'", /should begin at 0/],
    ["DELETE FROM @segments WHERE kind = 'gap'", /bases: 1 follow no gap/],
    ['DELETE FROM @bases', /has no value after it/],
    ["UPDATE @segments SET kind = 'pages' WHERE kind = 'lines'", /of no known kind/],
    ['UPDATE @heads SET idx = idx + 1 WHERE lane = 1', /is the last, and the head is another/],
    ['DELETE FROM @heads WHERE lane = 1', /x: a head of it is missing/],
    ['DELETE FROM @lanes WHERE lane = 1', /heads: 1 are on a lane that is not in lanes/],
    ["UPDATE @keyframes SET value = '{}'", /x: its keyframe at 23 is damaged/],
    ['UPDATE @marks SET variable = 99', /marks: 1 are those of no variable/],
    ['INSERT INTO @bases SELECT variable, lane, 99, value FROM @bases', /bases: 1 follow no gap/],
    ['UPDATE @segments SET lane = 7', /segments: \d belong to no branch/],
    ['UPDATE @runs SET lane = 7 WHERE lane = 1', /runs: \d belong to no branch/],
  ])('sees %s', async (damage, problem) => {
    const { store, sql } = await filled()
    await sql(damage)
    const problems = await store.check()
    expect(problems.join('\n')).toMatch(problem)
    await store.close()
  })

  test('looks at one state while others write', async () => {
    const { store, again } = fresh()
    const runs = makeRuns('x', 60, { bodies: 2 })
    await store.append([{ runs: [runs[0]!] }])
    const other = again()
    let isWriting = true
    const writing = (async () => {
      for (const run of runs.slice(1)) await other.append([{ runs: [run] }])
      isWriting = false
    })()
    for (let looks = 0; isWriting || looks < 3; looks++) expect(await store.check()).toEqual([])
    await writing
    await store.close()
    await other.close()
  })
})

withServer('a read', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  test.each([
    'DELETE FROM @runs WHERE first = 2',
    'DELETE FROM @runs WHERE first = 0',
    "UPDATE @runs SET body = replace(body, E',\\n', ' ')",
    'UPDATE @runs SET last = last + 1 WHERE first = 2',
  ])('tells of %s, and gives no other lines', async damage => {
    const { store, sql } = fresh()
    for (const run of makeRuns('y', 4, { bodies: 2 })) await store.append([{ runs: [run] }])
    await sql(damage)
    await expect(store.read('y', 'main', 0, 9)).rejects.toMatchObject({ code: 'CORRUPT' })
    await expect(store.load('y', 'main', 0)).rejects.toMatchObject({ code: 'CORRUPT' })
    await store.close()
  })

  test('takes a damaged keyframe for one that was dropped', async () => {
    const { store, sql } = await filled()
    await sql("UPDATE @keyframes SET value = '{}'")
    expect(await store.keyframe('x', 'main')).toBeUndefined()
    expect((await store.load('x', 'main', 0))?.keyframe).toBeUndefined()
    await store.close()
  })
})
