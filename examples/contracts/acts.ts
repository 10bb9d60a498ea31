import { create } from 'varve/immutable'
import { Amendment, Contract, Person } from './contract.ts'
import type { Office } from './office.ts'
import { Refusal } from './refusal.ts'

/** What can be done in the office. Who does it is said around it, by `withInfo`. */

export async function enrol({ people }: Office, key: string, name: string, city: string): Promise<void> {
  await people.add(create(Person, name, city), key, 'enrol')
}

export async function move({ people }: Office, key: string, city: string): Promise<void> {
  await people.update(key, person => void (person.city = city), `move to ${city}`)
}

export async function draft(
  { people, contracts }: Office,
  key: string,
  title: string,
  amount: number,
  parties: readonly string[],
): Promise<void> {
  for (const party of parties) if (!(await people.has(party))) throw new Refusal(`nobody is called ${party}`)
  await contracts.add(create(Contract, title, amount, parties), key, 'draft')
}

/** Only what is not signed is signed: through a part of the collection nothing else is reached. */
export async function sign({ contracts, calendar }: Office, key: string): Promise<void> {
  const unsigned = contracts.where({ signed: null })
  if (!(await unsigned.has(key))) throw new Refusal(`there is no ${key} to be signed`)
  await contracts.update(
    key,
    contract => {
      // Somebody may have been quicker: the recipe has the newest.
      if (contract.signed) throw new Refusal(`${key} is signed already`)
      contract.signed = calendar.today
    },
    'sign',
  )
}

/** The recipe adds to what there is when it is recorded, so that of two at once neither is lost. */
export async function amend(
  { contracts }: Office,
  key: string,
  difference: number,
  subject: string,
): Promise<void> {
  const label = `amend ${difference < 0 ? '' : '+'}${difference}`
  await contracts.update(
    key,
    contract => {
      contract.amount += difference
      contract.amendments.push(create(Amendment, subject, difference))
    },
    { label, comment: subject },
  )
}

export async function withdraw({ contracts }: Office, key: string, comment: string): Promise<void> {
  if (!(await contracts.delete(key, { label: 'withdraw', comment })))
    throw new Refusal(`there is no ${key} to be withdrawn`)
}

export async function reinstate({ contracts }: Office, key: string, comment: string): Promise<void> {
  await contracts.revive(key, { label: 'reinstate', comment })
}

/** Takes back all that was changed since a day. */
export async function restore(
  { contracts }: Office,
  key: string,
  day: string,
  comment: string,
): Promise<void> {
  const manager = contracts.getRevisionManager(key)
  const query = { startBefore: new Date(day), reversed: true, batchSize: 1 }
  const [then] = await manager.getRevisionHistory(query)
  if (!then) throw new Refusal(`there was no ${key} on ${day}`)
  await manager.rollbackToRevision(then, { label: 'restore', comment })
}

/** Takes a person away with all of the history, for good. */
export async function forget({ people, contracts }: Office, key: string): Promise<void> {
  const unsigned = await contracts.where({ parties: { has: key }, signed: null }).count()
  if (unsigned > 0) throw new Refusal(`${key} has a contract to sign`)
  if (!(await people.withDeleted().purge(key))) throw new Refusal(`nobody is called ${key}`)
}
