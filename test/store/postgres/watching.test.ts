import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeRun, makeRuns } from 'varve/testing'
import type { Moves } from 'varve'
import { CuttingProxy } from '../../../tools/postgres/cutting-proxy.ts'
import { databaseUrl, dropSchemas, freshPool, serverReady } from '../../postgres/database.ts'
import { fresh, WatchedPool, withServer } from './bench.ts'

type Watch = AsyncIterator<Moves>

const told = async (watch: Watch): Promise<[string, number][]> => {
  const { value } = (await watch.next()) as { value: Moves }
  return value.heads.map(({ variable, index }) => [variable, index])
}

withServer('a watch', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  test('leaves no late commit out: one that began before others, and ended after them', async () => {
    const { store, again, pool, schema } = fresh()
    const runs = makeRuns('late', 2)
    await store.append([{ runs: [runs[0]!] }])
    const other = again()
    const watch = other.watch()[Symbol.asyncIterator]()
    await watch.next()
    const client = await pool.connect()
    await client.query('BEGIN')
    const insert = `INSERT INTO "${schema}".runs(variable, lane, first, last, body) SELECT variable, lane, 1, 1, $1 FROM "${schema}".heads`
    await client.query(insert, [`[${runs[1]!.lines[0]}]`])
    await client.query(`UPDATE "${schema}".heads SET idx = 1, hash = $1`, [runs[1]!.head.hash])
    await store.append([{ runs: [makeRun('early', null)] }])
    // Somebody else's transaction that stays open holds nobody back.
    expect(await told(watch)).toEqual([['early', 0]])
    await client.query('COMMIT')
    client.release()
    await store.append([{ runs: [makeRun('next', null)] }])
    const seen = [...(await told(watch))]
    while (seen.length < 2) seen.push(...(await told(watch)))
    expect(seen.toSorted()).toEqual([
      ['late', 1],
      ['next', 0],
    ])
    await other.close()
    await store.close()
  })

  test('hears of another program in less than it takes to look by itself', async () => {
    const { store, again } = fresh()
    await store.append([{ runs: [makeRun('x', null)] }])
    const other = again(freshPool())
    const watch = other.watch()[Symbol.asyncIterator]()
    await watch.next()
    await expect.poll(() => listeners()).toBeGreaterThan(0)
    const next = told(watch)
    const begun = performance.now()
    await store.append([{ runs: [makeRun('y', null)] }])
    expect(await next).toEqual([['y', 0]])
    expect(performance.now() - begun).toBeLessThan(1_500)
    await store.close()
    await other.close()
  })

  test('is told at most once in 50 ms by a writer, and outside of its appends', async () => {
    const { store, pool, again } = fresh()
    await store.append([{ runs: [makeRun('x', null)] }])
    const watched = new WatchedPool(pool)
    const writer = again(watched)
    const begun = performance.now()
    for (const run of makeRuns('y', 200)) await writer.append([{ runs: [run] }])
    await writer.close()
    const told = watched.sent.filter(text => text.includes('pg_notify'))
    expect(told.length).toBeGreaterThan(0)
    expect(told.length).toBeLessThanOrEqual((performance.now() - begun) / 50 + 2)
    expect(new Set(told)).toEqual(new Set(["SELECT pg_notify($1, '')"]))
    await store.close()
  })

  test('looks from time to time where its connections cannot listen', async () => {
    const { store, pool, again } = fresh()
    const other = again(new WatchedPool(pool))
    const watch = other.watch()[Symbol.asyncIterator]()
    await watch.next()
    const next = told(watch)
    await store.append([{ runs: [makeRun('y', null)] }])
    expect(await next).toEqual([['y', 0]])
    await store.close()
    await other.close()
  })

  test('leaves a pool of one to who needs it, also where nobody says that there is one only', async () => {
    const { store, again } = fresh({ max: 1 })
    const pool = freshPool({ max: 1 })
    const hidden = { query: pool.query.bind(pool), connect: pool.connect.bind(pool) }
    for (const watched of [store, again(hidden as never)]) {
      const watches = [watched.watch(), watched.watch()].map(each => each[Symbol.asyncIterator]())
      for (const watch of watches) await watch.next()
      const run = makeRun(`v${Math.random()}`, null)
      expect(
        await watched.append([{ runs: [run], marks: [{ variable: run.variable, name: 'm', ...run.head }] }]),
      ).toEqual([{ ok: true, repeated: false }])
      for (const watch of watches) expect(await told(watch)).toEqual([[run.variable, 0]])
      await watched.close()
    }
    expect(pool.idleCount).toBe(pool.totalCount)
  })

  test('goes on when the connection that listens is lost', async () => {
    const proxy = await CuttingProxy.before(databaseUrl!)
    const { store, again } = fresh()
    await store.append([{ runs: [makeRun('x', null)] }])
    const pool = freshPool({ connectionString: proxy.url })
    const other = again(pool)
    const watch = other.watch()[Symbol.asyncIterator]()
    await watch.next()
    await expect.poll(() => proxy.connections).toBeGreaterThan(1)
    for (const [i, run] of makeRuns('y', 3).entries()) {
      proxy.cutAll()
      const next = told(watch)
      await store.append([{ runs: [run] }])
      expect(await next).toEqual([['y', i]])
    }
    await other.close()
    await store.close()
    await pool.end()
    await proxy.stop()
  })

  test('that nobody asks any more gives its connection back, by its signal and with its store', async () => {
    const { store, pool } = fresh()
    const stop = new AbortController()
    await store.append([{ runs: [makeRun('x', null)] }])
    for (const end of [async () => stop.abort(), () => store.close()]) {
      const watch = store.watch({ signal: stop.signal.aborted ? new AbortController().signal : stop.signal })
      await watch[Symbol.asyncIterator]().next()
      await vi.waitFor(() => expect(pool.totalCount - pool.idleCount).toBe(1))
      await end()
      await vi.waitFor(() => expect(pool.totalCount - pool.idleCount).toBe(0))
    }
  })

  test('refuses a cursor of somebody else, and takes one from the future for the beginning', async () => {
    const { store } = fresh()
    await store.append([{ runs: [makeRun('x', null)] }])
    for (const cursor of ['', '7', '1:2', "1:1:'", '1:2:3,', 'x:y:z'])
      expect(() => store.watch({ cursor })).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }) as Error)
    const watch = store.watch({ cursor: '99999999999:99999999999:' })[Symbol.asyncIterator]()
    expect(await told(watch)).toEqual([['x', 0]])
    await store.close()
  })

  async function listeners(): Promise<number> {
    const pool = freshPool({ max: 1 })
    const { rows } = await pool.query(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE query LIKE 'LISTEN varve_%'",
    )
    await pool.end()
    return (rows as [{ count: number }])[0].count
  }
})
