import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from 'varve/sqlite'
import { freshFile, removeFiles } from '../openers.ts'
import { appending, needs } from './under-faults.ts'

afterAll(removeFiles)

const all = (count: number) => Array.from({ length: count }, () => 'kept')

test('a commit is one fsync, by strace', context => {
  needs(context, 'strace', 'strace', '-f', 'true')
  const counted = [10, 30].map(appends => {
    const [file, report] = [freshFile(), freshFile()]
    appending([], file, 0, 1)
    const traced = ['strace', '-f', '-y', '-e', 'trace=fsync,fdatasync', '-o', report]
    expect(appending(traced, file, 1, 1 + appends).said).toEqual(all(appends))
    return readFileSync(report, 'utf8').match(/sync\(\d+<[^>]*-wal>\)/g)!.length
  })
  // What opening and the first commit of a log need is the same for both.
  expect(counted[1]! - counted[0]!).toBe(20)
})

test.for([2, 3, 5])(
  'after a failed fsync (the %ith) nothing is acknowledged until the file is reopened',
  (nth, context) => {
    needs(context, 'strace', 'strace', '-f', 'true')
    const file = freshFile()
    appending([], file, 0, 3)
    const failing = ['fsync', 'fdatasync'].flatMap(call => ['-e', `inject=${call}:error=EIO:when=${nth}`])
    const traced = [
      'strace',
      '-f',
      '-o',
      freshFile(),
      '-P',
      `${file}-wal`,
      '-e',
      'trace=fsync,fdatasync',
      ...failing,
    ]
    const { said } = appending(traced, file, 3, 11)
    const acknowledged = said.indexOf('NOT_DURABLE')
    expect(acknowledged).toBeGreaterThanOrEqual(0)
    expect(said).toEqual([...all(acknowledged), ...said.slice(acknowledged).map(() => 'NOT_DURABLE')])
    const store = sqlite(file)
    expect(store.headSync('x', 'main')!.index).toBeGreaterThanOrEqual(2 + acknowledged)
    expect(store.checkSync()).toEqual([])
    store.closeSync()
    // The same runs are sent again: those that were kept are repeats, the others are kept now.
    expect(appending([], file, 0, 11)).toEqual({ said: all(11), lines: 11 })
  },
)

test('a disk that is really full is DISK_FULL, and with room the same run is kept', context => {
  needs(
    context,
    'a tmpfs of its own (root, unshare)',
    'unshare',
    '-m',
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /mnt',
  )
  const script =
    'mount -t tmpfs -o size=1000k tmpfs /mnt && head -c 800000 /dev/zero >/mnt/ballast && exec "$@"'
  const { said, lines } = appending(['unshare', '-m', 'sh', '-c', script, 'sh'], '/mnt/full.db', 0, 90)
  const full = said.indexOf('DISK_FULL')
  expect(full).toBeGreaterThan(10)
  expect(said.filter(answer => answer !== 'DISK_FULL')).toEqual(all(90))
  expect(said.filter(answer => answer === 'DISK_FULL')).toHaveLength(1)
  expect(lines).toBe(90)
})
