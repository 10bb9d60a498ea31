import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '../campaign.ts'
import { Worker } from '../rig/worker.ts'
import type { Task, Told } from './tally.ts'

const file = join(import.meta.dirname, 'worker.ts')

/** How processes append together. */
export interface Together {
  /** How often each does. */
  readonly appends: number
  /** Whether each change is an append of its own; by default they come in ticks of several as well. */
  readonly oneByOne?: boolean
  /** What else is done meanwhile, until it is over; by default some are killed, and some stopped for a while. */
  readonly upset?: (isOver: () => boolean) => Promise<void>
}

/** Every process to its end, however often it is upset. Gives what each was told, in this order. */
export async function appendTogether(
  run: Run,
  { appends, oneByOne = false, upset }: Together,
): Promise<readonly (readonly string[])[]> {
  const procs = Array.from({ length: run.size('procs') }, (_, id) => new Proc(run, id, { appends, oneByOne }))
  let isOver = false
  const upsetting = upset ? upset(() => isOver) : upsetProcs(run, procs)
  try {
    await Promise.all(procs.map(proc => proc.run()))
  } finally {
    isOver = true
    for (const proc of procs) proc.end()
    await upsetting
  }
  return procs.map(({ made }) => made)
}

/** One of the processes, with all that come after it when it is killed. */
class Proc {
  /** What it was told, in this order. */
  readonly made: string[] = []
  readonly #run: Run
  readonly #id: number
  readonly #appends: number
  readonly #oneByOne: boolean
  #worker: Worker<Told> | undefined
  #isEnded = false

  constructor(run: Run, id: number, { appends, oneByOne }: Pick<Together, 'appends' | 'oneByOne'>) {
    this.#run = run
    this.#appends = appends
    this.#oneByOne = oneByOne === true
    this.#id = id
  }

  async run(): Promise<void> {
    const { subject, folder: place, plant } = this.#run.asked
    const to = this.#appends
    const durable = this.#oneByOne || this.#id % 2 === 0 ? 'each' : 'tick'
    for (let life = 1; !this.#isEnded; life++) {
      const task: Task = {
        ...{ subject: subject.name, place, id: this.#id, life, from: this.made.length, to, durable },
        ...(plant && { plant }),
      }
      // A store that lies may keep a process from ever coming to its end, which shows that it lies.
      const worker = new Worker<Told>(file, task, { limit: plant ? 20_000 : 900_000 })
      this.#worker = worker
      const { code, signal, stderr, hung } = await worker.ended
      this.#worker = undefined
      for (const told of worker.told) this.#hear(told)
      if (code === 0) return
      if (signal !== 'SIGKILL' || hung)
        this.#run.fail(
          `process ${this.#id} ${hung ? 'hangs' : `ended with ${signal ?? code}: ${stderr.slice(0, 600)}`}`,
        )
    }
  }

  get isRunning(): boolean {
    return this.#worker !== undefined
  }

  signal(signal: NodeJS.Signals): void {
    this.#worker?.kill(signal)
  }

  /** Nothing of it goes on. */
  end(): void {
    this.#isEnded = true
    this.signal('SIGKILL')
  }

  #hear(told: Told): void {
    if ('made' in told) {
      this.made.push(...told.made)
      this.#run.count('acknowledged', told.made.length)
    } else if ('wrong' in told) this.#run.fail(told.wrong)
    else {
      this.#run.count('recipes that failed for a lost race', told.conflicts)
      this.#run.count('waits for a stopped one', told.busy)
      if (told.conflicts > 0)
        this.#run.fail(`${told.conflicts} recipes of process ${this.#id} failed with CONFLICT`)
    }
  }
}

async function upsetProcs(run: Run, procs: readonly Proc[]): Promise<void> {
  const random = run.random('upsets')
  for (let count = run.size('upsets'); count > 0; count--) {
    await sleep(200 + random.below(400))
    const running = procs.filter(proc => proc.isRunning)
    if (running.length === 0) return
    const proc = random.pick(running)
    if (random.next() < 0.5) {
      run.count('kills')
      proc.signal('SIGKILL')
      continue
    }
    run.count('pauses')
    proc.signal('SIGSTOP')
    await sleep(run.size('pause') * 1000)
    proc.signal('SIGCONT')
  }
}
