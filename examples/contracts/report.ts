import { diff } from 'varve'
import { revisionOf, stateOf, type Container } from 'varve/immutable'
import type { Contract } from './contract.ts'
import type { Office } from './office.ts'
import { dayOf, heading, row, sum } from './words.ts'

/** All that is asked of an office at the end of the day. */
export async function report(office: Office): Promise<void> {
  const { contracts } = office
  await list(office, 'All contracts', contracts)
  await list(office, 'With those that were withdrawn', contracts.withDeleted())
  await list(
    office,
    'Signed, over 10,000',
    contracts.where({ signed: { not: null }, amount: { gt: 10_000 } }),
  )
  await list(office, 'Not signed', contracts.where({ signed: null }))
  await list(office, 'With finn', contracts.where({ parties: { has: 'finn' } }))
  const [from, to] = [new Date('2031-03-01'), new Date('2031-04-01')]
  await list(office, 'Signed in March 2031', contracts.where({ signed: { gte: from, lt: to } }))
  await history(office, 'roof')
  await audit(office, new Date('2031-04-01'), new Date('2031-07-01'))
  await roll(office)
}

async function list({ people }: Office, title: string, contracts: Container<Contract>): Promise<void> {
  heading(title)
  for await (const [key, contract] of contracts) {
    const { title: called, amount, original, parties } = contract
    const names = await Promise.all(
      parties.map(async party => (await people.get(party))?.name ?? '(forgotten)'),
    )
    const whole = `${sum(amount)}  of ${sum(original)}`
    row(key.padEnd(7), called.padEnd(22), whole, stateIn(contract).padEnd(17), names.join(', '))
  }
  row(`${await contracts.count()} in all`)
}

function stateIn(contract: Contract): string {
  if (stateOf(contract) === 'deleted') return 'withdrawn'
  return contract.signed ? `signed ${dayOf(contract.signed)}` : 'not signed'
}

/** What was in effect, then what was taken back. */
async function history({ contracts }: Office, key: string): Promise<void> {
  heading(`The history of ${key}`)
  const manager = contracts.getRevisionManager(key)
  let before: Contract | undefined
  for (const contract of await manager.getRevisionHistory()) {
    line(contract, before ? placesOf(before, contract) : '')
    before = contract
  }
  for (const contract of await manager.getRevisionHistory({ dropped: true })) line(contract, 'taken back')
}

function line(contract: Contract, more: string): void {
  const { version, start, creator, label, comment } = revisionOf(contract)
  const why = `${label}${comment ? `: ${comment}` : ''}`
  const state = stateOf(contract) === 'locked' ? 'current' : ''
  row(version, dayOf(start), creator!.padEnd(4), sum(contract.amount), why.padEnd(32), state.padEnd(8), more)
}

/** Which fields two revisions differ in. */
function placesOf(before: Contract, after: Contract): string {
  return [...new Set(diff(before, after).map(({ path }) => path[0]))].join(', ')
}

/** Who changed what between two days, whatever it was. */
async function audit({ contracts, people }: Office, from: Date, to: Date): Promise<void> {
  heading(`Who changed what from ${dayOf(from)} to ${dayOf(to)}`)
  const between = { startAfter: new Date(from.getTime() - 1), startBefore: to }
  for (const [kind, container] of [
    ['contract', contracts],
    ['person', people],
  ] as const)
    for await (const { key, revision } of container.changes(between)) {
      const { start, creator, label, comment } = revision
      row(dayOf(start), creator!.padEnd(4), kind.padEnd(9), key.padEnd(7), label!.padEnd(13), comment ?? '')
    }
  row('of that by cy:', (await Array.fromAsync(contracts.changes({ ...between, creator: 'cy' }))).length)
}

/** Who is known; of who was forgotten not even the key. */
async function roll({ people }: Office): Promise<void> {
  heading('People')
  for await (const [key, { name, city }] of people) {
    const revisions = await people.getRevisionManager(key).getNumberOfRevisions()
    row(key.padEnd(7), name.padEnd(12), city.padEnd(6), `${revisions} revision${revisions > 1 ? 's' : ''}`)
  }
}
