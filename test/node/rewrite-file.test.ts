import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rewriteFile } from '../../src/store/rewriting/rewrite-file.ts'
import { run } from '../../tools/run.ts'
import { codeOf } from '../code-of.ts'
import { callsOf, canTrace, runWithFault, type Call } from './strace.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'varve-rewrite-'))
  file = join(folder, 'file')
  writeFileSync(file, 'before')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const rewriting = fileURLToPath(new URL('rewriting.ts', import.meta.url))
const held = (path = file) => readFileSync(path, 'utf8')

describe('what a file holds is replaced', () => {
  test('by all of the content, however much and however cut', () => {
    const parts = Array.from({ length: 5_000 }, (_, i) => 'é\u{1f600}'.repeat(i % 60) + '\n')
    rewriteFile(file, parts)
    expect(held()).toBe(parts.join(''))
    rewriteFile(file, [])
    expect(held()).toBe('')
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('and made where it is not there, with the mode that others get', () => {
    const fresh = join(folder, 'fresh')
    rewriteFile(fresh, ['x'], () => expect.unreachable())
    writeFileSync(join(folder, 'other'), '')
    expect(held(fresh)).toBe('x')
    expect(statSync(fresh).mode).toBe(statSync(join(folder, 'other')).mode)
  })

  test.each([0o600, 0o640, 0o755])('with its mode %o', mode => {
    chmodSync(file, mode)
    rewriteFile(file, ['after'])
    expect(statSync(file).mode & 0o7777).toBe(mode)
  })

  // Only root can give a file away.
  test.runIf(process.getuid?.() === 0)('with its owner, and the bits that a new owner would clear', () => {
    chownSync(file, 12_345, 23_456)
    chmodSync(file, 0o6755)
    rewriteFile(file, ['after'])
    const { uid, gid, mode } = statSync(file)
    expect({ uid, gid, mode: mode & 0o7777 }).toEqual({ uid: 12_345, gid: 23_456, mode: 0o6755 })
  })

  test('behind links, which stay', () => {
    mkdirSync(join(folder, 'a'))
    symlinkSync('../b', join(folder, 'a/link'))
    symlinkSync('file', join(folder, 'b'))
    rewriteFile(join(folder, 'a/link'), ['after'])
    expect([held(), readlinkSync(join(folder, 'a/link')), readlinkSync(join(folder, 'b'))]).toEqual([
      'after',
      '../b',
      'file',
    ])
    expect(readdirSync(join(folder, 'a'))).toEqual(['link'])
  })

  test('behind a link that points to nothing yet', () => {
    symlinkSync('new/fresh', join(folder, 'link'))
    expect(codeOf(() => rewriteFile(join(folder, 'link'), ['x']))).toBe('READ_ONLY')
    mkdirSync(join(folder, 'new'))
    rewriteFile(join(folder, 'link'), ['x'])
    expect(held(join(folder, 'new/fresh'))).toBe('x')
    symlinkSync('circle', join(folder, 'circle'))
    expect(codeOf(() => rewriteFile(join(folder, 'circle'), ['x']))).toBe('READ_ONLY')
  })
})

describe('a failure leaves the file as it was, and nothing beside it', () => {
  const left = () => ({ held: held(), names: readdirSync(folder) })
  const untouched = { held: 'before', names: ['file'] }

  test('of the content', () => {
    function* content() {
      yield 'x'.repeat(100_000)
      throw new Error('no more')
    }
    expect(() => rewriteFile(file, content())).toThrow('no more')
    expect(left()).toEqual(untouched)
  })

  test('of who looks at it first', () => {
    const refuse = (seen: string) => {
      throw new Error(`not ${seen}`)
    }
    expect(() => rewriteFile(file, ['after'], refuse)).toThrow(`not ${file}`)
    expect(left()).toEqual(untouched)
  })

  test('of a write that took only a part: what does not fit is told', async () => {
    const limited = `ulimit -f 1; exec node ${rewriting} ${file} ${'x'.repeat(5_000)}`
    const { out } = await run('sh', ['-c', limited])
    expect(out).toBe('ready\nDISK_FULL\n')
    expect(left()).toEqual(untouched)
  })

  test('of what is no file, or has no folder', () => {
    expect(codeOf(() => rewriteFile(folder, ['x']))).toBe('NOT_OURS')
    expect(codeOf(() => rewriteFile('/dev/null', ['x']))).toBe('NOT_OURS')
    expect(codeOf(() => rewriteFile(join(folder, 'no/such'), ['x']))).toBe('READ_ONLY')
    expect(codeOf(() => rewriteFile(join(file, 'x'), ['x']))).toBe('READ_ONLY')
    expect(left()).toEqual(untouched)
  })

  test('a change by somebody else meanwhile is looked at before it is replaced', () => {
    const seen: string[] = []
    function* content() {
      yield 'after'
      writeFileSync(file, 'theirs')
    }
    rewriteFile(file, content(), () => void seen.push(held()))
    expect([seen, held()]).toEqual([['before', 'theirs'], 'after'])
    const refuse = (path: string) => {
      if (held(path) === 'theirs') throw new Error('no')
    }
    expect(() => rewriteFile(file, content(), refuse)).toThrow('no')
    expect(left()).toEqual({ ...untouched, held: 'theirs' })
  })
})

describe.runIf(canTrace)('at every call of the system', () => {
  const after = 'after, and longer'
  const program = () => [rewriting, file, after]
  const again = () => writeFileSync(file, 'before')
  let calls: readonly Call[] = []
  beforeEach(async () => {
    calls = await callsOf(join(folder, 'calls'), program())
    rmSync(join(folder, 'calls'))
    again()
  })

  test('the order that makes it safe', () => {
    const order = calls
      .map(({ name }) => name)
      .filter(name => !/statx|access|readlink/.test(name))
      .join(' ')
    expect(order).toBe('openat write fchmod fsync pread64 pread64 close rename openat fsync close')
    const [temporary] = calls.filter(({ name }) => name === 'openat')
    expect(temporary!.text).toContain('O_CREAT|O_EXCL')
  })

  test('killed there, it holds what it held or what it was to hold', { timeout: 60_000 }, async () => {
    const found: string[] = []
    for (const call of calls) {
      again()
      expect(await runWithFault(call, 'signal=KILL', program())).toEqual({
        said: undefined,
        signal: 'SIGKILL',
      })
      found.push(held())
    }
    expect([...new Set(found)]).toEqual(['before', after])
  })

  test.each([
    ['write', 'error=ENOSPC', 'DISK_FULL'],
    ['write', 'error=EDQUOT', 'DISK_FULL'],
    ['write', 'error=EIO', 'CORRUPT'],
    ['write', 'retval=3', 'CORRUPT'],
    ['openat', 'error=EACCES', 'READ_ONLY'],
    ['openat', 'error=EROFS', 'READ_ONLY'],
    ['fchmod', 'error=EPERM', 'READ_ONLY'],
    ['fsync', 'error=EIO', 'CORRUPT'],
    ['pread64', 'error=EIO', 'CORRUPT'],
    ['rename', 'error=EACCES', 'READ_ONLY'],
    ['rename', 'error=ENOSPC', 'DISK_FULL'],
  ])('%s with %s is %s', async (name, fault, code) => {
    const call = calls.find(each => each.name === name)!
    expect(await runWithFault(call, fault, program())).toEqual({ said: code, signal: null })
    expect({ held: held(), names: readdirSync(folder) }).toEqual({ held: 'before', names: ['file'] })
  })

  test('a folder that could not be synced is told: the new name may be gone after a power cut', async () => {
    const last = calls.findLast(({ name }) => name === 'fsync')!
    expect(await runWithFault(last, 'error=EIO', program())).toMatchObject({ said: 'CORRUPT' })
    expect(held()).toBe(after)
  })
})

test('several programs at once: it holds what one of them wrote, whole', async () => {
  const texts = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(100_000))
  await Promise.all(texts.map(text => run('node', [rewriting, file, text])))
  expect(texts).toContain(held())
  expect(readdirSync(folder)).toEqual(['file'])
})
