import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import type { Campaign, Run } from '../campaign.ts'
import { Worker } from '../rig/worker.ts'
import { readByCommand } from './command.ts'
import type { Batch, Told } from './reader.ts'
import { makeSpecimen } from './specimen.ts'

const file = join(import.meta.dirname, 'reader.ts')
const BATCH = 250

/** Damage to a closed file; whoever reads it gets what was kept, or is refused. */
export const campaign: Campaign = {
  about:
    'bits of a closed file are flipped, pages zeroed and swapped, its end cut off; then everything is read',
  needsFiles: true,
  sizes: {
    flips: { normal: 2_000, short: 500, about: 'how many, each on a fresh copy' },
    commands: { normal: 40, short: 10, about: 'for how many of them the command is asked, too' },
    jobs: { normal: 2, short: 2, about: 'how many processes at a time' },
  },
  plants: ['unchecked'],
  async run(run) {
    const whole = join(run.asked.folder, 'whole')
    mkdirSync(whole)
    run.asked.subject.prepare?.(whole)
    await makeSpecimen(run.asked.subject.store(whole))
    const { only } = run.asked
    const from = only === undefined ? 0 : Number(only)
    const to = only === undefined ? run.size('flips') : from + 1
    const starts = Array.from({ length: Math.ceil((to - from) / BATCH) }, (_, i) => from + i * BATCH).values()
    const jobs = Array.from({ length: run.size('jobs') }, async (_, job) => {
      const place = join(run.asked.folder, `job-${job}`)
      mkdirSync(place)
      for (const start of starts) await batch(run, whole, place, start, Math.min(start + BATCH, to))
    })
    for (const outcome of await Promise.allSettled(jobs))
      if (outcome.status === 'rejected') throw outcome.reason
    if (run.asked.plant || !run.asked.subject.isFiles) return
    const asked =
      only === undefined
        ? run.random('commands').sample(
            Array.from({ length: to }, (_, flip) => flip),
            run.size('commands'),
          )
        : [from]
    readByCommand(run, whole, asked)
  },
}

/** A flip that ends the process is the one that was begun last; the others go on in another process. */
async function batch(run: Run, whole: string, place: string, from: number, to: number): Promise<void> {
  const { subject, seed, plant } = run.asked
  const task: Batch = { subject: subject.name, whole, place, seed, from, to, ...(plant && { plant }) }
  const worker = new Worker<Told>(file, task, { limit: 120_000 })
  const { code, signal, stderr, hung } = await worker.ended
  for (const told of worker.told) if ('flip' in told) book(run, told)
  const begun = worker.told.findLast(told => 'begun' in told)?.begun
  if (code === 0) return
  run.fail(
    `flip ${begun}: the process ${hung ? 'hangs' : `ended with ${signal ?? code}: ${stderr.slice(0, 400)}`}`,
    String(begun),
  )
  if (begun !== undefined && begun + 1 < to) await batch(run, whole, place, begun + 1, to)
}

function book(run: Run, { flip, same, refused, wrong }: Extract<Told, { flip: number }>): void {
  run.count('flips')
  run.count('variables read right', same)
  for (const code of refused) run.count(`refused as ${code}`)
  if (wrong.length > 0) run.fail(`flip ${flip}, ${wrong[0]}`, String(flip))
}
