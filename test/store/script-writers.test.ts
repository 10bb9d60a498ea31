import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { openSync } from 'varve'
import { makeRun, makeRuns } from 'varve/testing'
import { ownToken } from '../../src/store/script/holder.ts'
import { tryLock, unlock } from '../../src/store/script/lock.ts'
import { script } from '../../src/store/script/script.ts'
import { codeOf } from '../code-of.ts'
import { increment, outputOf, partsOf, Scripts, valueIn } from './script-files.ts'

const scripts = new Scripts()
afterAll(() => scripts.end())
const program = "console.log('it runs')\n"

interface Counting {
  readonly code: Promise<number | null>
  kill: (signal: NodeJS.Signals) => void
}

function count(file: string, times: number, ...more: string[]): Counting {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'script-counting.ts'), file, String(times), ...more],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  return {
    code: once(child, 'close').then(([code]) => code as number | null),
    kill: signal => void child.kill(signal),
  }
}

test.each([
  [2, 300, []],
  [8, 300, []],
  [3, 100, ['journal']],
])(
  '%i programs that add one %i times each: the sum is exact',
  async (programs, times, more) => {
    const file = scripts.file(program)
    // One of them goes without a journal, whatever the others do.
    const codes = await Promise.all(
      Array.from({ length: programs }, (_, i) => count(file, times, ...(i === 0 ? [] : more)).code),
    )
    expect(codes).toEqual(Array(programs).fill(0))
    expect(valueIn(file)).toBe(programs * times)
    expect(partsOf(file).before).toBe(`${program}\n`)
    expect(outputOf(file)).toBe('it runs\n')
    expect(readdirSync(scripts.folder).filter(name => name.includes(basename(file)))).toEqual([
      basename(file),
    ])
  },
  120_000,
)

test('two saves by an editor in between: its text stays, and so do our values', () => {
  const file = scripts.file(program)
  const repository = openSync(script(file), { durable: 'each' })
  const runs = repository.watch('runs', 0)
  const opened = readFileSync(file, 'utf8')
  runs.set(1)
  // It has the block as it was when it was opened.
  writeFileSync(file, opened.replace('it runs', 'it runs well'))
  runs.set(2)
  runs.set(3)
  // It has none at all.
  writeFileSync(file, "console.log('it is another')")
  runs.set(4)
  expect(runs.history().length).toBe(5)
  repository.close()
  expect(valueIn(file)).toBe(4)
  expect(outputOf(file)).toBe('it is another\n')
})

test('a save that comes while we write is met: nothing of it is lost', () => {
  const file = scripts.file(program)
  increment(file)
  const store = script(file)
  const [a, b] = makeRuns('x', 2)
  store.exclusivelySync(() => {
    store.appendSync([{ runs: [a!] }])
    writeFileSync(file, readFileSync(file, 'utf8').replace('it runs', 'it runs well'))
    store.appendSync([{ runs: [b!] }])
  })
  expect(store.headSync('x', 'main')).toEqual(b!.head)
  store.closeSync()
  expect(valueIn(file)).toBe(1)
  expect(outputOf(file)).toBe('it runs well\n')
})

test('of many saves by an editor none is lost to a program that writes without a pause', async () => {
  const file = scripts.file(program)
  const writing = count(file, 1_000_000)
  let lost = 0
  let saves = 0
  for (const until = performance.now() + 6_000; performance.now() < until;) {
    const text = readFileSync(file, 'utf8').replace(/^(\/\/ save \d+\n)?/, `// save ${(saves += 1)}\n`)
    writeFileSync(file, text)
    // It may be put back a little later.
    const isThere = () => readFileSync(file, 'utf8').startsWith(`// save ${saves}\n`)
    await later(60 + Math.random() * 60)
    for (let tries = 0; tries < 40 && !isThere(); tries++) await later(50)
    if (!isThere()) lost += 1
  }
  writing.kill('SIGKILL')
  await writing.code
  expect([saves > 20, lost]).toEqual([true, 0])
  expect(valueIn(file)).toBeGreaterThan(saves)
}, 30_000)

test.each([
  ['emptied', 0, true],
  ['written by half', 40, true],
  ['written up to our values', 200, true],
  ['written but for something behind them', Infinity, false],
])('an editor that writes the file itself is waited for, where it is %s', (_what, length, isLong) => {
  const file = scripts.file(program)
  const store = script(file)
  const [a, b] = makeRuns('x', 2)
  store.appendSync([{ runs: [a!] }])
  const saved = readFileSync(file, 'utf8').replace('it runs', 'it runs well')
  writeFileSync(file, saved.slice(0, length))
  const { wait } = Atomics
  let asked = 0
  // The editor goes on when it is waited for.
  Atomics.wait = ((...args: Parameters<typeof wait>) => {
    Atomics.wait = wait
    asked = args[3]!
    writeFileSync(file, saved)
    return wait(...args)
  }) as typeof wait
  try {
    store.appendSync([{ runs: [b!] }])
  } finally {
    Atomics.wait = wait
  }
  expect(asked > 100).toBe(isLong)
  expect(store.headSync('x', 'main')).toEqual(b!.head)
  store.closeSync()
  expect(outputOf(file)).toBe('it runs well\n')
  expect(partsOf(file).before).toBe(`${program.replace('it runs', 'it runs well')}\n`)
})

test('an older state with another history on it is not mixed with ours: whoever lost is told', () => {
  const file = scripts.file(program)
  const [a, b, c] = makeRuns('x', 3)
  const store = script(file)
  store.appendSync([{ runs: [a!] }])
  const older = readFileSync(file)
  store.appendSync([{ runs: [b!] }])
  writeFileSync(file, older)
  const other = script(file)
  const theirs = makeRun('x', a!.head, { writer: 'w2' })
  other.appendSync([{ runs: [theirs] }])
  expect(store.appendSync([{ runs: [c!] }])).toEqual([
    { ok: false, variable: 'x', branch: 'main', actual: theirs.head },
  ])
  store.closeSync()
  other.closeSync()
})

test('an editor that saves by another file has its file written', () => {
  const file = scripts.file(program)
  increment(file)
  const store = script(file)
  expect(store.headsSync()).toHaveLength(1)
  const next = `${file}.swp`
  writeFileSync(next, readFileSync(file, 'utf8').replace('it runs', 'it runs well'))
  renameSync(next, file)
  store.appendSync([{ runs: [makeRun('x', null)] }])
  store.closeSync()
  expect(valueIn(file)).toBe(1)
  expect(outputOf(file)).toBe('it runs well\n')
})

test('a lock of who is gone is broken; of who goes on it is waited for, and told as BUSY', () => {
  const file = scripts.file(program)
  const lock = join(scripts.folder, `.${basename(file)}.varve-lock`)
  const parts = ownToken.split(':')
  const other = (at: number, text: string) => parts.with(at, text).with(6, 'ffffffff').join(':')
  for (const gone of [other(1, '4194305'), other(2, '1'), other(3, 'ffffffff')]) {
    symlinkSync(gone, lock)
    increment(file)
  }
  // The breaker of a lock may be killed, too.
  symlinkSync(other(1, '4194305'), lock)
  symlinkSync(other(1, '4194306'), `${lock}-break`)
  expect(increment(file)).toBe(4)
  expect(readdirSync(scripts.folder).filter(name => name.includes(`${basename(file)}.varve-lock`))).toEqual(
    [],
  )
  // Process 1 goes on.
  const start = readFileSync('/proc/1/stat', 'utf8').split(') ').at(-1)!.split(' ')[19]!
  symlinkSync(parts.with(1, '1').with(2, start).with(6, 'ffffffff').join(':'), lock)
  expect(codeOf(() => increment(file))).toBe('BUSY')
  expect(() => script(file).appendSync([{ runs: [makeRun('x', null)] }])).toThrow(`remove ${lock}`)
}, 30_000)

test('a lock is had by one only, and what we have left ourselves is ours', () => {
  const lock = join(scripts.folder, 'some-lock')
  expect(tryLock(lock)).toBe(true)
  expect(tryLock(lock)).toBe(false)
  unlock(lock)
  symlinkSync(ownToken, lock)
  expect(tryLock(lock)).toBe(true)
  unlock(lock)
})
