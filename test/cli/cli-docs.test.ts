import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cliPage } from '../../tools/cli-docs.ts'
import { root } from '../../tools/entries.ts'

test('docs/cli.md says what the help texts say; node tools/cli-docs.ts writes it anew', async () => {
  expect(readFileSync(`${root}docs/cli.md`, 'utf8')).toBe(await cliPage())
})
