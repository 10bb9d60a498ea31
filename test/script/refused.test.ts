import { chownSync, linkSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Programs, tried } from './programs.ts'

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

  test('hard links', async () => {
    const file = programs.write(text)
    linkSync(file, `${file}.other`)
    expect((await tried([file])).err).toContain('has 2 names (hard links)')
  })

  test.skipIf(process.geteuid?.() !== 0)('another owner', async () => {
    const file = programs.write(text)
    chownSync(file, 1234, 1234)
    expect((await tried([file])).err).toContain('belongs to another user (1234, this is 0)')
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
