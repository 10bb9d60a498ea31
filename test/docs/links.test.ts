import { existsSync, globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'

const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).toSorted()
const read = (page: string) => readFileSync(root + page, 'utf8')

/** Headings as GitHub names them, and anchors by hand. */
function anchorsOf(page: string): string[] {
  const text = read(page).replaceAll(/^```[^]*?^```$/gm, '')
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return [...headings, ...[...text.matchAll(/<a id="([^"]*)">/g)].map(match => match[1]!)]
}

test.each(pages)('every link of %s leads somewhere', page => {
  const targets = [
    ...read(page)
      .replaceAll(/^```[^]*?^```$/gm, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(match => match[1]!)
  const broken = targets.filter(target => {
    if (/^[a-z]+:/.test(target)) return false
    const [path, anchor] = target.split('#') as [string, string?]
    const file = path === '' ? page : posix.join(posix.dirname(page), path)
    if (!existsSync(root + file)) return true
    return anchor !== undefined && !anchorsOf(file).includes(anchor)
  })
  expect(broken).toEqual([])
})

test('the architecture names files that exist', () => {
  const text = read('docs/architecture.md')
  const sources = globSync('src/**/*.ts', { cwd: root })
  const named = [...text.matchAll(/`([a-z/-]+\.ts)`/g)].map(match => match[1]!)
  expect(named.length).toBeGreaterThan(20)
  expect(
    named.filter(name => !existsSync(root + name) && !sources.some(source => source.endsWith(`/${name}`))),
  ).toEqual([])
})
