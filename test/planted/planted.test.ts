import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../tools/entries.ts'
import { databaseUrl } from '../postgres/database.ts'
import { faults } from './faults.ts'

const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')

test.each(faults.filter(({ file }) => databaseUrl || !file.includes('/postgres/')))(
  '$name is caught',
  ({ name, caughtBy: [file, title] }) => {
    const folder = mkdtempSync(join(tmpdir(), 'varve-planted-'))
    const output = join(folder, 'report.json')
    const args = [vitest, 'run', file, '-t', title, '--reporter=json', `--outputFile=${output}`]
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      // The server of this run is theirs as well.
      env: { ...process.env, PLANT: name, DATABASE_URL: databaseUrl },
      encoding: 'utf8',
    })
    const report = JSON.parse(readFileSync(output, 'utf8')) as Report
    rmSync(folder, { recursive: true })
    const failed = report.testResults
      .flatMap(each => each.assertionResults)
      .filter(each => each.status === 'failed')
    // The named test must have run and failed by an assertion; a fault that breaks the build proves nothing.
    expect(failed.length, stdout + stderr).toBeGreaterThan(0)
    for (const { fullName } of failed) expect(fullName).toContain(title)
  },
  60_000,
)

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}
