import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inspect } from 'node:util'
import { open, openSync, type Variable } from 'varve'
import { sqlite } from 'varve/sqlite'
import { afterAll, expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'
import { script } from '../../src/store/script/script.ts'
import { parseGap } from '../../src/history/gap.ts'
import { blocksOf } from '../blocks.ts'
import { readCell, readFile, readLines, sha256 } from './reader.ts'

const page = readFileSync(`${root}docs/format.md`, 'utf8')
const blocks = blocksOf('docs/format.md', page)
const block = (language: string) => blocks.find(one => one.language === language)!.text.trim()
const folder = mkdtempSync(join(tmpdir(), 'varve-format-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the hashes of the worked example are right', () => {
  const lines = block('text').split('\n')
  const hashes = block('hashes')
    .split('\n')
    .map(line => line.split(/ +/)[1])
  expect(hashes).toEqual([
    sha256('varve/1 root\n"cart"'),
    ...readLines('cart', lines).map(({ hash }) => hash),
  ])
  const [, value, digest] = /keyframe at index 3 is `([^`]*)`[^`]*`([0-9a-f]{64})`/.exec(page)!
  expect(digest).toBe(sha256(`varve/1 keyframe\n${hashes.at(-1)}\n${value}`))
})

test('the gap of the worked example is right', () => {
  const [, base] = /with the base\s+`([^`]+)`/.exec(page)!
  const [, hash] = /Its hash is `([0-9a-f]{64})`/.exec(page)!
  const lines = block('text').split('\n')
  const read = readLines('cart', lines)
  expect(sha256(`varve/1 gap\n${block('gap')}`)).toBe(hash)
  const facts = parseGap(block('gap'))
  const { first, last, before, after, from, to } = facts
  expect(facts.base).toBe(sha256(`varve/1 base\n${base}`))
  expect([before, after]).toEqual([read[first - 1]!.hash, read[last]!.hash])
  expect([from, to]).toEqual([first, last].map(index => (JSON.parse(lines[index]!) as { t: number }).t))
  expect(readCell(JSON.parse(base!))).toEqual(read[last]!.value)
})

test('the block of the worked example is right, and is what is written', () => {
  const file = join(folder, 'cart.mjs')
  writeFileSync(file, "console.log('hello')\n")
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => (now += 1000) }
  const repository = openSync(script(file), { durable: 'each', clock, ids: () => '0123456789abcdef' })
  const cart = repository.watch<{ items: string[]; total: number }>('cart', { items: ['pear'], total: 3 })
  cart.update(c => {
    c.total += 2
    c.items.push('fig')
  }, 'add a fig')
  cart.mark('agreed')
  const oops = { creator: 'ann', comment: 'oops', validFrom: new Date('2026-01-01') }
  cart.set({ items: [], total: 0 }, oops)
  cart.undo()
  cart.set({ items: ['</script>'], total: 1 })
  repository.close()
  expect(readFileSync(file, 'utf8').trimEnd()).toBe(block('block'))
  const all = block('block').split('\n').slice(2)
  const [, count, hash] = /^\/\/ varve end: (\d+) lines, sha256 (\w+)$/.exec(all.pop()!)!
  expect([Number(count), hash]).toEqual([all.length, sha256(all.map(line => `${line}\n`).join(''))])
})

test('the schema of a file is the one on the page', async () => {
  const file = join(folder, 'schema.db')
  const repository = await open(sqlite(file))
  await repository.watch('a', { b: 1 })
  await repository.close()
  const database = new DatabaseSync(file, { readOnly: true })
  const tables = database.prepare(
    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  )
  const [{ version }] = database
    .prepare('PRAGMA user_version')
    .all()
    .map(row => ({ version: row['user_version'] })) as [{ version: number }]
  const same = (sql: string) => sql.replaceAll(/\s+/g, ' ').trim()
  const found = tables.all().map(row => same(String(row['sql'])))
  // The tables of collections have a chapter of their own.
  const chapters = page.slice(page.indexOf('## The SQLite file'), page.indexOf('## The tables in PostgreSQL'))
  const told = [...chapters.matchAll(/^```sql\n(.*?)^```/gms)].flatMap(([, sql]) =>
    sql!.split(';').map(same).filter(Boolean),
  )
  database.close()
  expect(found.toSorted()).toEqual(told.toSorted())
  expect(page).toContain(`This is version ${version}:`)
  expect(page).toContain('0x76617276')
})

test('the views have the columns that the page names', () => {
  const database = new DatabaseSync(join(folder, 'schema.db'), { readOnly: true })
  for (const [, view, columns] of page.matchAll(/`(\w+)\(([\w,\s]+)\)`/g)) {
    const found = database
      .prepare(`SELECT * FROM ${view}`)
      .columns()
      .map(({ name }) => name)
    expect(found).toEqual(columns!.split(/,\s*/))
  }
  database.close()
})

test.each([false, true])(
  'a reader written from the page reads what the package writes (sealed: %s)',
  async isSealed => {
    const file = join(folder, `all-${isSealed}.db`)
    const repository = await open(sqlite(file))
    const variables: Variable<any>[] = [
      await changed(
        await repository.watch('plain', { list: [1, 2, 3], name: 'Ann', deep: { a: null } } as any),
        plain,
      ),
      await changed(await repository.watch('rich', rich() as any), edit),
      await changed(await repository.watch('text', 'hello' as any), hello),
      await changed(await repository.watch('number', 0 as any), numbers),
      await changed(await repository.watch('long', { at: 0, text: '', list: [] } as any), long),
    ]
    const expected = new Map(
      variables.map(one => [one.name, one.history().map(({ hash, value }) => ({ hash, value }))]),
    )
    await repository.close()
    if (isSealed) {
      const store = sqlite(file)
      const sealed = variables.map(({ name }) => store.sealSync(name, 'main').lines)
      expect(sealed.at(-1)).toBeGreaterThan(300)
      store.closeSync()
    }
    const read = readFile(file)
    expect([...read.keys()].toSorted()).toEqual([...expected.keys()].toSorted())
    for (const [name, lines] of read) {
      for (const [index, { hash, value }] of lines.entries()) {
        expect(hash, `${name}@${index}`).toBe(expected.get(name)![index]!.hash)
        expect(inShort(value), `${name}@${index}`).toBe(inShort(plainly(expected.get(name)![index]!.value)))
      }
    }
  },
)

/** Two appends, so that there are two runs. */
async function changed(
  variable: Variable<any>,
  change: (variable: Variable<any>) => void,
): Promise<Variable<any>> {
  await variable.saved
  change(variable)
  await variable.saved
  return variable
}

function plain(variable: Variable<any>): void {
  variable.update(d => void d.list.push(4, { x: [] }))
  variable.update(d => void d.list.splice(1, 2, 'a', 'b', 'c'), 'label \u2028 "quoted" \ud800')
  variable.update(d => void delete d.deep.a)
  variable.set({ name: 'Bo', list: [], deep: { b: 2, '1': 1 } }, { creator: 'bo' })
  variable.undo()
  variable.rollback(0)
}

function rich(): object {
  const keys: [unknown, unknown][] = [
    ['a', 1],
    [2n, -0],
    [null, undefined],
    [NaN, Infinity],
    [true, 'x'],
  ]
  const sparse = Object.assign([], { 0: 'a', 3: 'd' })
  return {
    map: new Map(keys),
    set: new Set([1, 'b', 3n]),
    sparse,
    gone: undefined,
    same: ['x', 'x'],
    bare: Object.assign(Object.create(null), { k: 1 }),
  }
}

function edit(variable: Variable<any>): void {
  variable.update(d => void d.map.delete(2n))
  variable.update(d => void d.map.set(2n, new Set([NaN])))
  variable.undo({ steps: 2 })
  variable.update(d => void d.set.delete('b'))
  variable.undo()
  variable.update(d => void (d.sparse[1] = -0))
  variable.update(d => void (d.sparse.length = 2))
  variable.update(d => void delete d.gone)
  variable.undo()
  variable.update(d => void d.bare)
}

function hello(variable: Variable<any>): void {
  variable.splice('', 0, 1, 'J')
  variable.set(undefined)
  variable.set({ text: 'a long text that is edited in the middle', n: 12n })
  variable.splice('text', 2, 4, 'SHORT')
}

function numbers(variable: Variable<any>): void {
  for (const value of [-0, NaN, 1e21, 5e-324, null, true, 12n, 'x', [undefined]]) variable.set(value)
}

/** As much as is sealed, of every form that columns have. */
function long(variable: Variable<any>): void {
  for (let i = 0; i < 400; i++) {
    const info = i % 5 === 0 ? { label: `step ${i % 3}`, creator: 'ann', comment: `é ${i} \ud800` } : {}
    if (i % 4 === 0) variable.splice('text', i / 4, 0, 'é𝄞ab'[i % 4]!, info)
    else if (i % 4 === 1) variable.update(d => void (d.at = i / 4), info)
    else if (i % 4 === 2) variable.update(d => void d.list.push(Math.sqrt(i), -i, { [`k${i}`]: i }), info)
    else if (i % 8 === 3) variable.undo({ steps: 2 })
    else variable.update(d => void (d.at = -(i ** 5)), info)
  }
  variable.set({ at: 1, text: 'last', list: [] })
}

/** Tells holes from undefined and -0 from 0, and shows every order. */
function inShort(value: unknown): string {
  return inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null })
}

/** A snapshot with Maps, Sets and objects of the common kind, as the reader makes them. */
function plainly(value: any): unknown {
  if (value === null || typeof value !== 'object') return value
  const isKeyed = typeof value.has === 'function'
  if (isKeyed && typeof value.get === 'function') return new Map([...value].map(([k, v]) => [k, plainly(v)]))
  if (isKeyed) return new Set([...value].map(plainly))
  if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plainly(v)]))
  const array: unknown[] = []
  array.length = value.length
  value.forEach((inner, place) => (array[place] = plainly(inner)))
  return array
}
