import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { weighPage } from '../../bench/sizes.ts'
import { root } from '../../tools/entries.ts'

async function bundled(page: string): Promise<{ readonly code: string; readonly made: unknown }> {
  const { code } = await weighPage(page, root)
  const file = join(mkdtempSync(join(tmpdir(), 'varve-bundled-')), 'page.mjs')
  writeFileSync(file, code)
  const { made }: { made: unknown } = await import(pathToFileURL(file).href)
  return { code, made }
}

test('a page that imports create alone has what collections need', async () => {
  const page = `
    import { create } from 'varve/immutable'
    const map = create({ map: new Map([['a', 1]]) }).map
    export const made = [...map.with('b', 2)]`
  expect((await bundled(page)).made).toEqual([['a', 1], ['b', 2]]) // prettier-ignore
})

test('a page that imports the door alone does not load lists', async () => {
  const page = `
    import { update } from 'varve'
    export const made = update({ n: 1 }, d => void (d.n = 2))`
  const { code, made } = await bundled(page)
  expect(made).toEqual({ n: 2 })
  expect(code).not.toContain('ImmutableList(')
})
