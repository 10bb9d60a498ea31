import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { root } from '../../tools/entries.ts'

/** Whether system calls can be watched and made to fail here; a machine that counts must be able to. */
export const canTrace: boolean =
  existsSync('/usr/bin/strace') && spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0

if (!canTrace) {
  const message = 'strace is left out: it is not installed, or may not trace here'
  if (process.env['CI'] === 'true') throw new Error(message)
  console.log(message)
}

/** One call that a program made, by its name and its place among all of that name. */
export interface Call {
  readonly name: string
  readonly nth: number
  readonly text: string
}

/** How a traced program ended: the last line that it said, undefined where it was killed before. */
export interface Traced {
  readonly said: string | undefined
  readonly signal: string | null
}

/**
 * Runs a program that says "ready" and then waits for a line, and lists the calls that its main thread made from there
 * to the next line that it said.
 */
export async function callsOf(log: string, program: readonly string[]): Promise<Call[]> {
  await traced(['-o', log, '-e', 'trace=%file,%desc,fsync'], program)
  const counts = new Map<string, number>()
  const calls: Call[] = []
  for (const text of readFileSync(log, 'utf8').split('\n')) {
    if (text.startsWith('write(1, ')) break
    const name = /^(\w+)\(/.exec(text)?.[1]
    // The wait goes on where it was when the tracer came.
    if (!name || text.includes('read(0,')) continue
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    calls.push({ name, nth, text })
  }
  return calls
}

/** Runs such a program; one call goes wrong: `fault` is like `error=ENOSPC` or `signal=KILL`. */
export async function runWithFault(
  { name, nth }: Call,
  fault: string,
  program: readonly string[],
): Promise<Traced> {
  return traced(['-o', '/dev/null', '-e', `inject=${name}:${fault}:when=${nth}`], program)
}

async function traced(options: readonly string[], program: readonly string[]): Promise<Traced> {
  const child = spawn(`${root}node_modules/.bin/node`, program, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(child.stdout, 'data')
  const strace = spawn('strace', [...options, '-p', String(child.pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const left = once(strace, 'exit')
  // It says that it is attached.
  await once(strace.stderr, 'data')
  child.stdin.write('\n')
  const [[, signal]] = await Promise.all([ended, left])
  return { said: said.split('\n').at(-2)?.replace('ready', '') || undefined, signal }
}
