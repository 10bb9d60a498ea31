import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestContext } from 'vitest'

/** What `appending.ts` says at its end. */
export interface Said {
  readonly said: readonly string[]
  readonly lines: number
}

const program = join(import.meta.dirname, 'appending.ts')

/** Runs `appending.ts` behind another command, such as strace. */
export function appending(before: readonly string[], file: string, from: number, to: number): Said {
  const command = [...before, process.execPath, program, file, String(from), String(to)]
  const { stdout, stderr, status } = spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}\n${stderr}`)
  return JSON.parse(stdout) as Said
}

/** Leaves a test out, with one line that says why, where a command does not work here; where tests must all run, it fails. */
export function needs(context: TestContext, what: string, ...command: [string, ...string[]]): void {
  const { status } = spawnSync(command[0], command.slice(1), { stdio: 'ignore' })
  if (status === 0) return
  if (process.env['CI'] === 'true')
    throw new Error(`this test needs ${what}, and with CI=true none is left out`)
  context.skip(`it needs ${what}`)
}
