import { copyFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as later } from 'node:timers/promises'
import { basename, dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { makeRun, makeRuns } from 'varve/testing'
import { freshFile, removeFiles } from '../openers.ts'
import { codeOf, ourFile } from './sqlite-files.ts'

afterAll(removeFiles)

const runs = makeRuns('x', 4)
const kept = [{ ok: true, repeated: false }]

/** A name in a folder of its own, and a link that leads to it. */
function linked(): { file: string; link: string } {
  const folder = freshFile()
  mkdirSync(folder)
  const file = join(folder, 'real.db')
  const link = freshFile()
  symlinkSync(file, link)
  return { file, link }
}

const ways: [what: string, act: (file: string, link: string) => unknown][] = [
  ['the file is removed', file => rmSync(file)],
  ['the file is removed with its log', file => ['', '-wal', '-shm'].forEach(end => rmSync(file + end))],
  ['the file is renamed', file => renameSync(file, `${file}.old`)],
  ['another store comes in its place', file => renameSync(ourFile(), file)],
  [
    'its own copy comes in its place',
    file => (copyFileSync(file, `${file}.copy`), renameSync(`${file}.copy`, file)),
  ],
  ['a text comes in its place', file => (writeFileSync(`${file}.txt`, 'a'), renameSync(`${file}.txt`, file))],
  ['its log is removed', file => rmSync(`${file}-wal`)],
  [
    'another log comes in its place, a tenth of a second ago,',
    async file => {
      rmSync(`${file}-wal`)
      writeFileSync(`${file}-wal`, '')
      await later(150)
    },
  ],
  ['its folder is moved away', file => renameSync(dirname(file), `${dirname(file)}.old`)],
  ['the link leads elsewhere', (_, link) => (rmSync(link), symlinkSync(ourFile(), link))],
]

test.each(ways)(
  '%s while it is open: nothing more is acknowledged, and what was read stays readable',
  async (_, act) => {
    const { file, link } = linked()
    const writer = sqlite(link)
    writer.appendSync([{ runs: [runs[0]!] }])
    const reader = sqlite(link)
    expect(reader.headSync('x', 'main')).toEqual(runs[0]!.head)
    const watch = reader.watch()[Symbol.asyncIterator]()
    await watch.next()
    await act(file, link)
    for (const store of [writer, reader]) {
      expect(codeOf(() => store.appendSync([{ runs: [runs[1]!] }]))).toBe('NOT_DURABLE')
      expect(() => store.appendSync([])).toThrow(
        /was removed or replaced while it was open.*Open .* again to write/,
      )
      await expect(store.append([{ runs: [runs[2]!] }])).rejects.toMatchObject({ code: 'NOT_DURABLE' })
      const forgetting = { variable: 'x', branch: 'main', expected: runs[0]!.head, gaps: [] }
      expect(codeOf(() => store.forgetSync(forgetting))).toBe('NOT_DURABLE')
      expect(store.readSync('x', 'main', 0, 0)).toEqual(runs[0]!.lines)
    }
    await expect(watch.next()).rejects.toMatchObject({ code: 'NOT_DURABLE' })
    writer.closeSync()
    reader.closeSync()
  },
)

test('a handle on a file that was replaced does no harm to the one that came in its place', () => {
  const file = freshFile()
  const old = sqlite(file)
  old.appendSync([{ runs: [runs[0]!] }])
  renameSync(ourFile(), file)
  for (const end of ['-wal', '-shm']) rmSync(file + end)
  const store = sqlite(file)
  const [first, second] = makeRuns('new', 2)
  expect(store.appendSync([{ runs: [first!] }])).toEqual(kept)
  expect(codeOf(() => old.appendSync([{ runs: [runs[1]!] }]))).toBe('NOT_DURABLE')
  old.closeSync()
  expect(store.appendSync([{ runs: [second!] }])).toEqual(kept)
  store.closeSync()
  const again = sqlite(file)
  expect(again.headsSync().map(head => head.variable)).toEqual(['new', 'v0'])
  expect(again.headSync('new', 'main')).toEqual(second!.head)
  expect(again.checkSync()).toEqual([])
  again.closeSync()
})

test('after opening again writing goes on', () => {
  const file = freshFile()
  const store = sqlite(file)
  store.appendSync([{ runs: [runs[0]!] }])
  const moved = join(dirname(file), `${basename(file)}.moved`)
  renameSync(file, moved)
  expect(codeOf(() => store.appendSync([{ runs: [runs[1]!] }]))).toBe('NOT_DURABLE')
  renameSync(moved, file)
  expect(codeOf(() => store.appendSync([{ runs: [runs[1]!] }]))).toBe('NOT_DURABLE')
  store.closeSync()
  const again = sqlite(file)
  const { index } = again.headSync('x', 'main')!
  expect(again.appendSync([{ runs: [makeRun('x', runs[index]!.head)] }])).toEqual(kept)
  again.closeSync()
})
