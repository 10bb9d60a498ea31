import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../tools/entries.ts'
import { run } from '../tools/run.ts'
import { damage } from '../torture/corrupt/damage.ts'
import { callsIn, positionsOf } from '../torture/faults/calls.ts'
import { noteOf } from '../torture/ledger/changes.ts'
import { firstWrong } from '../torture/ledger/expected.ts'
import { Random } from '../torture/rig/random.ts'

/** The rigs themselves; what they have to say of the stores is in `npm run torture -- all --short`. */
const folder = mkdtempSync(join(tmpdir(), 'varve-torture-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const torture = (...args: string[]) => run('node', [`${root}torture/main.ts`, ...args], { mayFail: true })

test('a campaign prints its counts and seed, and leaves nothing behind', async () => {
  const { code, out, err } = await torture('kill', '--kills', '3', '--seed', '7', '--dir', folder)
  expect(err + out).toMatch(/^kill sqlite: 3 kills, .*acknowledged.*; 0 failures; seed 7, /)
  expect(code).toBe(0)
  expect(readdirSync(folder)).toEqual([])
})

test('with a planted defect it ends with 1, and prints the command that has it again', async () => {
  const { code, out } = await torture(
    'kill',
    '--plant',
    'early',
    '--kills',
    '60',
    '--seed',
    '7',
    '--dir',
    folder,
  )
  expect(out).toContain('npm run torture -- kill --store sqlite --plant early --seed 7 --kills 60')
  expect(code).toBe(1)
})

test.each([
  [[], /NAME is one of: kill, faults/],
  [['nothing'], /NAME is one of/],
  [['kill', '--kils', '3'], /--kils/],
  [['kill', '--kills', 'many'], /--kills is many/],
  [['kill', '--store', 'paper'], /--store is paper: give one of sqlite/],
  [['kill', '--plant', 'normal'], /--plant is normal: give one of early/],
])('%j makes no sense, and ends with 2', async (args, says) => {
  const { code, err } = await torture(...args)
  expect(err).toMatch(says)
  expect(code).toBe(2)
})

test('each call that strace wrote down is a position, in each way that it can fail', () => {
  const log = join(folder, 'calls')
  writeFileSync(
    log,
    [
      '7  pwrite64(21, "ab"..., 2048, 0) = 2048',
      '7  fsync(21)                         = 0',
      '7  getpid() = 7',
      '7  pwrite64(21, "cd"..., 100, 2048) = 100',
    ].join('\n'),
  )
  const calls = callsIn(log)
  expect(calls.map(({ name, nth, offset, bytes }) => [name, nth, offset, bytes])).toEqual([
    ['pwrite64', 1, 0, 2048],
    ['fsync', 1, 0, 0],
    ['pwrite64', 2, 2048, 100],
  ])
  const positions = positionsOf(calls)
  expect(new Set(positions.map(({ id }) => id)).size).toBe(positions.length)
  expect(positions).toContainEqual({
    kind: 'fsync:error=EIO+',
    id: 'fsync:error=EIO:1+',
    inject: 'inject=fsync:error=EIO:when=1+',
  })
  expect(positions.find(({ id }) => id === 'pwrite64:half:2')).toMatchObject({
    inject: 'inject=pwrite64:signal=KILL:when=3',
    fileSize: 2098,
  })
})

test('damage is the same with the same seed, and is done to a copy', () => {
  const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, i) => i % 251))
  const before = Buffer.from(bytes)
  const some = Array.from({ length: 200 }, (_, i) => damage(bytes, new Random(1, i)))
  expect(bytes.equals(before)).toBe(true)
  expect(some.map(({ what }) => what)).toEqual(
    Array.from({ length: 200 }, (_, i) => damage(bytes, new Random(1, i)).what),
  )
  expect(some.filter(one => one.bytes.equals(bytes)).length).toBeLessThan(40)
})

test('of each kind some are drawn, also where one kind is rare', () => {
  const all = [...Array.from({ length: 99 }, (_, i) => `a${i}`), 'b']
  const drawn = new Random(3).sampleOfEach(all, 4, one => one[0]!)
  expect(drawn).toContain('b')
  expect(new Set(drawn).size).toBe(4)
})

test('a value that does not follow from its tokens is found', () => {
  const places = (...tokens: string[]) => [...tokens, ...Array<string>(40 - tokens.length).fill('')]
  const good = [
    { count: 0, last: '', places: places() },
    { count: 1, last: '1.1', places: places('', '1.1') },
  ]
  expect(firstWrong('log', ['', '1.1'], good)).toBe(-1)
  expect(firstWrong('log', ['', '1.1'], [good[0], { ...good[1]!, places: places() }])).toBe(1)
  expect(firstWrong('note', ['', '1.2'], [noteOf('', 0), { ...noteOf('1.2', 3), text: '1.2 1' }])).toBe(1)
  expect(firstWrong('left', ['', '1.1'], ['', '1.2'])).toBe(1)
})
