import { afterAll, beforeAll, expect, test } from 'vitest'
import { isVarveError } from 'varve'
import { makeRun, makeRuns } from 'varve/testing'
import { CuttingProxy, type Cut } from '../../../tools/postgres/cutting-proxy.ts'
import { databaseUrl, dropSchemas, freshPool, serverReady } from '../../postgres/database.ts'
import { fresh, serverError, WatchedPool, withServer } from './bench.ts'

const kept = { ok: true, repeated: false }
const repeated = { ok: true, repeated: true }

withServer('a connection that is cut', () => {
  let proxy: CuttingProxy
  beforeAll(async () => {
    await serverReady()
    proxy = await CuttingProxy.before(databaseUrl!)
  })
  afterAll(async () => {
    await dropSchemas()
    await proxy.stop()
  })

  test.each(['unasked', 'unheard', 'idle'] as const)('(%s) loses and doubles nothing', async cut => {
    const { store, again } = fresh()
    const pool = freshPool({ connectionString: proxy.url, max: 2 })
    const other = again(pool)
    const runs = makeRuns('x', 20)
    await other.append([{ runs: [runs[0]!] }])
    let repeats = 0
    for (const run of runs.slice(1)) {
      proxy.cutNext(cut)
      const [outcome] = await other.append([{ runs: [run] }])
      expect([kept, repeated]).toContainEqual(outcome)
      repeats += (outcome as typeof kept).repeated ? 1 : 0
    }
    // Lines that were kept by an append of which nobody heard. Some cuts hit what tells others.
    expect(repeats > 5).toBe(cut === 'unheard')
    expect(await store.read('x', 'main', 0, 99)).toEqual(runs.flatMap(({ lines }) => lines))
    expect(await store.check()).toEqual([])
    await other.close()
    await store.close()
    await pool.end()
  })

  test('is cut at each statement of an append that takes several, and of a forgetting', async () => {
    const { store, again } = fresh()
    const pool = freshPool({ connectionString: proxy.url, max: 1 })
    const other = again(pool)
    const [first, ...rest] = makeRuns('x', 24, { bodies: 2 })
    await other.append([{ runs: [first!] }])
    for (const [i, run] of rest.entries()) {
      const cut: Cut = i % 2 === 0 ? 'unheard' : 'unasked'
      // Only the statement of that number is hurt.
      for (let n = 0; n < i % 8; n++) proxy.passNext()
      proxy.cutNext(cut)
      const mark = { variable: 'x', name: `m${i}`, ...run.head }
      const [outcome] = await other.append([{ runs: [run], marks: [mark] }])
      expect([kept, repeated]).toContainEqual(outcome)
      proxy.spare()
    }
    expect(await store.marks('x')).toHaveLength(23)
    const free = makeRuns('x', 40, { bodies: 2 }).slice(24)
    await other.append([{ runs: [free[0]!] }])
    for (let n = 0; n < 14; n++) {
      const run = free[n + 1]!
      await other.append([{ runs: [run] }])
      for (let passed = 0; passed < n; passed++) proxy.passNext()
      proxy.cutNext(n % 2 === 0 ? 'unheard' : 'unasked')
      const gap = { first: 48, last: 48 + n * 2, record: '{}', base: String(n) }
      const outcome = await other.forget({ variable: 'x', branch: 'main', expected: run.head, gaps: [gap] })
      expect([kept, repeated]).toContainEqual(outcome)
      proxy.spare()
      expect(await store.gaps('x', 'main')).toEqual([gap])
      expect(await store.check()).toEqual([])
    }
    await other.close()
    await store.close()
    await pool.end()
  })

  test('is a new one the next time, for reads as well', async () => {
    const { store, again } = fresh()
    const pool = freshPool({ connectionString: proxy.url })
    const other = again(pool)
    const run = makeRun('x', null)
    await other.append([{ runs: [run] }])
    for (let i = 0; i < 10; i++) {
      if (i % 2) proxy.cutAll()
      else proxy.cutNext('unheard')
      expect(await other.read('x', 'main', 0, 9)).toEqual(run.lines)
    }
    await other.close()
    await store.close()
    await pool.end()
  })

  test('waits while there is no server, and goes on when there is one', async () => {
    const { store, again } = fresh()
    const pool = freshPool({ connectionString: proxy.url })
    const other = again(pool)
    const [a, b] = makeRuns('x', 2)
    await other.append([{ runs: [a!] }])
    proxy.refuse(true)
    const append = other.append([{ runs: [b!] }])
    setTimeout(() => proxy.refuse(false), 700)
    expect([kept, repeated]).toContainEqual((await append)[0])
    await other.close()
    await store.close()
    await pool.end()
  })

  test('without a server again in time, leaves open what was kept', { timeout: 40_000 }, async () => {
    const { store, again } = fresh()
    const pool = freshPool({ connectionString: proxy.url })
    const other = again(pool)
    const [a, b] = makeRuns('x', 2)
    await other.append([{ runs: [a!] }])
    proxy.refuse(true)
    const failure: unknown = await other.append([{ runs: [b!] }]).catch((error: unknown) => error)
    proxy.refuse(false)
    expect(failure).toBeInstanceOf(Error)
    expect(isVarveError(failure)).toBe(false)
    expect(String(failure)).toMatch(/may have been kept, or not/)
    expect(await other.append([{ runs: [b!] }])).toEqual([kept])
    await other.close()
    await store.close()
    await pool.end()
  })
})

withServer('an error of the server', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  /** A store whose next statements fail with these codes before they are sent. */
  function failing(codes: string[], text = /want/) {
    const { store, pool, again } = fresh()
    const watched = new WatchedPool(pool)
    watched.before = sent => {
      if (!text.test(sent)) return
      const code = codes.shift()
      if (code) throw code.startsWith('E') ? Object.assign(new Error(code), { code }) : serverError(code)
    }
    return { store, other: again(watched), codes }
  }

  test.each([['40001'], ['40P01'], ['23505'], ['57P01'], ['08006'], ['40003'], ['57P03'], ['ECONNRESET']])(
    '%s is tried again until it goes',
    async code => {
      const codes = [code, code, code]
      const { store, other } = failing(codes)
      await other.heads()
      const runs = makeRuns('x', 2)
      expect(await other.append([{ runs: [runs[0]!] }])).toEqual([kept])
      const marks = [{ variable: 'x', name: 'm', ...runs[1]!.head }]
      codes.push(code, code)
      expect(await other.append([{ runs: [runs[1]!], marks }])).toEqual([kept])
      expect(codes).toEqual([])
      expect(await store.read('x', 'main', 0, 9)).toEqual(runs.flatMap(({ lines }) => lines))
      await store.close()
      await other.close()
    },
  )

  test.each([
    ['53100', 'DISK_FULL'],
    ['25006', 'READ_ONLY'],
    ['42501', 'READ_ONLY'],
    ['57014', 'BUSY'],
    ['55P03', 'BUSY'],
    ['53200', 'BUSY'],
    ['42P01', 'CORRUPT'],
    ['XX001', 'CORRUPT'],
    ['58030', 'CORRUPT'],
  ])('%s is %s, and nothing was kept', async (code, expected) => {
    const { store, other } = failing([code])
    await other.heads()
    const run = makeRun('x', null)
    await expect(other.append([{ runs: [run] }])).rejects.toMatchObject({ code: expected })
    expect(await store.heads()).toEqual([])
    expect(await other.append([{ runs: [run] }])).toEqual([kept])
    await store.close()
    await other.close()
  })

  test('after an answer that was lost says no more than it knows', async () => {
    const { store, other } = failing(['ECONNRESET', '53100'])
    await other.heads()
    const failure: unknown = await other
      .append([{ runs: [makeRun('x', null)] }])
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(isVarveError(failure)).toBe(false)
    await store.close()
    await other.close()
  })

  test('by our own mistake is not tried again', async () => {
    const { store, again, pool } = fresh()
    await store.append([{ runs: [makeRun('x', null)] }])
    const watched = new WatchedPool(pool)
    const other = again(watched)
    await other.heads()
    watched.before = () => {
      throw new TypeError('this is a mistake')
    }
    const begun = performance.now()
    await expect(other.append([{ runs: [makeRun('y', null)] }])).rejects.toThrow(/this is a mistake/)
    expect(performance.now() - begun).toBeLessThan(1_000)
    await store.close()
  })

  test('about names of statements is answered without them', async () => {
    for (const code of ['26000', '42P05', '0A000']) {
      const { store, pool, again } = fresh()
      await store.append([{ runs: [makeRun('x', null)] }])
      const named: string[] = []
      const other = again(
        Object.assign(Object.create(pool) as object, {
          query: (text: unknown, values?: unknown[]) => {
            if (typeof text === 'string') return pool.query(text, values as never)
            named.push((text as { name: string }).name)
            throw serverError(code)
          },
          connect: () => pool.connect(),
        }) as never,
      )
      const runs = makeRuns('y', 3)
      for (const run of runs) expect(await other.append([{ runs: [run] }])).toEqual([kept])
      expect(named).toHaveLength(1)
      expect(await store.read('y', 'main', 0, 9)).toEqual(runs.flatMap(({ lines }) => lines))
      await store.close()
    }
  })

  test('on a connection that is idle does not end the process', async () => {
    const { store, pool } = fresh({ application_name: 'varve_idle' })
    await store.append([{ runs: [makeRun('x', null)] }])
    const killer = freshPool({ max: 1 })
    await expect.poll(() => pool.idleCount).toBe(pool.totalCount)
    const kill =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'varve_idle'"
    expect((await killer.query(kill)).rows.length).toBeGreaterThan(0)
    await expect.poll(() => pool.totalCount).toBe(0)
    expect(await store.heads()).toHaveLength(1)
    await store.close()
  })
})
