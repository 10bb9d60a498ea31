import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'
import { run, type Said } from '../../tools/run.ts'
import { databaseUrl, dropSchemas, freshPool, freshSchema, serverReady } from '../postgres/database.ts'

const expected = readFileSync(`${root}examples/contracts/expected.txt`, 'utf8')
/** What the first of its two runs prints. */
const first = expected.slice(0, expected.indexOf('\nThe year 2032'))

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'varve-contracts-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

/** Temporary files go to the test's folder, too, so that what is left of them shows. */
const contracts = (args: readonly string[], env: Record<string, string> = {}): Promise<Said> =>
  run('node', [`${root}examples/contracts`, ...args], {
    cwd,
    env: { TMPDIR: cwd, DATABASE_URL: '', ...env },
    timeout: 15_000,
    mayFail: true,
  })

test('a run tells of a year, and leaves nothing', async () => {
  expect(await contracts([])).toEqual({ out: first, err: '', code: 0 })
  expect(readdirSync(cwd)).toEqual([])
})

test('what is kept under a name goes on there', async () => {
  const runs = [await contracts(['--keep', '--name', 'mine']), await contracts(['--keep', '--name', 'mine'])]
  expect(runs.map(({ out }) => out).join('')).toBe(expected)
  expect(existsSync(join(cwd, 'mine.db'))).toBe(true)
})

test('a foreign file is refused in one line and left as it is', async () => {
  writeFileSync(join(cwd, 'contracts.db'), 'a letter to my aunt')
  const { out, err, code } = await contracts(['--keep'])
  expect({ out, code }).toEqual({ out: '', code: 1 })
  expect(err).toMatch(/^NOT_OURS: .*contracts\.db was not made by varve.*\n$/)
  expect(readFileSync(join(cwd, 'contracts.db'), 'utf8')).toBe('a letter to my aunt')
})

test.each([
  ['--store', 'oracle'],
  ['--store', 'postgres'],
  ['--store', 'postgres', '--url', 'file:///etc/passwd'],
  ['--url', 'postgres://localhost/x'],
  ['--name', 'mine'],
  ['--keep', '--name', '../mine'],
  ['--keep', '--name', 'x"; DROP SCHEMA public CASCADE; --'],
  ['--kept'],
  ['roof'],
])('what it does not know is a usage error: %j %j %j %j', async (...args) => {
  const { out, err, code } = await contracts(args.filter(arg => typeof arg === 'string'))
  expect({ out, code }).toEqual({ out: '', code: 2 })
  expect(err).toContain('--store sqlite|postgres')
  expect(readdirSync(cwd)).toEqual([])
})

test('where no server is, one line says so, without the password', async () => {
  const { out, err, code } = await contracts(['--store', 'postgres'], {
    DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/none',
  })
  expect({ out, code }).toEqual({ out: '', code: 1 })
  expect(err).toMatch(/^BUSY: .*ECONNREFUSED.*\n$/)
  expect(err).not.toContain('secret')
})

describe.skipIf(databaseUrl === undefined)('on PostgreSQL', () => {
  afterAll(dropSchemas)

  test('it prints the same, and leaves no schema', { timeout: 60_000 }, async () => {
    await serverReady()
    const pool = freshPool()
    const schemas = async () =>
      (await pool.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'contracts%'")).rows
    const before = await schemas()
    expect(await contracts(['--store', 'postgres', '--url', databaseUrl!])).toEqual({
      out: first,
      err: '',
      code: 0,
    })
    expect(await schemas()).toEqual(before)
  })

  test('what is kept goes on, by the same report', { timeout: 60_000 }, async () => {
    await serverReady()
    const args = ['--store', 'postgres', '--keep', '--name', freshSchema()]
    const env = { DATABASE_URL: databaseUrl! }
    const runs = [await contracts(args, env), await contracts(args, env)]
    expect(runs.map(({ out, err }) => out + err).join('')).toBe(expected)
  })
})
