import type { Campaign } from '../campaign.ts'
import { appendTogether } from './append-together.ts'
import { checkTally } from './check-tally.ts'
import { setAgainst } from './set-against.ts'

/** Several processes, one variable. */
export const campaign: Campaign = {
  about:
    'processes append to one variable, some killed or stopped meanwhile; or two set it at the same moment',
  sizes: {
    procs: { normal: 8, short: 4, about: 'how many processes append' },
    appends: { normal: 500, short: 60, about: 'how often each does' },
    upsets: {
      normal: 20,
      short: 3,
      about: 'how often one is killed and started again, or stopped for a while',
    },
    pause: { normal: 2, short: 1, about: 'for how many seconds it is stopped' },
    races: { normal: 500, short: 60, about: 'how often two set it, with --mode set' },
  },
  modes: ['append', 'set'],
  plants: ['blind'],
  async run(run) {
    run.asked.subject.prepare?.(run.asked.folder)
    if (run.asked.mode === 'set') return setAgainst(run)
    await checkTally(run, await appendTogether(run, { appends: run.size('appends') }))
  },
}
