import { join } from 'node:path'
import type { Campaign, Run } from '../campaign.ts'
import { cannotMount } from '../rig/system.ts'
import { Worker } from '../rig/worker.ts'
import { ways, type Task, type Told, type Way } from './ways.ts'

const file = join(import.meta.dirname, 'worker.ts')

/** Too little room, at every place at which that can show. */
export const campaign: Campaign = {
  about: 'four appends with room for so many pages, for so many bytes, or on a disk that cannot be written',
  needsFiles: true,
  sizes: {
    bytes: { normal: 37, short: 997, about: 'a limit at every so many bytes' },
    pages: { normal: 1, short: 3, about: 'free pages, every so many' },
  },
  plants: ['swallow'],
  cannot: cannotMount,
  async run(run) {
    const only = run.asked.only?.split(':')
    for (const way of ways) {
      if (only && only[0] !== way) continue
      await play(run, way, only && Number(only[1]))
    }
  },
}

async function play(run: Run, way: Way, only: number | undefined): Promise<void> {
  const { subject, folder, plant } = run.asked
  const step = way === 'bytes' ? run.size('bytes') : run.size('pages')
  const last = way === 'read-only' ? 1 : Infinity
  const task: Task = {
    subject: subject.name,
    folder: join(folder, way),
    way,
    from: only ?? 0,
    step,
    to: only === undefined ? Math.min(last, 1_000_000) : only + 1,
    ...(plant && { plant }),
  }
  // In a world of its own, so that its mounts end with it.
  const worker = new Worker<Told>(file, task, { through: ['unshare', '-m'], limit: 600_000 })
  const { signal, code, stderr, hung } = await worker.ended
  for (const { id, problems, failed } of worker.told) {
    run.count(`${way} rooms`)
    for (const codes of failed) run.count(`told as ${codes}`)
    if (problems.length > 0) run.fail(`${id}: ${problems.slice(0, 2).join('; ')}`, id)
  }
  if (signal !== 'SIGKILL' && code !== 137)
    run.fail(
      `${way}: ${hung ? 'hangs' : `ended with ${signal ?? code}`} after ${worker.told.at(-1)?.id}: ${stderr.slice(0, 500)}`,
    )
}
