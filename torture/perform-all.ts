import { campaigns } from './campaigns.ts'
import type { Command } from './command-line.ts'
import { perform } from './perform.ts'
import { isOthersPlant, subjectOf } from './subject/subjects.ts'

/** Runs every campaign in each of its modes, then with each defect that can be planted; these have to fail. */
export async function performAll(command: Command): Promise<boolean> {
  const faults: string[] = []
  for (const [name, campaign] of Object.entries(campaigns)) {
    for (const mode of campaign.modes ?? [undefined]) {
      if ((await perform(name, campaign, { ...command, mode })) === 'failed')
        faults.push([name, mode].filter(Boolean).join(' '))
    }
    for (const plant of campaign.plants) {
      if (isOthersPlant(plant, subjectOf(command.store))) continue
      if ((await perform(name, campaign, { ...command, plant, patience: 1 })) === 'passed')
        faults.push(`${name} does not see ${plant}`)
    }
  }
  console.log(
    faults.length > 0 ? `not kept: ${faults.join('; ')}` : 'torture: everything acknowledged was kept',
  )
  return faults.length === 0
}
