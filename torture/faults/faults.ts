import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Campaign, Run } from '../campaign.ts'
import { audit } from '../ledger/audit.ts'
import type { Made } from '../ledger/changes.ts'
import { Worker, type Ended } from '../rig/worker.ts'
import { callsIn, effects, positionsOf, type Position } from './calls.ts'
import type { Part, Told } from './scenario.ts'

const file = join(import.meta.dirname, 'scenario.ts')

/** Every call by which a store reaches its files fails, once and for good. */
export const campaign: Campaign = {
  about:
    'each write, read, sync, open… of a fixed scenario fails, once and from there on, or is the last before a kill',
  needsFiles: true,
  sizes: {
    positions: {
      normal: 1_000_000,
      short: 60,
      about: 'how many of them, of each kind some',
    },
    jobs: { normal: 2, short: 2, about: 'how many at a time' },
  },
  plants: ['swallow'],
  cannot() {
    if (process.platform !== 'linux') return 'strace is there for Linux only'
    return spawnSync('strace', ['-V']).status === 0 ? undefined : 'there is no strace; install it'
  },
  async run(run) {
    const all = positionsOf(await calls(run))
    run.count('positions there are', all.length)
    const wanted = run.random('positions').sampleOfEach(all, run.size('positions'), ({ kind }) => kind)
    const chosen = run.asked.only === undefined ? wanted : all.filter(({ id }) => run.wants(id))
    const queue = chosen.values()
    const jobs = Array.from({ length: run.size('jobs') }, async () => {
      for (const position of queue) await strike(run, position)
    })
    const outcomes = await Promise.allSettled(jobs)
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    const [killed = 0, spared = 0] = ['killed', 'played to the end'].map(what => run.counts.get(what))
    if (spared > killed)
      run.fail(`${spared} of ${killed + spared} kills killed nobody: does strace deliver signals here?`)
  },
}

/** A run without a fault: which calls there are. */
async function calls(run: Run) {
  const place = join(run.asked.folder, 'dry')
  mkdirSync(place)
  run.asked.subject.prepare?.(place)
  const log = join(run.asked.folder, 'calls')
  const { ended, told } = await play(run, place, 1, ['strace', ...tracing(run, place, log)])
  const problems = told.filter(each => !('made' in each || 'ended' in each))
  if (problems.length > 0) run.fail(`fails without a fault: ${JSON.stringify(problems)} ${ended.stderr}`)
  return callsIn(log)
}

async function strike(run: Run, { id, inject, fileSize }: Position): Promise<void> {
  const place = join(run.asked.folder, id.replaceAll(':', '-'))
  mkdirSync(place)
  run.asked.subject.prepare?.(place)
  const limit = fileSize === undefined ? [] : ['prlimit', `--fsize=${fileSize}:${fileSize}`]
  const strace = ['strace', ...tracing(run, place, '/dev/null', inject.includes('signal=KILL')), '-e', inject]
  const during = await play(run, place, 1, [...limit, ...strace])
  const problems = endedWell(during.ended)
  if (inject.includes('signal=KILL')) {
    // A call that this time was not made kills nobody; where none is, it is the rig that does not work.
    const isKilled = !during.told.some(told => 'ended' in told)
    run.count(isKilled ? 'killed' : 'played to the end')
  }
  for (const told of during.told) {
    if ('failed' in told) run.count('typed errors')
    if ('strange' in told) problems.push(`${told.step}: ${told.strange}`)
  }
  const after = await play(run, place, 2, [])
  problems.push(...endedWell(after.ended))
  for (const told of after.told)
    if (!('made' in told || 'ended' in told)) problems.push(`afterwards: ${JSON.stringify(told)}`)
  const made = [during, after].flatMap(
    ({ told }) => told.flatMap(each => ('made' in each ? each.made : [])) as Made[],
  )
  problems.push(...(await audit(run.asked.subject, place, made)).problems)
  problems.push(...(run.asked.subject.problems?.(place) ?? []))
  run.count('struck')
  run.count('acknowledged', made.length)
  if (problems.length === 0) rmSync(place, { recursive: true })
  else run.fail(`${id}: ${problems.slice(0, 3).join('; ')}`, id)
}

function tracing(run: Run, place: string, log: string, isKill = false): string[] {
  const paths = [place, ...run.asked.subject.files(place)]
  const names = Object.keys(effects).map(name => `?${name}`)
  return [
    '-f',
    // What stops a process quickly cannot kill it.
    ...(isKill ? [] : ['--seccomp-bpf']),
    '-qq',
    '-o',
    log,
    ...paths.flatMap(path => ['-P', path]),
    '-e',
    `trace=${names.join()}`,
  ]
}

async function play(run: Run, place: string, life: number, through: readonly string[]) {
  const { subject, plant } = run.asked
  const part: Part = { subject: subject.name, place, life, ...(plant && life === 1 && { plant }) }
  const worker = new Worker<Told>(file, part, { through, limit: 30_000 })
  const ended = await worker.ended
  return { ended, told: worker.told }
}

/** It kills itself, or is killed; anything else is a crash. */
function endedWell({ hung, signal, code, stderr }: Ended): string[] {
  if (hung) return ['it hangs']
  return signal === 'SIGKILL' || code === 137 ? [] : [`ended with ${signal ?? code}: ${stderr.slice(0, 300)}`]
}
