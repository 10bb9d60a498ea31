import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Enough, Run, type Campaign } from './campaign.ts'
import type { Command } from './command-line.ts'
import { subjectOf } from './subject/subjects.ts'

export type Verdict = 'passed' | 'failed' | 'left out'

/** Runs a campaign, prints what came of it, and for each failure the command that does it again. */
export async function perform(name: string, campaign: Campaign, command: Command): Promise<Verdict> {
  const { plant, mode, seed, short, dir = tmpdir(), only, patience } = command
  const store = campaign.store ?? command.store
  const subject = subjectOf(store)
  const title = [name, store, mode, plant && `with ${plant} planted`].filter(Boolean).join(' ')
  const reason =
    campaign.needsFiles && !subject.isFiles ? `${store} is no file that could be hurt` : campaign.cannot?.()
  if (reason !== undefined) {
    console.log(`${title}: left out: ${reason}`)
    // Where everything has to be shown, nothing may be left out.
    return process.env['CI'] === 'true' ? 'failed' : 'left out'
  }
  mkdirSync(dir, { recursive: true })
  const folder = mkdtempSync(join(dir, `varve-torture-${name}-`))
  const sizes = Object.entries(campaign.sizes).map(([size, { normal, short: few }]) => [
    size,
    short ? few : normal,
  ])
  const run = new Run({
    subject,
    folder,
    seed,
    patience,
    sizes: { ...Object.fromEntries(sizes), ...command.sizes },
    ...(mode !== undefined && { mode }),
    ...(plant !== undefined && { plant }),
    ...(only !== undefined && { only }),
  })
  const begun = performance.now()
  let end = async (): Promise<void> => {}
  try {
    // A campaign that is about one kind of store brings what that needs.
    if (!campaign.store) end = (await subject.begin?.()) ?? end
    await campaign.run(run)
  } catch (error) {
    if (!(error instanceof Enough)) run.failures.push({ what: `the campaign broke off: ${whole(error)}` })
  } finally {
    await end()
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const counts = Array.from(run.counts, ([what, count]) => `${count.toLocaleString('en')} ${what}`)
  console.log(`${title}: ${counts.join(', ')}; ${run.failures.length} failures; seed ${seed}, ${seconds} s`)
  for (const failure of run.failures.slice(0, patience)) {
    const again = ['npm run torture --', name, '--store', store, ...(mode ? ['--mode', mode] : [])]
    again.push(...(plant ? ['--plant', plant] : []), '--seed', String(seed), ...(short ? ['--short'] : []))
    again.push(...Object.entries(command.sizes).flatMap(([size, value]) => [`--${size}`, String(value)]))
    if (failure.only !== undefined) again.push('--only', `'${failure.only}'`)
    console.log(`  ${failure.what}\n    ${again.join(' ')}`)
  }
  if (run.failures.length > patience) console.log(`  and ${run.failures.length - patience} more`)
  const failed = run.failures.length > 0
  if (!failed || plant) rmSync(folder, { recursive: true, force: true })
  else if (existsSync(folder)) console.log(`  what is left of it is in ${folder}`)
  return failed ? 'failed' : 'passed'
}

function whole(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
