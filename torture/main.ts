/** `npm run torture -- NAME [options]`: hurts a store in one way, and says whether it kept what it promised. */
import { campaignNames, campaigns } from './campaigns.ts'
import { commandOf, Usage } from './command-line.ts'
import { perform } from './perform.ts'
import { performAll } from './perform-all.ts'

const [name, ...args] = process.argv.slice(2)

try {
  if (name === 'all') {
    process.exitCode = (await performAll(commandOf(args))) ? 0 : 1
  } else {
    const campaign = campaigns[name ?? '']
    if (!campaign)
      throw new Usage(
        `npm run torture -- NAME [options], where NAME is one of: ${[...campaignNames, 'all'].join(', ')}\n${usage()}`,
      )
    process.exitCode = (await perform(name!, campaign, commandOf(args, campaign))) === 'failed' ? 1 : 0
  }
} catch (error) {
  if (!(error instanceof Usage)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function usage(): string {
  const lines = campaignNames.flatMap(each => {
    const { about, sizes, modes = [], plants } = campaigns[each]!
    const options = Object.entries(sizes).map(
      ([size, { normal, short, about: what }]) =>
        `    --${size} ${normal}  ${what}${short === normal ? '' : ` (${short} with --short)`}`,
    )
    const choices = modes.length > 0 ? [`    --mode ${modes.join('|')}`] : []
    return [
      `  ${each}: ${about}`,
      ...options,
      ...choices,
      `    --plant ${plants.join('|')}  a defect, with which it has to fail`,
    ]
  })
  return [
    ...lines,
    '  each: --store sqlite, --short, --seed N, --only WHICH, --patience FAILURES after which it stops, --dir FOLDER in which it makes one of its own',
  ].join('\n')
}
