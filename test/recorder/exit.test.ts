import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'varve-exit-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  ['coming to its end', 'end', 50],
  ['process.exit()', 'exit', 50],
  ['an uncaught error', 'throw', 50],
  ['SIGKILL in the same tick', 'kill', 0],
])('a program that ends by %s', (_, way, kept) => {
  const file = join(folder, 'n.db')
  const ended = spawnSync(process.execPath, [join(import.meta.dirname, 'ending.ts'), file, way], {
    encoding: 'utf8',
  })
  if (way === 'end') expect(ended.stderr).toBe('')
  using repository = openSync(sqlite(file))
  expect(repository.watch('n', -1).value).toBe(kept)
})

describe('what could not be saved by the end', () => {
  const run = (way: string) => {
    const file = join(folder, 'no such folder', 'n.db')
    return spawnSync(process.execPath, [join(import.meta.dirname, 'failing.ts'), file, way], {
      encoding: 'utf8',
    })
  }

  test('is an uncaught error where nobody was told', () => {
    const ended = run('ignores')
    expect(ended.stderr).toMatch(/VarveError: n: not saved/)
    expect(ended.status).not.toBe(0)
  })

  test('is no news where the program has heard it', () => {
    const ended = run('listens')
    expect(ended.stdout).toMatch(/n: not saved/)
    expect([ended.status, ended.stderr]).toEqual([0, ''])
  })
})

test('a race that is lost at the very end is an uncaught error, since no tick is left for saved', () => {
  const ended = spawnSync(process.execPath, [join(import.meta.dirname, 'losing.ts')], { encoding: 'utf8' })
  expect(ended.stderr).toMatch(/VarveError: n: somebody else recorded n@1 first/)
  expect(ended.status).not.toBe(0)
})
