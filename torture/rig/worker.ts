import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { atExit } from './at-exit.ts'

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  /** Whether it was ended here, because it took too long. */
  readonly hung: boolean
}

export interface WorkerOptions {
  /** A command that runs the process, such as `['strace', …]`. */
  readonly through?: readonly string[]
  /** Milliseconds after which it counts as hanging. */
  readonly limit?: number
}

/** A process that is given a task and tells what it did, one JSON text a line, until it ends or is ended. */
export class Worker<Told> {
  readonly told: Told[] = []
  readonly ended: Promise<Ended>
  readonly #child: ChildProcess
  readonly #first: Promise<unknown>
  #hear: (told: Told) => void = () => {}

  /** Runs the file with the task; it finds both in `rig/parent.ts`. */
  constructor(file: string, task: object, { through = [], limit = 60_000 }: WorkerOptions = {}) {
    const [program, ...args] = [...through, process.execPath, '--no-warnings', file, JSON.stringify(task)]
    const child = spawn(program!, args, { stdio: ['pipe', 'ignore', 'pipe', 'pipe'] })
    this.#child = child
    const pipe = child.stdio[3] as Readable
    let heardFirst = () => {}
    this.#first = new Promise<void>(resolve => (heardFirst = resolve))
    const lines = createInterface({ input: pipe })
    lines.on('line', line => {
      const told = parse<Told>(line)
      if (told === undefined) return
      this.told.push(told)
      heardFirst()
      this.#hear(told)
    })
    // Whoever is killed while being told of something is not to be told.
    ;(child.stdin as Writable).on('error', () => {})
    this.ended = this.#end(child, limit, once(lines, 'close'))
  }

  get pid(): number {
    return this.#child.pid!
  }

  /** Settles when it has told something, or ended. */
  async first(): Promise<void> {
    await Promise.race([this.#first, this.ended])
  }

  onTold(hear: (told: Told) => void): void {
    this.#hear = hear
  }

  /** Gives it a line, for which it may wait. */
  say(line: string): void {
    this.#child.stdin!.write(`${line}\n`)
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async #end(child: ChildProcess, limit: number, read: Promise<unknown>): Promise<Ended> {
    let stderr = ''
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    let hung = false
    const timer = setTimeout(() => (hung = child.kill('SIGKILL')), limit)
    const stay = atExit(() => void child.kill('SIGKILL'))
    const [[code, signal]] = await Promise.all([once(child, 'close'), read])
    clearTimeout(timer)
    stay()
    return { code, signal, stderr, hung }
  }
}

/** What was being written when the process was killed is no line. */
function parse<Told>(line: string): Told | undefined {
  try {
    return JSON.parse(line) as Told
  } catch {
    return undefined
  }
}
