import { join } from 'node:path'
import type { Run } from '../campaign.ts'
import { Worker } from '../rig/worker.ts'
import type { RaceTask, RaceTold } from './setter.ts'

const file = join(import.meta.dirname, 'setter.ts')

/** Two processes set what stands on the same head, at the same moment, again and again. */
export async function setAgainst(run: Run): Promise<void> {
  const { subject, folder: place, plant } = run.asked
  const races = run.size('races')
  const task = (id: number): RaceTask => ({ subject: subject.name, place, id, ...(plant && { plant }) })
  const setters: Worker<RaceTold>[] = []
  try {
    for (const id of [0, 1]) {
      const setter = new Worker<RaceTold>(file, task(id), { limit: 600_000 })
      setters.push(setter)
      // The first begins the variable, so that both stand on the same head.
      await setter.first()
    }
    for (let race = 0; race < races; race++) {
      const heard = setters.map(setter => new Promise<void>(resolve => setter.onTold(() => resolve())))
      for (const setter of setters) setter.say('go')
      await Promise.race([Promise.all(heard), ...setters.map(each => each.ended)])
      judge(
        run,
        race,
        setters.map(({ told }) => told[race + 1]),
      )
    }
  } finally {
    for (const setter of setters) setter.kill('SIGKILL')
    await Promise.all(setters.map(setter => setter.ended))
  }
}

function judge(run: Run, race: number, [one, other]: (RaceTold | undefined)[]): void {
  if (!one || !other) return run.fail(`race ${race}: a process ended before it`)
  run.count('races')
  const [winner, loser] = one.won ? [one, other] : [other, one]
  if (!winner.won || loser.won) return run.fail(`race ${race}: ${winner.won ? 'both' : 'neither'} won`)
  run.count(`won by ${winner.id}`)
  if (loser.code !== 'CONFLICT') run.fail(`race ${race}: the loser hears ${loser.code}`)
  if (loser.withdrawn.join() !== loser.set)
    run.fail(`race ${race}: withdrawn is ${loser.withdrawn.join()}, not ${loser.set}`)
  if (winner.value !== winner.set || loser.value !== winner.set)
    run.fail(`race ${race}: the winner set ${winner.set}; they have ${winner.value} and ${loser.value}`)
  if (winner.index !== loser.index)
    run.fail(`race ${race}: they stand at @${winner.index} and @${loser.index}`)
}
