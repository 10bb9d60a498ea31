import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { open } from 'varve'
import { postgres } from 'varve/postgres'
import { databaseUrl, dropSchemas, freshPool, freshSchema, serverReady } from '../postgres/database.ts'
import { varve } from './fake-io.ts'

const inDatabase = databaseUrl ? describe : describe.skip

// Each command starts a thread, whose sources are translated first.
inDatabase('on the URL of a database', { timeout: 60_000 }, () => {
  let url = ''
  beforeAll(async () => {
    await serverReady()
    const schema = freshSchema()
    const named = new URL(databaseUrl!)
    named.searchParams.set('schema', schema)
    url = named.href
    const repository = await open(postgres({ pool: freshPool(), schema }))
    const score = await repository.watch('score', { ann: 1 })
    score.update(s => void (s.ann = 2), { label: 'a goal', creator: 'ann' })
    score.mark('half-time')
    await repository.watch('name', 'match')
    await repository.close()
  })
  afterAll(dropSchemas)

  test('ls, log, show, diff, verify and export read it', async () => {
    expect((await varve(['ls', url, '--json'])).out).toMatch(/"score"[^]*"a goal"/)
    expect((await varve(['log', url, 'score'])).out).toMatch(/a goal/)
    expect((await varve(['show', url, 'score@0'])).out).toMatch(/ann.*1/)
    expect(await varve(['diff', url, 'score@0'])).toMatchObject({ code: 1 })
    expect(await varve(['verify', url])).toMatchObject({ code: 0 })
    expect((await varve(['export', url, 'score'])).out).toContain('"l":"a goal"')
  })

  test('set, undo, rollback and prune change it', async () => {
    expect(await varve(['set', url, 'score', '{"ann":5}', '--creator', 'bob'])).toMatchObject({ code: 0 })
    expect(await varve(['undo', url, 'score'])).toMatchObject({ code: 0 })
    expect(await varve(['rollback', url, 'score@0'])).toMatchObject({ code: 0 })
    expect(await varve(['prune', url, '--last', '1', '--yes'])).toMatchObject({ code: 0 })
    const { out } = await varve(['show', url, 'score', '--json'])
    expect(JSON.parse(out)).toMatchObject({ value: { ann: 1 } })
    expect(await varve(['verify', url])).toMatchObject({ code: 0 })
  })

  test('compact seals it; --vacuum is for files', async () => {
    const schema = freshSchema()
    const named = new URL(databaseUrl!)
    named.searchParams.set('schema', schema)
    const repository = await open(postgres({ pool: freshPool(), schema }))
    const count = await repository.watch('count', 0)
    for (let i = 1; i <= 100; i++) {
      count.set(i)
      await repository.flush()
    }
    await repository.close()
    const { code, out, err } = await varve(['compact', named.href, '--json'])
    expect([code, err]).toEqual([0, expect.stringContaining('PostgreSQL does by itself')])
    expect(JSON.parse(out)).toMatchObject([{ variable: 'count', lines: 100, segments: 1 }])
    expect(JSON.parse((await varve(['show', named.href, 'count@42', '--json'])).out)).toMatchObject({
      value: 42,
    })
    expect(await varve(['verify', named.href])).toMatchObject({ code: 0 })
    expect(await varve(['compact', named.href, '--vacuum'])).toMatchObject({ code: 2 })
  })

  test('repair and strip are for files', async () => {
    for (const args of [
      ['repair', url, '--dry-run'],
      ['strip', url],
    ]) {
      const { code, err } = await varve(args)
      expect(code).toBe(2)
      expect(err).not.toContain(url)
    }
  })

  test('a variable that is not there, a database that is not, and a server that is not', async () => {
    expect(await varve(['show', url, 'none'])).toMatchObject({ code: 3 })
    const other = new URL(url)
    other.pathname = '/no_such_database'
    expect((await varve(['ls', other.href])).err).toMatch(/cannot be opened/)
    const { code, err } = await varve(['ls', 'postgres://127.0.0.1:1/none'])
    expect(code).not.toBe(0)
    expect(err).toMatch(/cannot be had now/)
  })
})
