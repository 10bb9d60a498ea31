import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Campaign, Run } from '../campaign.ts'
import { audit } from '../ledger/audit.ts'
import type { Made } from '../ledger/changes.ts'
import { Worker } from '../rig/worker.ts'
import { Disk, noDisk } from './disk.ts'
import type { Task, Told } from './writer.ts'

const file = join(import.meta.dirname, 'writer.ts')
/** So often the power goes for one process; then comes another, which finds a log. */
const CUTS_PER_LIFE = 4

/** The power goes right after an acknowledgement. */
export const campaign: Campaign = {
  about: 'a disk is copied as it is right after an acknowledgement, and the copy started up',
  needsFiles: true,
  sizes: { cuts: { normal: 20, short: 6, about: 'how often' } },
  plants: ['normal'],
  cannot: noDisk,
  async run(run) {
    const disk = Disk.make(run.asked.folder)
    try {
      const place = join(disk.mount, 'place')
      mkdirSync(place)
      run.asked.subject.prepare?.(place)
      const acknowledged: Made[] = []
      for (let life = 1, cuts = 0; cuts < run.size('cuts'); life++) {
        const count = Math.min(CUTS_PER_LIFE, run.size('cuts') - cuts)
        await live(run, disk, place, life, count, acknowledged)
        cuts += count
      }
    } finally {
      disk.end()
    }
  },
}

async function live(run: Run, disk: Disk, place: string, life: number, cuts: number, acknowledged: Made[]) {
  const { subject, seed, plant } = run.asked
  const task: Task = { subject: subject.name, place, seed, life, ...(plant && { plant }) }
  const worker = new Worker<Told>(file, task, { limit: 300_000 })
  try {
    await worker.first()
    for (let cut = 1; cut <= cuts; cut++) {
      const told = worker.told[cut - 1]
      if (!told) {
        const { code, signal, stderr } = await worker.ended
        return run.fail(`life ${life} ended by itself (${signal ?? code}): ${stderr.slice(0, 500)}`)
      }
      acknowledged.push(...told.made)
      await goDark(run, disk, acknowledged, `cut ${cut} of life ${life}`)
      const next = new Promise<void>(resolve => worker.onTold(() => resolve()))
      worker.say('go')
      if (cut < cuts) await Promise.race([next, worker.ended])
    }
  } finally {
    worker.kill('SIGKILL')
    await worker.ended
  }
  // It may have written more than it told; the next one goes on from there.
  for (const { made } of worker.told.slice(cuts)) acknowledged.push(...made)
}

async function goDark(run: Run, disk: Disk, acknowledged: readonly Made[], when: string): Promise<void> {
  const cut = disk.cut(run.asked.folder)
  try {
    run.count('cuts')
    run.counts.set('acknowledged', acknowledged.length)
    const complaints = cut.complaints()
    if (complaints !== undefined)
      run.fail(`${when}: the file system itself is broken: ${complaints.slice(0, 300)}`)
    const { subject } = run.asked
    const place = join(cut.mount, 'place')
    const { problems: found } = await audit(subject, place, acknowledged)
    const problems = [...found, ...(subject.problems?.(place) ?? [])]
    if (problems.length > 0)
      run.fail(`${when}: ${problems.length} problems: ${problems.slice(0, 3).join('; ')}`)
  } finally {
    cut.end()
  }
}
