import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Measured, Run } from './case.ts'

const child = join(import.meta.dirname, 'child.ts')

/** Measures one candidate in a process of its own; its last line is the answer. */
export async function inProcess(suite: string, row: string, candidate: string, run: Run): Promise<Measured> {
  const flags = ['--expose-gc', '--max-old-space-size=8192', '--disable-warning=ExperimentalWarning']
  const args = [...flags, child, suite, row, candidate, JSON.stringify(run)]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    // Peers check more in development.
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 2 ** 26,
  })
  const measured: Measured = JSON.parse(stdout.trimEnd().split('\n').at(-1)!)
  return measured
}
