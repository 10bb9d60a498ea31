import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { root } from './entries.ts'

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Ends the program, as a failure. */
  readonly timeout?: number
  /** Takes a failing exit as an answer instead of throwing. */
  readonly mayFail?: boolean
}

/** Runs a program of the project's own `node_modules/.bin`, or of the PATH, without a terminal's colours. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Said> {
  const path = `${root}node_modules/.bin${delimiter}${process.env['PATH'] ?? ''}`
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1', ...options.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeout ?? 120_000,
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => resolve(status ?? (signal ? 128 : 1)))
  })
  if (code !== 0 && !options.mayFail) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code}\n${said.out}${said.err}`)
  }
  return { code, ...said }
}
