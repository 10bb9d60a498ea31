import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { makeRuns } from 'varve/testing'
import { isVarveError, openSync } from 'varve'
import { openScript } from '../../src/store/script/open-script.ts'
import { increment, outputOf, partsOf, Scripts, valueIn } from './script-files.ts'

const scripts = new Scripts()
afterAll(() => scripts.end())
const program = "console.log('it runs')\n"

const names = [
  'openSync',
  'closeSync',
  'readSync',
  'writeSync',
  'fsyncSync',
  'fchmodSync',
  'ftruncateSync',
  'renameSync',
  'symlinkSync',
  'unlinkSync',
] as const
type Name = (typeof names)[number]
type Call = (...args: unknown[]) => unknown
const own = Object.fromEntries(names.map(name => [name, fs[name]])) as unknown as Record<Name, Call>

/** Lets a function stand before each call by which files are changed. */
function before(stand: (name: Name, args: unknown[], go: Call) => unknown): void {
  const all = fs as unknown as Record<Name, Call>
  for (const name of names) all[name] = (...args) => stand(name, args, own[name])
  syncBuiltinESMExports()
}

afterEach(() => {
  Object.assign(fs, own)
  syncBuiltinESMExports()
})

/** What the calls of an append were made with, in their order. */
function callsOf(act: () => void): string[] {
  const open = new Map<unknown, string>()
  const calls: string[] = []
  before((name, args, go) => {
    const known = open.get(args[0]) ?? basename(String(args[0]))
    const on = fs.statSync(String(args[0]), { throwIfNoEntry: false })?.isDirectory() ? 'folder' : known
    const short = on.replace(/^\.?\d+\.mjs/, 'script').replace('.varve-', ' ')
    if (name !== 'readSync' && name !== 'closeSync')
      calls.push(`${name.slice(0, -4)} ${short}${name === 'openSync' ? ` ${String(args[1])}` : ''}`)
    const result = go(...args)
    if (name === 'openSync') open.set(result, short)
    return result
  })
  act()
  Object.assign(fs, own)
  syncBuiltinESMExports()
  return calls.filter(call => !/^open .* r$/.test(call) || call.includes('folder'))
}

test('the calls of an append, in the order that makes it safe', () => {
  const file = scripts.file(program)
  const [a, b] = makeRuns('x', 2)
  const store = openScript(file)
  store.appendSync([{ runs: [a!] }])
  const calls = callsOf(() => store.appendSync([{ runs: [b!] }]))
  expect(calls).toEqual([
    expect.stringMatching(/^symlink varve:/),
    'open script new wx+',
    'write script new',
    'fchmod script new',
    'fsync script new',
    'rename script new',
    'open folder r',
    'fsync folder',
    'unlink script lock',
  ])
  store.closeSync()
})

test('the calls of an append to a journal: one fsync, and of its folder where it is new', () => {
  const file = scripts.file(program)
  const [a, b] = makeRuns('x', 2)
  const store = openScript(file, { journal: true, fold: false })
  const of = (act: () => void) => callsOf(act).filter(call => /fsync|rename/.test(call))
  expect(of(() => store.appendSync([{ runs: [a!] }]))).toEqual(['fsync script journal', 'fsync folder'])
  expect(of(() => store.appendSync([{ runs: [b!] }]))).toEqual(['fsync script journal'])
  store.closeSync()
})

describe('an editor that saves into the file itself in the moment in which we replace it', () => {
  const edited = (text: string, what: string) => text.replace(/it runs[^']*/, what)

  /** Sets a variable, with something done right before the file is replaced. */
  function setWith(file: string, act: (times: number) => void): unknown {
    const store = openScript(file)
    const repository = openSync(store, { durable: 'each' })
    const runs = repository.watch('runs', 0)
    let times = 0
    before((name, args, go) => {
      if (name === 'renameSync') act((times += 1))
      return go(...args)
    })
    runs.set(7)
    Object.assign(fs, own)
    syncBuiltinESMExports()
    // What was written there is what it goes on from.
    runs.set(8)
    repository.close()
    return valueIn(file)
  }

  const save = (file: string, what: string) =>
    fs.writeFileSync(file, edited(fs.readFileSync(file, 'utf8'), what))

  test('or before that, has its text in whatever takes the place of the file', () => {
    const file = scripts.file(program)
    const store = openScript(file)
    const [run] = makeRuns('x', 1)
    const put: boolean[] = []
    let isSaved = false
    before((name, args, go) => {
      if (name === 'fsyncSync' && !isSaved) {
        isSaved = true
        save(file, 'it runs well')
      }
      if (name === 'renameSync') put.push(fs.readFileSync(String(args[0]), 'utf8').includes('it runs well'))
      return go(...args)
    })
    store.appendSync([{ runs: [run!] }])
    store.closeSync()
    expect(put).toEqual([true])
  })

  test('has its text there, and we our values', () => {
    const file = scripts.file(program)
    expect(setWith(file, times => times === 1 && save(file, 'it runs well'))).toBe(8)
    expect(outputOf(file)).toBe('it runs well\n')
    expect(partsOf(file).before).toBe("console.log('it runs well')\n\n")
  })

  test('and again while that is mended: the last text stays', () => {
    const file = scripts.file(program)
    expect(setWith(file, times => times <= 3 && save(file, `it runs ${times}`))).toBe(8)
    expect(outputOf(file)).toBe('it runs 3\n')
  })

  test('without the values, in a text with others, or with damaged ones: the values are ours', () => {
    const texts = [() => '', older, (block: string) => block.replace('"b":7', '"b":9')]
    for (const make of texts) {
      const file = scripts.file(program)
      increment(file)
      const text = () =>
        edited(program, 'it runs well') + make(fs.readFileSync(file, 'utf8').slice(program.length))
      expect(setWith(file, times => times === 1 && fs.writeFileSync(file, text()))).toBe(8)
      expect(outputOf(file)).toBe('it runs well\n')
    }
  })

  test('is waited for, where it has emptied the file and goes on only then', () => {
    const file = scripts.file(program)
    const { wait } = Atomics
    let fd: number | undefined
    Atomics.wait = ((...args: Parameters<typeof wait>) => {
      if (fd !== undefined) {
        fs.writeSync(fd, edited(program, 'it runs well'))
        fs.closeSync(fd)
        fd = undefined
      }
      return wait(...args)
    }) as typeof wait
    try {
      const empty = (times: number) => {
        if (times === 1) fd = fs.openSync(file, 'w')
      }
      expect(setWith(file, empty)).toBe(8)
    } finally {
      Atomics.wait = wait
    }
    expect(outputOf(file)).toBe('it runs well\n')
  })
})

function older(): string {
  const file = scripts.file(program)
  increment(file, 'other')
  return fs.readFileSync(file, 'utf8').slice(program.length)
}

test.each([false, true])('what a write leaves out is written by the next (with a journal: %s)', journal => {
  const file = scripts.file(program)
  const store = openScript(file, { journal, fold: false })
  before((name, args, go) => {
    if (name !== 'writeSync') return go(...args)
    const [fd, bytes, at, length, position] = args as [number, Buffer, number, number, number | null]
    return go(fd, bytes, at, Math.min(length, 100), position)
  })
  const [run] = makeRuns('x', 1, { bodies: 30 })
  store.appendSync([{ runs: [run!] }])
  store.closeSync()
  const other = openScript(file)
  expect(other.readSync('x', 'main', 0, 99)).toEqual(run!.lines)
  other.closeSync()
})

describe.each([false, true])('with a journal: %s', journal => {
  test('wherever a call fails, what was acknowledged is there, and what failed is not or is told as unsure', () => {
    const codes = new Set<string>()
    const errors = ['EIO', 'ENOSPC', 'EACCES']
    let position = 0
    for (let isOver = false; !isOver; position++) {
      const file = scripts.file(program)
      const [a, b, c] = makeRuns('x', 3)
      const store = openScript(file, { journal, fold: false })
      store.appendSync([{ runs: [a!] }])
      let count = 0
      const code = errors[position % errors.length]!
      before((name, args, go) => {
        if (count++ === Math.floor(position / errors.length))
          throw Object.assign(new Error(`${code}: ${name}`), { code, syscall: name })
        return go(...args)
      })
      let failed: string | undefined
      try {
        store.appendSync([{ runs: [b!] }])
      } catch (error) {
        if (!isVarveError(error)) throw error
        failed = error.code
        codes.add(failed)
      }
      Object.assign(fs, own)
      syncBuiltinESMExports()
      isOver = count <= Math.floor(position / errors.length)
      const heads = [a!.head.index, b!.head.index]
      const other = openScript(file)
      const index = other.headSync('x', 'main')?.index
      if (failed === undefined) expect(index).toBe(heads[1])
      else if (failed === 'NOT_DURABLE') expect(heads).toContain(index)
      else expect(index).toBe(heads[0])
      // It goes on, but where the disk may have lost what was acknowledged.
      if (failed !== undefined && failed !== 'NOT_DURABLE') store.appendSync([{ runs: [b!] }])
      if (failed !== 'NOT_DURABLE') {
        store.appendSync([{ runs: [c!] }])
        expect(other.headSync('x', 'main')).toEqual(c!.head)
      } else expect(() => store.appendSync([{ runs: [c!] }])).toThrow('Open it again')
      store.closeSync()
      other.closeSync()
      expect(outputs(file, position)).toBe('it runs\n')
    }
    expect(position).toBeGreaterThan(20)
    expect([...codes].toSorted()).toEqual(['CORRUPT', 'DISK_FULL', 'NOT_DURABLE', 'READ_ONLY'])
  }, 60_000)
})

/** A process for each would take long. */
function outputs(file: string, position: number): string {
  return position % 10 === 0 ? outputOf(file) : 'it runs\n'
}
