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
    const appends = Math.ceil(run.size('appends') / run.size('procs'))
    let proxy: CuttingProxy | undefined
    try {
      await server.start()
      proxy = await CuttingProxy.before(server.url)
      // As over a network, so that there is time to be hurt.
      proxy.latency = 6
      process.env['DATABASE_URL'] = proxy.url
      const made = await appendTogether(run, {
        appends,
        oneByOne: true,
        upset: isOver => hurt(run, { proxy: proxy!, server, isOver }),
      })
      run.count('cuts', proxy.cuts)
      process.env['DATABASE_URL'] = server.url
      await checkTally(run, made)
    } finally {
      await proxy?.stop()
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

/** Cuts and kills as the work goes on; a little ahead of it, so that all of them come before its end. */
async function hurt(run: Run, { proxy, server, isOver }: Hurt): Promise<void> {
  const random = run.random('cuts')
  const [total, kills] = [run.size('cuts'), run.size('server-kills')]
  let killed = 0
  while (!isOver()) {
    const progress = (run.counts.get('acknowledged') ?? 0) / run.size('appends')
    if (killed < kills && progress * 1.5 * kills > killed) {
      killed += 1
      await sleep(random.below(20))
      await server.kill()
      run.count('server kills')
      await server.restart()
    }
    // One after the other, with some that pass between: else the same one is cut until nobody tries it any longer.
    if (proxy.pending === 0 && proxy.cuts < total && progress * 1.5 * total >= proxy.cuts) {
      for (let passing = 1 + random.below(2); passing > 0; passing--) proxy.passNext()
      proxy.cutNext(random.pick(cuts))
    }
    // Where statements are fewer than cuts, all connections are cut at once.
    const behind = Math.min(total, progress * 1.2 * total) - proxy.cuts
    if (behind > 10 && random.next() < 0.05) proxy.cutAll()
    await sleep(1)
  }
}
