import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isVarveError, open } from 'varve'
import { postgres } from 'varve/postgres'
import { makeRun, makeRuns } from 'varve/testing'
import { appendStatement, appendValues } from '../../../src/store/postgres/append-statement.ts'
import { Place } from '../../../src/store/postgres/place.ts'
import { questionOf } from '../../../src/store/postgres/wanted.ts'
import { databaseUrl, dropSchemas, freshPool, freshSchema, serverReady } from '../../postgres/database.ts'
import { fresh, WatchedPool, withServer } from './bench.ts'

const kept = { ok: true, repeated: false }

withServer('postgres()', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  test('refuses options that make no sense', () => {
    const pool = freshPool()
    for (const options of [
      {},
      { pool: {} },
      { pool, schema: '' },
      { pool, schema: 'a\0b' },
      { pool, schema: '\ud800' },
      { pool, schema: 'é'.repeat(32) },
      { pool, schema: 'pg_catalog' },
      { pool, schema: 'information_schema' },
      { pool, shema: 'x' },
    ])
      expect(() => postgres(options as never)).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION' }) as Error,
      )
  })

  test('a repository resumes where it ended, in another process as well', async () => {
    const { store, again } = fresh()
    const repository = await open(store)
    const cart = await repository.watch('cart', { items: ['pear'] })
    cart.update(draft => void draft.items.push('fig'), 'add a fig')
    await repository.close()
    const other = await open(again())
    expect((await other.watch('cart', { items: [] as string[] })).value).toEqual({ items: ['pear', 'fig'] })
    expect((await other.verify()).ok).toBe(true)
    await other.close()
  })

  test('who only looks makes nothing', async () => {
    const { store, schema, sql } = fresh()
    expect([await store.heads(), await store.load('x', 'main', 0), await store.check()]).toEqual([
      [],
      undefined,
      [],
    ])
    expect(await sql('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])).toEqual([])
    await store.append([{ runs: [makeRun('x', null)] }])
    expect(await sql('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])).toHaveLength(1)
    await store.close()
  })

  test.each([
    '"; DROP SCHEMA public; --',
    `a"b'c`,
    'Größe 漢',
    '$$ @runs $1',
    'select',
    'ä'.repeat(31),
    '%_\\',
  ])('keeps in a schema called %s', async name => {
    const { store, again, pool, schema } = fresh({}, name)
    const run = makeRun('x', null, { keyframe: '1' })
    const watch = store.watch()[Symbol.asyncIterator]()
    await watch.next()
    expect(await store.append([{ runs: [run], marks: [{ variable: 'x', name: 'm', ...run.head }] }])).toEqual(
      [kept],
    )
    expect((await watch.next()).value).toMatchObject({ heads: [{ variable: 'x', index: 0 }] })
    expect(await again().read('x', 'main', 0, 9)).toEqual(run.lines)
    expect(await store.check()).toEqual([])
    await store.close()
    await pool.query(`DROP SCHEMA ${pg.escapeIdentifier(schema)} CASCADE`)
  })

  test('keeps any name, also those that PostgreSQL has no text for', async () => {
    const { store, again } = fresh()
    const names = [
      '\0',
      '\\0',
      '\\u0000',
      '\\',
      '\\\\',
      '\ud800',
      '\ud801',
      '\udc00\ud800',
      'a\ud800b',
      '\\ud800',
      '𝄞',
    ]
    const runs = names.flatMap(name => [
      makeRun(name, null),
      makeRun('x', null, { branch: name, writer: name }),
    ])
    expect(await store.append(runs.map(run => ({ runs: [run] })))).toEqual(runs.map(() => kept))
    const { head } = runs[1]!
    const marks = names.map(name => ({ variable: 'x', name, ...head }))
    expect(await store.append([{ runs: [], marks }])).toEqual([kept])
    const other = again()
    for (const { variable, branch, lines } of runs)
      expect(await other.read(variable, branch, 0, 9)).toEqual(lines)
    expect((await other.marks('x')).map(({ name }) => name)).toEqual(names.toSorted())
    const found = (await other.heads()).map(({ variable, branch }) => [variable, branch])
    expect(new Set(found.map(pair => pair.join('\n'))).size).toBe(runs.length)
    await store.close()
  })

  test('lines that are no text are refused, and with them the whole append', async () => {
    const { store } = fresh()
    for (const body of ['"\0"', '"\ud800"']) {
      const append = store.append([
        { runs: [makeRun('a', null)] },
        { runs: [makeRun('x', null, { bodies: [body] })] },
      ])
      await expect(append).rejects.toMatchObject({ code: 'REFUSED' })
    }
    expect(await store.heads()).toEqual([])
    await store.close()
  })

  test('an append is one round trip, whatever is in it', async () => {
    const { store, pool, again } = fresh()
    await store.append([{ runs: [makeRun('x', null)] }])
    const watched = new WatchedPool(pool)
    const other = again(watched)
    await other.heads()
    const cost = async (units: Parameters<typeof other.append>[0]): Promise<number> => {
      const before = watched.count
      expect(await other.append(units)).toEqual(units.map(() => kept))
      return watched.count - before
    }
    const many = Array.from({ length: 40 }, (_, i) => makeRuns(`v${i}`, 3, { keyframe: '1' }))
    expect(await cost(many.map(runs => ({ runs: [runs[0]!] })))).toBe(1)
    expect(await cost([{ runs: many.map(runs => runs[1]!) }])).toBe(1)
    const reads = [{ variable: 'v1', branch: 'main', expected: many[1]![1]!.head }]
    expect(await cost([{ runs: [many[0]![2]!], reads }])).toBe(1)
    const following = makeRuns('f', 20, { bodies: 2 })
    expect(await cost(following.map(run => ({ runs: [run] })))).toBe(1)
    expect(await other.check()).toEqual([])
    const late = makeRun('f', following[3]!.head, { writer: 'w2' })
    const before = watched.count
    expect(await other.append([{ runs: [makeRun('x', null, { writer: 'w2' })] }])).toMatchObject([
      { ok: false },
    ])
    expect(watched.count - before).toBeLessThanOrEqual(6)
    expect(await other.append([{ runs: [late] }])).toMatchObject([{ ok: false, actual: { index: 39 } }])
    await store.close()
  })

  test('what is acknowledged is on the disk, also where the database has it otherwise', async () => {
    const { store, pool, schema } = fresh({ options: '-c synchronous_commit=off' })
    const run = makeRun('x', null)
    await store.append([{ runs: [run] }])
    const { wanted } = questionOf([{ runs: [makeRun('x', run.head)] }])!
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query(new Place(schema).sql(appendStatement(wanted)), appendValues(wanted))
    expect((await client.query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'on' }])
    await client.query('ROLLBACK')
    expect((await client.query('SHOW synchronous_commit')).rows).toEqual([{ synchronous_commit: 'off' }])
    client.release()
    await store.close()
  })

  test('programs that open it at once make the tables once', async () => {
    const schema = freshSchema()
    const stores = Array.from({ length: 8 }, () => fresh({ max: 2 }, schema).store)
    const runs = stores.map((_, i) => makeRun(`v${i}`, null))
    const outcomes = await Promise.all(stores.map((store, i) => store.append([{ runs: [runs[i]!] }])))
    expect(outcomes).toEqual(runs.map(() => [kept]))
    expect(await stores[0]!.heads()).toHaveLength(8)
    expect(await stores[0]!.check()).toEqual([])
    for (const store of stores) await store.close()
  })

  test('the pool stays open, with all of its connections free', async () => {
    const { store, pool, again } = fresh()
    await again().close()
    const watch = store.watch()[Symbol.asyncIterator]()
    await watch.next()
    await store.append([{ runs: [makeRun('x', null)] }])
    await store.close()
    await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0)
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    // It has idle connections still, which may break.
    expect(pool.listenerCount('error')).toBe(1)
  })

  test('whoever may not write is told so, and may read', async () => {
    const { store, pool, schema, again } = fresh()
    const run = makeRun('x', null)
    await store.append([{ runs: [run] }])
    const reader = freshPool({ options: '-c default_transaction_read_only=on' })
    const readOnly = again(reader)
    expect(await readOnly.read('x', 'main', 0, 9)).toEqual(run.lines)
    const failure = await readOnly.append([{ runs: [makeRun('y', null)] }]).catch((error: unknown) => error)
    expect(isVarveError(failure, 'READ_ONLY') && failure.message).toContain(`"${schema}"`)
    expect(await store.head('y', 'main')).toBeUndefined()
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`)
    await expect(store.heads()).rejects.toMatchObject({ code: 'CORRUPT' })
    await store.close()
  })

  test('where no server is, the first call says so at once', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: 1 })
    const store = postgres({ pool })
    await expect(store.heads()).rejects.toMatchObject({ code: 'BUSY' })
    await expect(store.append([{ runs: [makeRun('x', null)] }])).rejects.toMatchObject({ code: 'BUSY' })
    await store.close()
    await pool.end()
  })

  test('a database that is not there, and a pool that has ended', async () => {
    const url = new URL(databaseUrl!)
    url.pathname = '/no_such_database'
    const pool = new pg.Pool({ connectionString: url.href })
    await expect(postgres({ pool }).heads()).rejects.toMatchObject({ code: 'READ_ONLY' })
    await pool.end()
    await expect(postgres({ pool }).heads()).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  })
})
