import { spawn } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'
import { run } from '../../tools/run.ts'
import { codeOf } from '../code-of.ts'
import { kept, out, Programs, tried } from './programs.ts'

const programs = new Programs()
afterAll(() => programs.end())
const bin = `${root}node_modules/.bin`

const text = `const runs = remember(0)
runs.value += 1
console.log('run', runs.value)
// end`

/** What lies beside a script and belongs to it. */
function beside(file: string): string[] {
  return readdirSync(dirname(file)).filter(name => name === `${basename(file)}.varve-journal`)
}

/** Runs a watcher for a while: its output is told as it comes. */
function watching(command: string, args: readonly string[]) {
  const child = spawn(command, args, { cwd: programs.folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (more: string) => (said.out += more))
  child.stderr.setEncoding('utf8').on('data', (more: string) => (said.err += more))
  const closed = new Promise(resolve => child.once('close', resolve))
  const until = async (part: string) => {
    for (let waited = 0; !said.out.includes(part); waited += 20) {
      if (waited > 15_000) throw new Error(`no ${part} in ${JSON.stringify(said)}`)
      await later(20)
    }
  }
  return { said, until, end: async () => (child.kill('SIGTERM'), await closed) }
}

describe('a script that writes itself under a watcher', () => {
  test.each([
    ['node --watch', `${bin}/node`, ['--watch']],
    ['tsx watch', `${bin}/tsx`, ['watch']],
  ])(
    '%s: it runs once for each edit, not for ever; the next run without folds the journal in',
    { timeout: 60_000 },
    async (_, command, args) => {
      const file = programs.write(text)
      const before = readFileSync(file, 'utf8')
      const watcher = watching(command, [...args, file])
      try {
        await watcher.until('run 1')
        await later(700)
        expect(watcher.said.out).not.toContain('run 2')
        expect(readFileSync(file, 'utf8')).toBe(before)
        expect(beside(file)).toHaveLength(1)
        writeFileSync(file, before.replace('// end', '// the end'))
        await watcher.until('run 2')
        await later(700)
        expect(watcher.said.out).not.toContain('run 3')
        const told = watcher.said.err.match(
          /varve: .* is run by a watcher: its values go to .*varve-journal/g,
        )
        expect(told).toHaveLength(2)
      } finally {
        await watcher.end()
      }
      expect(readFileSync(file, 'utf8')).toBe(before.replace('// end', '// the end'))
      expect(kept(file)).toEqual({ runs: 2 })
      expect(await tried([file])).toMatchObject({ out: 'run 3\n', err: '' })
      expect(beside(file)).toEqual([])
      expect(readFileSync(file, 'utf8')).toMatch(/\/\/ the end\n+\/\/ varve 1/)
      expect(kept(file)).toEqual({ runs: 3 })
    },
  )

  test('an argument of the program that is called as the command of tsx is none', async () => {
    const file = programs.write(text)
    expect(await run('tsx', [file, 'watch'], { mayFail: true })).toMatchObject({ out: 'run 1\n', err: '' })
    expect(beside(file)).toEqual([])
  })

  test.skipIf(process.platform !== 'linux')('nodemon is found among the parents', async () => {
    const file = programs.write(text)
    const nodemon = join(programs.folder, 'nodemon.js')
    const start = `import { spawnSync } from 'node:child_process'
spawnSync('/bin/sh', ['-c', \`"\${process.execPath}" "${file}"\`], { stdio: 'inherit' })`
    writeFileSync(nodemon, start)
    const { err } = await tried([nodemon])
    expect(err).toContain('its values go to ')
    expect(readFileSync(file, 'utf8')).not.toContain('// varve 1')
    expect(beside(file)).toHaveLength(1)
  })

  test('VARVE_WATCHED says so where nobody can see it, and that it is not so', async () => {
    const file = programs.write(text)
    const journaled = await tried([file], { env: { VARVE_WATCHED: '1' } })
    expect(journaled.err).toContain('journal')
    expect(beside(file)).toHaveLength(1)
    const direct = { env: { VARVE_WATCHED: '0', WATCH_REPORT_DEPENDENCIES: '1' } }
    expect(await tried([file], direct)).toMatchObject({ out: 'run 2\n', err: '' })
    expect(beside(file)).toEqual([])
  })
})

describe('journal: true', () => {
  const many = `import { readFileSync } from 'node:fs'
const n = remember(0, { key: 'n', journal: true })
for (let i = 0; i < 20; i++) n.value += 1
console.log(readFileSync(import.meta.filename, 'utf8').includes('// varve ' + '1'), n.value)
if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL')`

  test('changes go to a journal, which is folded in when the program ends', async () => {
    const file = programs.write(many)
    expect(await tried([file])).toMatchObject({ out: 'false 20\n', err: '' })
    expect(beside(file)).toEqual([])
    expect(kept(file)).toEqual({ n: 20 })
    expect(await out(file)).toBe('true 40')
  })

  test('after a kill it is folded in at the next start, also of a run that only reads', async () => {
    const file = programs.write(many)
    await tried([file, 'die'])
    expect(beside(file)).not.toEqual([])
    expect(kept(file)).toEqual({ n: 20 })
    writeFileSync(file, readFileSync(file, 'utf8').replace('i < 20', 'i < 0'))
    expect(await out(file)).toBe('true 20')
    expect(beside(file)).toEqual([])
  })

  test('it stays beside a script that cannot be written, which is read without an error', async () => {
    const file = programs.write(many)
    await tried([file, 'die'])
    writeFileSync(file, readFileSync(file, 'utf8').replace('i < 20', 'i < 0'))
    chmodSync(file, 0o444)
    expect(await tried([file])).toMatchObject({ code: 0, out: 'false 20\n', err: '' })
    expect(beside(file)).not.toEqual([])
  })

  test('it goes for the whole script, so the first call has to say it', async () => {
    const file = programs.write(`const a = remember(0)\nconst b = remember(0, { journal: true })`)
    expect((await tried([file])).err).toContain('journal is for the whole script: give it to the first call')
  })
})

test('many sets in a transaction are one rewrite, or none', async () => {
  const file = programs.writeRaw(`import { statSync } from 'node:fs'
import { remember, transaction } from 'varve/script'
const [me, a, b] = [import.meta.filename, remember(0, 'a'), remember(0, 'b')]
const inode = () => statSync(me).ino
const first = inode()
const seen = new Set<number>()
transaction(() => { for (let i = 0; i < 50; i++) { a.value += 1; b.update(n => n + 2); seen.add(inode()) } }, 'both')
console.log(seen.size === 1 && seen.has(first), inode() !== first, a.lastChange().label)
try { transaction(() => { a.value = -1; throw new Error('no') }) } catch {}
console.log(a.value, b.value)`)
  expect(await out(file)).toBe('true true both\n50 100')
  expect(kept(file)).toEqual({ a: 50, b: 100 })
})

test(
  'the past that is kept has room in 64 KiB, whatever the number of values',
  { timeout: 60_000 },
  async () => {
    const file = programs.write(`const a = remember(''), b = remember(''), c = remember('')
const all = [a, b, c]
for (let i = 0; i < 300; i++) all[i % 3]!.set(String(i).padEnd(700, 'x'))
console.log(all.map(v => v.history().length), all.map(v => v.value.slice(0, 3)))`)
    expect(await out(file)).toMatch(/\[ \d\d, \d\d, \d\d \] \[ '297', '298', '299' \]/)
    const { length } = readFileSync(file)
    expect(length).toBeLessThan(65_536)
    expect(length).toBeGreaterThan(20_000)
    const long = programs.write(`const a = remember('', { retention: { last: 5 } })
for (let i = 0; i < 50; i++) a.set(String(i))
console.log(a.history().length < 45, a.value)`)
    expect(await out(long)).toBe('true 49')
  },
)

test('room for many values is made in one rewrite', async () => {
  const file = programs.writeRaw(`import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { remember } from 'varve/script'
const { renameSync } = fs
let count = 0, most = 0
fs.renameSync = (...paths) => { count += 1; renameSync(...paths) }
syncBuiltinESMExports()
const all = Array.from({ length: 40 }, (_, i) => remember('', \`v\${i}\`))
for (let i = 0; i < 200; i++) {
  count = 0
  all[i % 40]!.set(String(i).padEnd(700, 'x'))
  most = Math.max(most, count)
}
console.log(most, all[0]!.history().length < 6)`)
  expect(await out(file)).toBe('2 true')
})

test('a program that gets longer while it runs leaves no less room for its values', async () => {
  const file = programs.write(`import { readFileSync, writeFileSync } from 'node:fs'
const a = remember(''), me = import.meta.filename
for (let i = 0; i < 20; i++) a.set(String(i).padEnd(2_000, 'x'))
writeFileSync(me, '// more\\n'.repeat(10_000) + readFileSync(me, 'utf8'))
a.set('')
console.log(a.history().length)`)
  expect(await out(file)).toBe('22')
})

test('a conflict of git in the values is CORRUPT, as is an edited one; nothing is overwritten', async () => {
  const file =
    programs.write(`try { const a = remember(0); a.value += 1 } catch (e) { console.log((e as { code: string }).code) }
console.log('it runs')`)
  await out(file)
  const whole = readFileSync(file, 'utf8')
  const [line] = /^.*"i":1.*$/m.exec(whole)!
  const sides = [line, '=======', line.replace('"b":1', '"b":7')]
  // Git's marks are no comments, so that no program with them runs; some tools write them as comments.
  const raw = whole.replace(line, ['<<<<<<< HEAD', ...sides, '>>>>>>> other'].join('\n'))
  const commented = raw.replace(/^(?=[<=>]{7})/gm, '// ')
  for (const text of [commented, whole.replace('"b":1', '"b":2'), raw]) {
    writeFileSync(file, text)
    const { out: said, err } = await tried([file])
    if (text === raw) expect(err).toContain('SyntaxError')
    else expect(said).toBe('CORRUPT\nit runs\n')
    expect(codeOf(() => kept(file))).toBe('CORRUPT')
    expect(readFileSync(file, 'utf8')).toBe(text)
  }
})
