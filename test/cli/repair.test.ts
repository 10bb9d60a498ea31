import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { freshFile } from '../openers.ts'
import { change, changeLines } from './damage.ts'
import { lines, varve } from './fake-io.ts'
import { sampleFile } from './sample-file.ts'

let file = ''
let to = ''
beforeEach(() => {
  file = sampleFile()
  to = freshFile()
})

const log = async (path: string, name: string) =>
  lines((await varve(['log', path, name, '--ndjson', '--reverse'])).out).map(
    line =>
      JSON.parse(line) as { index: number; hash: string; comment: string | null; creator: string | null },
  )
const valueOf = async (path: string, ref: string): Promise<unknown> =>
  JSON.parse((await varve(['show', path, ref, '--json'])).out).value
const rowsOf = async (...argv: string[]) => {
  const { code, out } = await varve(['repair', file, ...argv])
  return { code, rows: lines(out).map(line => line.split('\t').slice(0, 3)) }
}

test('a sound file is copied with equal hashes and marks', async () => {
  expect(await rowsOf('--to', to)).toEqual({
    code: 0,
    rows: [
      ['evil', '@0', ''],
      ['rich.things', '@0', ''],
      ['score', '@0 to @3', ''],
      ['team', '@0 to @2', ''],
    ],
  })
  for (const name of ['evil', 'rich.things', 'score', 'team'])
    expect(await log(to, name)).toEqual(await log(file, name))
  expect(await varve(['verify', to])).toMatchObject({ code: 0 })
})

test('a variable whose branch has another name by damage is neither hidden nor lost', async () => {
  const whole = await log(file, 'score')
  change(
    file,
    "UPDATE heads SET branch = 'mcin' WHERE variable = (SELECT id FROM variables WHERE name = 'score')",
  )
  expect(await varve(['ls', file])).toMatchObject({ code: 5, out: expect.stringContaining('(damaged)') })
  const { code, out } = await varve(['verify', file])
  expect([code, out]).toEqual([5, expect.stringContaining('head of score on main is missing')])
  expect(await varve(['export', file, '--out', to])).toMatchObject({ code: 5 })
  expect(await rowsOf('--to', to)).toMatchObject({ code: 0 })
  expect(await log(to, 'score')).toEqual(whole)
})

describe('of a damaged variable', () => {
  test('the beginning that the chain proves, and the last value where a keyframe leads to it', async () => {
    const [first] = await log(file, 'team')
    for (let i = 0; i < 5; i++) await varve(['set', file, 'team', String(i), '--path', 'total'])
    const repository = openSync(sqlite(file))
    repository.watch('team', {}).mark('sure', 0)
    repository.close()
    const value = await valueOf(file, 'team')
    changeLines(file, 'team', 'brace', 'space')
    expect(await rowsOf('--to', to)).toMatchObject({ code: 1 })
    const { out } = await varve(['repair', file, '--dry-run', '--json'])
    expect((JSON.parse(out) as { variable: string }[]).find(({ variable }) => variable === 'team')).toEqual({
      variable: 'team',
      kept: 0,
      lost: { first: 1, last: 7 },
      value: 7,
      last: { value },
      hasMore: true,
      reason: expect.stringContaining('a line was changed, one of @1 to @'),
    })
    const kept = await log(to, 'team')
    expect(kept).toMatchObject([
      { index: 0, hash: first!.hash },
      { index: 1, creator: 'varve repair', comment: 'value of @7' },
    ])
    expect(await valueOf(to, 'team')).toEqual(value)
    expect(await varve(['verify', to])).toMatchObject({ code: 0 })
    expect(await log(to, 'score')).toEqual(await log(file, 'score'))
  })

  test('the value of the keyframe, where the chain does not lead on from it', async () => {
    const value = await valueOf(file, 'team')
    await varve(['set', file, 'team', '"zebra"'])
    changeLines(file, 'team', 'brace', 'space')
    changeLines(file, 'team', 'zebra', 'okapi')
    await rowsOf('--to', to)
    expect(await valueOf(to, 'team')).toEqual(value)
    expect((await log(to, 'team')).at(-1)!.comment).toBe('value of @2')
  })

  test('nothing where nothing is proven; with --unproven all that can be read', async () => {
    changeLines(file, 'evil', 'line', 'lime')
    expect(await rowsOf('--to', to)).toMatchObject({
      code: 1,
      rows: [['evil', 'nothing', '@0'], [], [], []].map(row => (row.length > 0 ? row : expect.anything())),
    })
    expect(await varve(['show', to, 'evil'])).toMatchObject({ code: 3 })
    const again = freshFile()
    expect(await rowsOf('--to', again, '--unproven')).toMatchObject({ code: 1 })
    expect(await valueOf(again, 'evil')).toMatch(/lime$/)
    expect(await varve(['verify', again])).toMatchObject({ code: 0 })
  })

  test('what comes before a run that is missing; with --unproven the last value too', async () => {
    for (const value of ['6', '7', '8']) await varve(['set', file, 'score', value])
    const whole = await log(file, 'score')
    change(file, 'DELETE FROM runs WHERE first = ?', 5)
    const { code, rows } = await rowsOf('--to', to)
    expect([code, rows[2]]).toEqual([1, ['score', '@0 to @4', '@5 to @6']])
    expect(await log(to, 'score')).toEqual(whole.slice(0, 5))
    expect(await varve(['verify', to])).toMatchObject({ code: 0 })
    const again = freshFile()
    await varve(['repair', file, '--to', again, '--unproven'])
    const kept = await log(again, 'score')
    expect(kept.slice(0, 5)).toEqual(whole.slice(0, 5))
    expect(kept[5]).toMatchObject({ creator: 'varve repair', comment: 'value of @6, as it can be read' })
    expect(await valueOf(again, 'score')).toBe(8)
  })

  test('a bad mark is left out, and lines and gaps stay', async () => {
    for (let i = 0; i < 9; i++) await varve(['set', file, 'score', String(i)])
    await varve(['prune', file, 'score', '--last', '3', '--yes'])
    const whole = await log(file, 'score')
    change(file, `UPDATE marks SET hash = iif(hash GLOB '00*', '11', '00') || substr(hash, 3)`)
    expect(await varve(['verify', file])).toMatchObject({ code: 5 })
    expect((await rowsOf('--to', to)).code).toBe(0)
    expect((await log(to, 'score')).map(({ hash }) => hash)).toEqual(whole.map(({ hash }) => hash))
    expect(await varve(['verify', to])).toMatchObject({ code: 0 })
  })
})

test(
  'any page may be bad: what is kept is as it was recorded, and the file stays as it is',
  { timeout: 60_000 },
  async () => {
    for (let i = 0; i < 40; i++)
      await varve(['set', file, 'team', `"${'x'.repeat(300)}${i}"`, '--path', 'note'])
    const sound = readFileSync(file)
    const whole = new Map<string, string[]>()
    for (const name of ['evil', 'rich.things', 'score', 'team'])
      whole.set(
        name,
        (await log(file, name)).map(({ hash }) => hash),
      )
    let parts = 0
    for (let page = 1; page < sound.length / 4096; page++) {
      const bytes = Buffer.from(sound)
      bytes.fill(0xa5, page * 4096, page * 4096 + 4096)
      file = freshFile()
      to = freshFile()
      writeFileSync(file, bytes)
      const { code } = await varve(['repair', file, '--to', to])
      expect(readFileSync(file).equals(bytes)).toBe(true)
      expect([0, 1, 5]).toContain(code)
      if (code === 5) continue
      expect(await varve(['verify', to])).toMatchObject({ code: 0 })
      for (const [name, hashes] of whole) {
        const kept = await varve(['log', to, name, '--ndjson', '--reverse'])
        const rows = lines(kept.out).map(line => JSON.parse(line) as { hash: string; creator: string | null })
        const own = rows.filter(({ creator }) => creator !== 'varve repair').map(({ hash }) => hash)
        expect(own).toEqual(hashes.slice(0, own.length))
        if (own.length > 0 && own.length < hashes.length) parts++
      }
    }
    // Lines before a page that is bad, and behind others: both ends of a table are read.
    expect(parts).toBeGreaterThan(1)
  },
)

describe('--in-place', () => {
  test('puts what is kept in the place of the file, which stays under another name', async () => {
    changeLines(file, 'evil', 'line', 'lime')
    const before = readFileSync(file)
    const argv = ['repair', file, '--in-place']
    expect(await varve(argv)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('damaged-1') })
    expect(readFileSync(file).equals(before)).toBe(true)
    const { code, err } = await varve([...argv, '--yes'])
    expect({ code, err }).toEqual({ code: 1, err: `the damaged file is ${file}.damaged-1\n` })
    expect(readFileSync(`${file}.damaged-1`).equals(before)).toBe(true)
    expect(await varve(['verify', file])).toMatchObject({ code: 0 })
    expect(await varve([...argv, '--yes'])).toMatchObject({ code: 0, out: 'nothing is to be repaired\n' })
    copyFileSync(`${file}.damaged-1`, file)
    await varve([...argv, '--yes'])
    const beside = readdirSync(dirname(file)).filter(
      name => name.startsWith(`${basename(file)}.`) || name === basename(file),
    )
    expect(beside.toSorted()).toEqual(['', '.damaged-1', '.damaged-2'].map(end => basename(file) + end))
  })
})

test('--in-place takes the write-ahead log along, which is none of the new file', async () => {
  changeLines(file, 'evil', 'line', 'lime')
  const repository = openSync(sqlite(file))
  repository.watch('score', 0).set(77)
  repository.flush()
  expect(existsSync(`${file}-wal`)).toBe(true)
  await varve(['repair', file, '--in-place', '--yes'])
  expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false])
  expect(await valueOf(`${file}.damaged-1`, 'score')).toBe(77)
  expect(await valueOf(file, 'score')).toBe(77)
  repository.close()
})

test.each([
  [[], 2, 'say where the repaired file goes'],
  [['--to', 'FILE'], 2, 'there is a file'],
  [['--to', 'NEW', '--in-place'], 2, 'cannot be used with'],
  [['--to', 'NEW/x'], 2, ''],
])('%j ends with %i', async (argv, code, message) => {
  const words = argv.map(word => word.replace('FILE', file).replace('NEW', to))
  const said = await varve(['repair', file, ...words])
  expect(said).toMatchObject({ code, out: '', err: expect.stringContaining(message) })
  expect(existsSync(to)).toBe(false)
})
