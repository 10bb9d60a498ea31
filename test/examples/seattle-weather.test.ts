import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { readDays, type Day } from '../../examples/seattle-weather/data.ts'
import { root } from '../../tools/entries.ts'
import { run, type Said } from '../../tools/run.ts'

const main = `${root}examples/seattle-weather/main.ts`
const days = readDays()
const folders: string[] = []
let cwd: string
let file: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'varve-seattle-'))
  folders.push(cwd)
  file = join(cwd, 'seattle-weather.db')
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const weather = (...args: string[]): Promise<Said> =>
  run('node', [main, ...args], { cwd, timeout: 15_000, mayFail: true })

/** What the file holds, read apart from the program. */
function kept() {
  const repository = openSync(sqlite(file, { readOnly: true }))
  const history = repository.watch<Day | null>('weather', null).history()
  const records = repository.watch('records', {}).history()
  const recorded = history.filter(({ kind }) => kind === 'set')
  const found = {
    recorded: recorded.map(({ value }) => value),
    heads: [history.at(-1)!, records.at(-1)!].map(({ hash }) => hash),
  }
  const described = recorded.every(({ label, creator, validFrom, value }) => {
    return label === value!.date && creator === 'noaa' && validFrom!.getTime() === Date.parse(value!.date)
  })
  repository.close()
  return { ...found, described }
}

test(
  'five runs record every day once; the fifth records nothing; --reset begins again',
  { timeout: 60_000 },
  async () => {
    for (const year of [2012, 2013, 2014, 2015]) {
      const { out, err, code } = await weather()
      expect({ err, code }).toEqual({ err: '', code: 0 })
      expect(out).toMatch(`Recording ${year === 2012 ? 366 : 365} days of ${year}\n`)
    }
    const before = kept()
    expect(before.recorded).toEqual(days)
    expect(before.described).toBe(true)

    const fifth = await weather()
    expect(fifth.out).toContain('Remembered from before: 1461 days, 2012-01-01 to 2015-12-31')
    expect(fifth.out).toContain('All four years are known')
    expect(kept().heads).toEqual(before.heads)

    const afresh = await weather('--reset')
    expect(afresh.out).toContain('Remembered from before: nothing yet')
    expect(kept().recorded).toEqual(days.slice(0, 366))
  },
)

test('killed in the middle of a year it goes on where it was', async () => {
  const child = spawn(`${root}node_modules/.bin/node`, [main, '--pace', '5'], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise(resolve => child.once('close', resolve))
  for await (const text of child.stdout.setEncoding('utf8')) if (String(text).includes('2012-03-31')) break
  child.kill('SIGKILL')
  await ended
  const { recorded } = kept()
  expect(recorded.length).toBeGreaterThanOrEqual(91)
  expect(recorded.length).toBeLessThan(366)

  const { out, code } = await weather()
  expect(code).toBe(0)
  expect(out).toContain(`Recording ${366 - recorded.length} days of 2012`)
  expect(kept().recorded).toEqual(days.slice(0, 366))
})

test('two at once: nothing is doubled, and who was late is told so', async () => {
  const both = await Promise.all([weather('--pace', '1'), weather('--pace', '1')])
  for (const { code, err } of both) if (code !== 0) expect(err).toMatch(/^(CONFLICT|BUSY): [^\n]+\n$/)
  await weather()
  const { recorded } = kept()
  expect(recorded).toEqual(days.slice(0, recorded.length))
})

test.each([[], ['--reset']])(
  'a foreign file is refused in one line and left as it is %j',
  async (...args) => {
    writeFileSync(file, 'a letter to my aunt')
    const { out, err, code } = await weather(...args)
    expect({ out, code }).toEqual({ out: '', code: 1 })
    expect(err).toMatch(/^NOT_OURS: .*seattle-weather\.db was not made by varve.*\n$/)
    expect(readFileSync(file, 'utf8')).toBe('a letter to my aunt')
  },
)

test('what it does not know is a usage error', async () => {
  for (const args of [['--rest'], ['--pace', 'slow'], ['--file', '']]) {
    const { code, err } = await weather(...args)
    expect(code).toBe(2)
    expect(err).toContain('--file <path>')
  }
  expect(existsSync(file)).toBe(false)
})
