import { chownSync, linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { kept, Programs, tried } from './programs.ts'

const programs = new Programs()
afterAll(() => programs.end())

describe('files that others rely on are refused with the reason', () => {
  const text = 'const a = remember(0)\na.value += 1'
  test('node_modules', async () => {
    mkdirSync(join(programs.folder, 'node_modules/some'), { recursive: true })
    const file = join(programs.folder, 'node_modules/some/index.mjs')
    writeFileSync(file, `import { remember } from 'varve/script'\n${text}`)
    expect((await tried([file])).err).toContain('node_modules is replaced at the next installation')
  })

  test('more than 5 MiB', async () => {
    const file = programs.write(`${text}\n//${'x'.repeat(5 * 1024 * 1024)}`)
    expect((await tried([file])).err).toContain('5242880 are allowed')
  })

  test('but not a program whose values are more than that: what was kept can be had', async () => {
    const file = programs.write(`const a = remember('')
console.log(a.value.length)
a.value = 'x'.repeat(6e6)`)
    expect(await tried([file])).toMatchObject({ code: 0, out: '0\n' })
    expect(await tried([file])).toMatchObject({ code: 0, out: '6000000\n' })
  })
})

describe('files that must not be written are read, and each change is refused with the reason', () => {
  const text = `const a = remember(0)
console.log(a.value)
try { a.value += 1 } catch (e) { console.log((e as any).code, a.value, a.lastChange().saved, (e as Error).message) }`

  test.each(['false', 'true'])('hard links (with a journal: %s)', async journal => {
    const file = programs.write(text.replace('(0)', `(0, { journal: ${journal} })`))
    expect(await tried([file])).toMatchObject({ code: 0, out: '0\n' })
    linkSync(file, `${file}.other`)
    const { code, out, err } = await tried([file])
    expect([code, out, err]).toEqual([
      0,
      expect.stringMatching(/^1\nREFUSED 2 false .*has 2 names \(hard links\)/),
      '',
    ])
    expect(kept(file)).toEqual({ a: 1 })
  })

  test.skipIf(process.geteuid?.() !== 0)('another owner, as in an image that was made by root', async () => {
    const file = programs.write(text)
    expect(await tried([file])).toMatchObject({ code: 0, out: '0\n' })
    chownSync(file, 1234, 1234)
    const { code, out, err } = await tried([file])
    const said = /^1\nREAD_ONLY 2 false .*belongs to another user \(1234, this is 0\)/
    expect([code, out, err]).toEqual([0, expect.stringMatching(said), ''])
    expect(kept(file)).toEqual({ a: 1 })
  })
})
