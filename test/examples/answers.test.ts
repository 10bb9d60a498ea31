import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'
import { run } from '../../tools/run.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'varve-answers-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

/** What a run prints of the file. */
async function keptOf(): Promise<string[]> {
  const { out } = await run('node', [`${root}examples/answers/main.ts`], { cwd, timeout: 15_000 })
  return out.slice(out.indexOf('Kept in answers.db')).trim().split('\n')
}

test('two runs find out, the third finds nothing more and changes nothing', { timeout: 30_000 }, async () => {
  const kept = [await keptOf(), await keptOf(), await keptOf()]
  expect(kept.map(lines => lines[1]!.trim().split(/ {2,}/)[1])).toEqual([
    'nothing',
    '42 m, seen by bo (Answer)',
    '42 m, seen by bo (Answer)',
  ])
  expect(kept[2]![2]).toContain('nothing more to find out')
  expect(kept[2]!.slice(3)).toEqual(kept[1]!.slice(2))
})

test('a foreign file is refused and left as it is', async () => {
  writeFileSync(join(cwd, 'answers.db'), 'a letter to my aunt')
  await expect(keptOf()).rejects.toThrow('NOT_OURS')
})
