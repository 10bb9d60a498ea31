import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Campaign, Run } from '../campaign.ts'
import { audit } from '../ledger/audit.ts'
import { allNames, type Made, type Name } from '../ledger/changes.ts'
import { Worker } from '../rig/worker.ts'
import type { Life, Told } from './worker.ts'

const file = join(import.meta.dirname, 'worker.ts')

/** SIGKILL at any moment; whoever comes next finds all that was acknowledged. */
export const campaign: Campaign = {
  about: 'a program is killed while it writes, again and again on one store',
  sizes: {
    kills: { normal: 200, short: 40, about: 'how often' },
    window: {
      normal: 40,
      short: 40,
      about: 'a kill comes within so many milliseconds after the first acknowledgement',
    },
    audit: { normal: 250, short: 20, about: 'everything is read after so many kills, and at the end' },
  },
  plants: ['early', 'in-place'],
  async run(run) {
    const kills = run.size('kills')
    const { lives = Infinity } = run.asked.subject
    let [place, acknowledged]: [string, Made[]] = ['', []]
    for (let life = 1; life <= kills; life++) {
      if (place === '' || (life - 1) % lives === 0) {
        if (place !== '') await look(run, place, acknowledged)
        ;[place, acknowledged] = [join(run.asked.folder, `from-${life}`), []]
        mkdirSync(place)
        run.asked.subject.prepare?.(place)
      }
      await live(run, life, place, acknowledged)
      run.fail(run.asked.subject.problems?.(place) ?? [])
      if (life % run.size('audit') === 0 || life === kills) await look(run, place, acknowledged)
    }
  },
}

async function live(run: Run, life: number, place: string, acknowledged: Made[]): Promise<void> {
  const { subject, seed, plant } = run.asked
  const task: Life = { subject: subject.name, place, seed, life, ...(plant && { plant }) }
  const worker = new Worker<Told>(file, task)
  const random = run.random('kill', life)
  // Some are killed while they open, when what the one before left behind is put right.
  if (random.next() < 0.15) await sleep(random.below(120))
  else {
    await worker.first()
    await new Promise<void>(resolve => {
      worker.onTold(() => resolve())
      void worker.ended.then(() => resolve())
    })
    await sleep(random.next() * run.size('window'))
  }
  worker.kill('SIGKILL')
  const { signal, code, stderr } = await worker.ended
  if (signal !== 'SIGKILL')
    run.fail(`life ${life} ended by itself (${signal ?? code}): ${stderr.slice(0, 600)}`)
  run.count('kills')
  const [opening, ...told] = worker.told
  if (!opening) return run.count('while opening')
  if ('found' in opening) check(run, life, opening.found, acknowledged)
  for (const each of told) {
    if (!('made' in each)) continue
    acknowledged.push(...each.made)
    run.count('acknowledged', each.made.length)
  }
}

/** What a life finds is at least what the ones before it were told. */
function check(
  run: Run,
  life: number,
  found: Readonly<Record<Name, number>>,
  acknowledged: readonly Made[],
): void {
  for (const name of allNames) {
    const last = acknowledged.findLast(made => made.name === name)
    if (last && last.index >= found[name])
      run.fail(
        `life ${life} finds ${found[name]} revisions of ${name}; @${last.index} (${last.token}) was acknowledged`,
      )
  }
}

async function look(run: Run, place: string, acknowledged: readonly Made[]): Promise<void> {
  const { problems, unacknowledged } = await audit(run.asked.subject, place, acknowledged)
  run.counts.set('kept though not acknowledged', unacknowledged)
  run.count('audits')
  run.fail(problems)
}
