import { copyFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { memory, open, openSync, type Verification } from 'varve'
import { sqlite } from 'varve/sqlite'
import { codeOf } from '../code-of.ts'
import { freshFile, removeFiles } from '../openers.ts'
import { revisionHash } from '../../src/history/hash.ts'
import { slow } from './slow.ts'

afterAll(removeFiles)

/** A file with two variables, and the heads that an honest person has noted. */
function sample(): { readonly file: string; readonly noted: Record<string, string> } {
  const file = freshFile()
  const repository = openSync(sqlite(file))
  const doc = repository.watch('doc', { n: 0, text: 'a' })
  const n = repository.watch('n', 0)
  repository.flush()
  for (let i = 1; i <= 8; i++) {
    doc.update(d => void (d.n = i), { creator: 'ann' })
    n.set(i)
    repository.flush()
  }
  doc.undo()
  doc.mark('release', 3)
  n.prune({ last: 4 }).set(9)
  repository.flush()
  const noted = { doc: doc.lastChange().hash, n: n.lastChange().hash }
  repository.close()
  return { file, noted }
}

/** Looks at a copy of the file after somebody has been at it with SQL. */
function after(sql: string, heads?: Record<string, string>): Verification {
  const { file, noted } = sample()
  const copy = freshFile()
  copyFileSync(file, copy)
  const database = new DatabaseSync(copy)
  database.exec(sql)
  database.close()
  const repository = openSync(sqlite(copy))
  const found = repository.verify({ heads: heads ?? noted })
  expect(found.ok).toBe(found.problems.length === 0)
  repository.close()
  return found
}

test('nothing is wrong where nothing is wrong', async () => {
  expect(after('')).toEqual({ ok: true, problems: [] })
  const later = await open(slow(memory(), 1))
  const n = await later.watch('n', 0)
  await n.set(1).saved
  expect(await later.verify()).toEqual({ ok: true, problems: [] })
  expect(n.set(2).verify()).toEqual({ ok: true, problems: [] })
})

const ofDoc = "variable = (SELECT id FROM variables WHERE name = 'doc')"
const ofN = "variable = (SELECT id FROM variables WHERE name = 'n')"

describe.each<[what: string, sql: string, message: RegExp, variable: string]>([
  [
    'a value was edited',
    `UPDATE runs SET body = replace(body, '"n"],3', '"n"],4') WHERE ${ofDoc}`,
    /line was changed/,
    'doc',
  ],
  [
    'a creator was edited',
    `UPDATE runs SET body = replace(body, 'ann', 'bob') WHERE ${ofDoc}`,
    /line was changed/,
    'doc',
  ],
  [
    'a line was taken out of a run',
    `UPDATE runs SET body = '[]' WHERE ${ofDoc} AND first = 4`,
    /begins with no index|missing/,
    'doc',
  ],
  [
    'a variable was renamed',
    "UPDATE variables SET name = 'other' WHERE name = 'doc'",
    /no such variable|chain/,
    'doc',
  ],
  ['a mark was moved', `UPDATE marks SET idx = 2`, /mark 'release'/, 'doc'],
  [
    'a keyframe was exchanged',
    `UPDATE keyframes SET value = '{"v":{"n":1,"text":"b"}}' WHERE ${ofDoc}`,
    /keyframe/,
    'doc',
  ],
  ['a base was exchanged', "UPDATE bases SET value = '77'", /base/, 'n'],
  [
    'a gap was widened',
    `UPDATE segments SET body = replace(body, '"last":4', '"last":5') WHERE kind = 'gap'`,
    /gap/,
    'n',
  ],
  ['a head was moved back', `UPDATE heads SET idx = idx - 1 WHERE ${ofN}`, /./, 'n'],
  ['all of a variable was removed', `DELETE FROM heads WHERE ${ofN}`, /no such variable any more/, 'n'],
])('verify finds that %s', (_, sql, message, variable) => {
  test('and says where', () => {
    const { ok, problems } = after(sql)
    expect(ok).toBe(false)
    expect(problems.some(each => message.test(each.message))).toBe(true)
    expect(problems.some(each => each.variable === variable || each.variable === '')).toBe(true)
  })
})

test('a history that was written anew from some point on is found by a noted head, and by nothing else', () => {
  const { file, noted } = sample()
  const database = new DatabaseSync(file)
  const rows = database
    .prepare(
      'SELECT r.pos, r.body, r.first FROM runs r JOIN variables v ON v.id = r.variable WHERE v.name = ? ORDER BY first',
    )
    .all('doc') as { pos: number; body: string; first: number }[]
  const repository = openSync(sqlite(file))
  let hash = repository.watch('doc', { n: 0, text: '' }).revision(4).hash
  repository.close()
  for (const { pos, body, first } of rows) {
    if (first < 5) continue
    const line = body.slice(1, -1).replaceAll('"u":"ann"', '"u":"eve"')
    hash = revisionHash(hash, line)
    database.prepare('UPDATE runs SET body = ? WHERE pos = ?').run(`[${line}]`, pos)
  }
  database.exec('DELETE FROM keyframes')
  database.prepare(`UPDATE heads SET hash = ? WHERE ${ofDoc}`).run(hash)
  database.close()
  const forged = openSync(sqlite(file))
  expect(forged.verify().ok).toBe(true)
  const { problems } = forged.verify({ heads: noted })
  expect(problems.map(each => each.variable)).toEqual(['doc'])
  expect(problems[0]!.message).toMatch(/does not come by the trusted head/)
  forged.close()
})

test('what is open holds its file to what it has seen itself', () => {
  const { file } = sample()
  const repository = openSync(sqlite(file))
  const n = repository.watch('n', 0)
  const database = new DatabaseSync(file)
  database.exec(`UPDATE heads SET hash = '${'0'.repeat(64)}' WHERE ${ofN}`)
  database.close()
  expect(n.verify().ok).toBe(false)
  expect(repository.verify().problems.every(each => each.variable === 'n' || each.variable === '')).toBe(true)
  repository.close()
})

test('names that objects have are names like any other', () => {
  const store = memory()
  const repository = openSync(store)
  for (const name of ['constructor', '__proto__', 'toString']) repository.watch(name, 0)
  repository.flush()
  expect(repository.verify()).toEqual({ ok: true, problems: [] })
  expect(repository.verify({ heads: { hasOwnProperty: '0'.repeat(64) } }).ok).toBe(false)
})

test('heads have to be whole hashes, with or without the # of a ref', () => {
  const repository = openSync(memory())
  const { hash } = repository.watch('n', 0).lastChange()
  repository.flush()
  expect(repository.verify({ heads: { n: `#${hash}` } }).ok).toBe(true)
  expect(codeOf(() => repository.verify({ heads: { n: 'abc' } }))).toBe('BAD_OPTION')
  expect(codeOf(() => repository.verify({} as never))).toBe('BAD_OPTION')
  expect(codeOf(() => repository.verify(null as never))).toBe('BAD_OPTION')
})
