import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../tools/entries.ts'
import { run } from '../tools/run.ts'

/** What must not be reachable from the door, however deep it hides. */
const faults: Readonly<Record<string, string>> = {
  'import-of-node': `import { readFileSync } from 'node:fs'\nexport const fault: unknown = readFileSync`,
  'type-from-node': `import type { Stats } from 'node:fs'\nexport type Fault = Stats`,
  'bare-import': `import 'node:fs'\nexport {}`,
  process: `export const fault: unknown = process.env`,
  console: `console.log('fault')\nexport {}`,
  timer: `setTimeout(() => {}, 0)\nexport {}`,
  crypto: `export const fault: unknown = crypto.randomUUID()`,
  clone: `export const fault: unknown = structuredClone({})`,
  page: `export const fault: unknown = document.title`,
}

test('the door reaches nothing of a runtime but #platform', async () => {
  expect(await complaints({})).toBe('')
})

test('and its tsconfig says so when it does', async () => {
  const said = await complaints(faults)
  const unseen = Object.keys(faults).filter(name => !said.includes(`src/planted/${name}.ts`))
  expect(unseen).toEqual([])
})

/** Compiles a copy of the door into which faults were planted, behind the file that everything imports. */
async function complaints(planted: Readonly<Record<string, string>>): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'varve-door-'))
  try {
    for (const name of [
      'src',
      'tools/door-globals.d.ts',
      'package.json',
      'tsconfig.json',
      'tsconfig.door.json',
    ]) {
      cpSync(root + name, join(copy, name), { recursive: true })
    }
    symlinkSync(`${root}node_modules`, join(copy, 'node_modules'))
    mkdirSync(join(copy, 'src/planted'))
    for (const [name, text] of Object.entries(planted)) {
      writeFileSync(join(copy, `src/planted/${name}.ts`), text)
      appendFileSync(join(copy, 'src/errors.ts'), `\nimport './planted/${name}.ts'\n`)
    }
    const { out } = await run('tsc', ['-p', 'tsconfig.door.json', '--pretty', 'false'], {
      cwd: copy,
      mayFail: true,
    })
    return out
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
