import { campaigns } from './campaigns.ts'
import type { Command } from './command-line.ts'
import { perform } from './perform.ts'
import { isOthersPlant, subjectOf } from './subject/subjects.ts'

/** What else is run on other stores, beside all on the one that was asked for. */
const others: readonly (readonly [store: string, name: string])[] = [
  ['postgres', 'kill'],
  ['postgres', 'occ'],
]

/** Runs every campaign in each of its modes, then with each defect that can be planted; these have to fail. */
export async function performAll(asked: Command): Promise<boolean> {
  const faults: string[] = []
  const all = Object.keys(campaigns).map(name => [asked.store, name] as const)
  for (const [store, name] of [...all, ...others.filter(([other]) => other !== asked.store)]) {
    const [campaign, command] = [campaigns[name]!, { ...asked, store }]
    for (const mode of campaign.modes ?? [undefined]) {
      if ((await perform(name, campaign, { ...command, mode })) === 'failed')
        faults.push([name, mode].filter(Boolean).join(' '))
    }
    for (const plant of campaign.plants) {
      if (isOthersPlant(plant, subjectOf(campaign.store ?? store))) continue
      if ((await perform(name, campaign, { ...command, plant, patience: 1 })) === 'passed')
        faults.push(`${name} does not see ${plant}`)
    }
  }
  console.log(
    faults.length > 0 ? `not kept: ${faults.join('; ')}` : 'torture: everything acknowledged was kept',
  )
  return faults.length === 0
}
