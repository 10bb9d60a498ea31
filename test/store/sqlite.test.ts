import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { makeRun, makeRuns } from 'varve/testing'
import { betterSqlite, freshFile, removeFiles } from '../openers.ts'
import { asNobody, codeOf, failure, first, ourFile, watched } from './sqlite-files.ts'

afterAll(removeFiles)
afterEach(() => vi.restoreAllMocks())

describe('opening', () => {
  test('nothing is made before the first append', () => {
    const file = freshFile()
    const store = sqlite(file)
    expect(store.headsSync()).toEqual([])
    expect(existsSync(file)).toBe(false)
    store.appendSync([{ runs: [first] }])
    store.closeSync()
    expect(readdirSync(dirname(file)).filter(name => name.startsWith(basename(file)))).toEqual([
      basename(file),
    ])
  })

  test('a write-ahead log, synchronised at every commit, is set at every opening and read back', () => {
    const file = ourFile()
    const better = betterSqlite()?.(file)
    // So does this build open a file with a log, unasked.
    if (better) expect(better.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 1 })
    const opened = [better, new DatabaseSync(file)]
    for (const database of opened) {
      if (!database) continue
      if (database !== better) database.exec('PRAGMA synchronous=NORMAL')
      sqlite(database).headsSync()
      expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
      expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
      database.close()
    }
    const lying = watched(new DatabaseSync(file), () => {})
    const deaf = {
      ...lying,
      exec: (sql: string) => (sql.includes('synchronous') ? undefined : lying.exec(sql)),
    }
    lying.exec('PRAGMA synchronous=NORMAL')
    expect(codeOf(() => sqlite(deaf).headsSync())).toBe('UNSUPPORTED_RUNTIME')
    lying.close()
  })

  test('costs the same statements however much is kept, and a read costs one, and one to see that the format is still known', () => {
    const counted = [3, 1_000].map(variables => {
      const said: string[] = []
      const database = new DatabaseSync(ourFile(variables))
      const store = sqlite(watched(database, sql => said.push(sql)))
      store.headSync('v1', 'main')
      const opening = said.length
      expect(store.readSync('v1', 'main', 0, Infinity)).toHaveLength(20)
      database.close()
      return [opening, said.length - opening]
    })
    expect(counted[0]).toEqual([counted[1]![0], 2])
    expect(counted[1]![0]).toBeLessThanOrEqual(10)
  })

  test('a database in memory says that it is no more durable than that', () => {
    expect(sqlite(new DatabaseSync(':memory:')).durability).toBe('memory')
    expect(sqlite(freshFile()).durability).toBe('fsync')
    expect(codeOf(() => sqlite(':memory:'))).toBe('BAD_OPTION')
  })

  test('unknown options are refused with the nearest one', () => {
    expect(() => sqlite(freshFile(), { readonly: true } as object)).toThrow(/readOnly/)
    expect(codeOf(() => sqlite(freshFile(), { busyTimeout: -1 }))).toBe('BAD_OPTION')
  })

  test('what is no file name, no database and no time is refused as such', () => {
    for (const file of [undefined, null, new URL('file:///tmp/a.db'), 5, {}, 'a\0b'])
      expect(codeOf(() => sqlite(file as never))).toBe('BAD_OPTION')
    for (const busyTimeout of ['5', null, NaN])
      expect(codeOf(() => sqlite(freshFile(), { busyTimeout: busyTimeout as never }))).toBe('BAD_OPTION')
  })

  test('a runtime without node:sqlite is told what it needs', () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
    expect(codeOf(() => sqlite(freshFile()))).toBe('UNSUPPORTED_RUNTIME')
  })

  test('only the one warning about node:sqlite is left out', () => {
    const emitted: unknown[] = []
    vi.spyOn(process, 'emitWarning').mockImplementation(warning => void emitted.push(warning))
    vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => {
      process.emitWarning(
        'SQLite is an experimental feature and might change at any time',
        'ExperimentalWarning',
      )
      process.emitWarning('Something else is experimental', 'ExperimentalWarning')
      return { DatabaseSync }
    })
    sqlite(freshFile())
    expect(emitted).toEqual(['Something else is experimental'])
  })
})

describe('writing', () => {
  test('readOnly reads, and refuses to write or to make a file', () => {
    const file = ourFile()
    const before = readFileSync(file)
    const store = sqlite(file, { readOnly: true })
    expect(store.readSync('v0', 'main', 0, 99)).toHaveLength(20)
    expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('READ_ONLY')
    store.closeSync()
    expect(readFileSync(file).equals(before)).toBe(true)
    expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false])
    const missing = freshFile()
    expect(codeOf(() => sqlite(missing, { readOnly: true }).headsSync())).toBe('READ_ONLY')
    expect(existsSync(missing)).toBe(false)
  })

  test('a folder that does not exist is READ_ONLY', () => {
    const store = sqlite(join(freshFile(), 'x.varve'))
    expect(store.headsSync()).toEqual([])
    expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('READ_ONLY')
  })

  test('a file without write permission is read, and READ_ONLY at the first write', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'varve-test-')), 'x.varve')
    copyFileSync(ourFile(), file)
    chmodSync(dirname(file), 0o777)
    chmodSync(file, 0o444)
    asNobody(() => {
      const store = sqlite(file)
      expect(store.readSync('v0', 'main', 0, 99)).toHaveLength(20)
      expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('READ_ONLY')
      store.closeSync()
    })
    rmSync(dirname(file), { recursive: true })
  })

  test('a folder that may not be written is READ_ONLY at the first write, and nothing is made in it', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'varve-test-')), 'x.varve')
    copyFileSync(ourFile(), file)
    chmodSync(file, 0o666)
    chmodSync(dirname(file), 0o555)
    const before = readFileSync(file)
    asNobody(() => {
      const store = sqlite(file)
      expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('READ_ONLY')
      store.closeSync()
    })
    expect(readdirSync(dirname(file))).toEqual(['x.varve'])
    expect(readFileSync(file).equals(before)).toBe(true)
    rmSync(dirname(file), { recursive: true })
  })

  test('a file without read permission is READ_ONLY, since it can be neither read nor written', () => {
    const file = ourFile()
    chmodSync(file, 0o000)
    asNobody(() => expect(codeOf(() => sqlite(file).headsSync())).toBe('READ_ONLY'))
  })

  test('a lock is waited for up to busyTimeout, and then it is BUSY', async () => {
    const file = ourFile()
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    const store = sqlite(file, { busyTimeout: 60 })
    const started = performance.now()
    expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('BUSY')
    expect(performance.now() - started).toBeGreaterThan(50)
    await expect(store.append([{ runs: [first] }])).rejects.toMatchObject({ code: 'BUSY' })
    expect(store.readSync('v0', 'main', 0, 99)).toHaveLength(20)
    other.exec('ROLLBACK')
    expect(store.appendSync([{ runs: [first] }])).toEqual([{ ok: true, repeated: false }])
    store.closeSync()
    other.close()
  })

  test('while append waits, the thread is free, and appends keep their order', async () => {
    const file = ourFile()
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    const store = sqlite(file)
    const [a, b] = makeRuns('y', 2)
    const waiting = [store.append([{ runs: [a!] }]), store.append([{ runs: [b!] }])]
    await new Promise(resolve => setTimeout(resolve, 30))
    expect(store.headSync('y', 'main')).toBeUndefined()
    other.exec('ROLLBACK')
    const closing = store.close()
    expect(await Promise.all(waiting)).toEqual([
      [{ ok: true, repeated: false }],
      [{ ok: true, repeated: false }],
    ])
    await closing
    other.close()
  })

  test('a full disk is DISK_FULL, keeps nothing, and works again after', () => {
    let full = true
    const database = new DatabaseSync(ourFile())
    const store = sqlite(
      watched(database, sql => {
        if (full && sql === 'COMMIT') throw failure(13)
      }),
    )
    expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('DISK_FULL')
    expect(store.headSync('x', 'main')).toBeUndefined()
    full = false
    expect(store.appendSync([{ runs: [first] }])).toEqual([{ ok: true, repeated: false }])
    database.close()
  })

  test('after a failed fsync nothing more is written until it is reopened', () => {
    let failing = true
    const database = new DatabaseSync(ourFile())
    const broken = watched(database, sql => {
      if (failing && sql === 'COMMIT') throw failure(1034)
    })
    const store = sqlite(broken)
    expect(codeOf(() => store.appendSync([{ runs: [first] }]))).toBe('NOT_DURABLE')
    failing = false
    expect(codeOf(() => store.appendSync([{ runs: [makeRun('y', null)] }]))).toBe('NOT_DURABLE')
    expect(store.readSync('v0', 'main', 0, 99)).toHaveLength(20)
    expect(sqlite(broken).appendSync([{ runs: [first] }])).toEqual([{ ok: true, repeated: false }])
    database.close()
  })
})

describe('a database that is handed in', () => {
  test('stays open, and its owner closing it is told as STORE_CLOSED', () => {
    const database = new DatabaseSync(freshFile())
    const store = sqlite(database)
    store.appendSync([{ runs: [first] }])
    store.closeSync()
    expect(database.prepare('SELECT value FROM current_values').get()).toEqual({ value: 2 })
    const again = sqlite(database)
    expect(again.headSync('x', 'main')).toEqual(first.head)
    database.close()
    expect(codeOf(() => again.headSync('x', 'main'))).toBe('STORE_CLOSED')
  })

  test('inside a transaction of its owner it is BUSY', () => {
    const database = new DatabaseSync(ourFile())
    const store = sqlite(database)
    store.headsSync()
    database.exec('BEGIN')
    expect(() => store.appendSync([{ runs: [first] }])).toThrow(/transaction/)
    database.exec('COMMIT')
    expect(store.appendSync([{ runs: [first] }])).toEqual([{ ok: true, repeated: false }])
    database.close()
  })

  test('two stores on one connection see each other, though neither sees the other write', () => {
    const database = new DatabaseSync(freshFile())
    const [one, other] = [sqlite(database), sqlite(database)]
    const runs = makeRuns('x', 6, { bodies: 2 })
    for (const [i, run] of runs.entries()) {
      const store = i % 2 === 0 ? one : other
      expect(store.appendSync([{ runs: [run] }])).toEqual([{ ok: true, repeated: false }])
    }
    const actual = runs[5]!.head
    const reads = [{ variable: 'x', branch: 'main', expected: runs[4]!.head }]
    expect(one.appendSync([{ runs: [makeRun('y', null)], reads }])).toEqual([
      { ok: false, variable: 'x', branch: 'main', actual },
    ])
    const late = makeRun('x', runs[4]!.head, { writer: 'w2' })
    expect(one.appendSync([{ runs: [late] }])).toEqual([{ ok: false, variable: 'x', branch: 'main', actual }])
    expect(one.readSync('x', 'main', 0, 99)).toEqual(runs.flatMap(run => run.lines))
    database.close()
  })
})
