import { setTimeout as sleep } from 'node:timers/promises'
import { binariesOf } from '../../tools/postgres/binaries.ts'
import { CuttingProxy, type Cut } from '../../tools/postgres/cutting-proxy.ts'
import { PostgresServer } from '../../tools/postgres/server.ts'
import type { Campaign, Run } from '../campaign.ts'
import { appendTogether } from '../occ/append-together.ts'
import { checkTally } from '../occ/check-tally.ts'

/** Answers that are swallowed come most often: of an append that was kept nobody hears. */
const cuts: readonly Cut[] = ['unheard', 'unheard', 'unasked', 'idle']

/** Connections are cut, and the server is killed. */
export const campaign: Campaign = {
  about:
    'processes append to one variable in PostgreSQL, over connections that are cut, while the server is killed',
  store: 'postgres',
  sizes: {
    appends: { normal: 1_000, short: 120, about: 'how many changes are made together' },
    procs: { normal: 4, short: 3, about: 'how many processes make them' },
    cuts: { normal: 200, short: 30, about: 'how often a connection is cut' },
    'server-kills': { normal: 5, short: 1, about: 'how often the server is killed and started again' },
  },
  plants: ['trusting', 'forgetful', 'blind'],
  cannot: () => (binariesOf() ? undefined : 'npm has no PostgreSQL for this machine'),
  async run(run) {
    const server = (await PostgresServer.make())!
    const given = process.env['DATABASE_URL']
    try {
      await server.start()
      const proxy = await CuttingProxy.before(server.url)
      process.env['DATABASE_URL'] = proxy.url
      const appends = Math.ceil(run.size('appends') / run.size('procs'))
      const made = await appendTogether(run, {
        appends,
        upset: isOver => hurt(run, { proxy, server, isOver }),
      })
      run.count('cuts', proxy.cuts)
      await proxy.stop()
      process.env['DATABASE_URL'] = server.url
      await checkTally(run, made)
    } finally {
      process.env['DATABASE_URL'] = given ?? ''
      await server.stop()
    }
  },
}

interface Hurt {
  readonly proxy: CuttingProxy
  readonly server: PostgresServer
  isOver(): boolean
}

/** Cuts and kills as the work goes on, so that all of it is hurt alike. */
async function hurt(run: Run, { proxy, server, isOver }: Hurt): Promise<void> {
  const random = run.random('cuts')
  const [total, kills] = [run.size('cuts'), run.size('server-kills')]
  let [cut, killed] = [0, 0]
  while (!isOver()) {
    const progress = (run.counts.get('acknowledged') ?? 0) / run.size('appends')
    if (killed < kills && progress * (kills + 1) > killed + 1) {
      killed += 1
      await sleep(random.below(20))
      await server.kill()
      run.count('server kills')
      await server.restart()
    }
    // One after the other, so that each hits what came back after the one before.
    if (cut < total && (cut === 0 || progress * total >= cut)) {
      cut += 1
      proxy.cutNext(random.pick(cuts))
    }
    await sleep(1 + random.below(6))
  }
}
