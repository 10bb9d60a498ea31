import { postgres } from 'varve/postgres'
import { withInfo } from 'varve'
import { Container, RevisionedImmutable, revisionOf, create, stateOf } from 'varve/immutable'
declare const pool: import('varve/postgres').PostgresPool
class Party {
  readonly name: string = ''
  readonly city: string = ''
}
class Contract extends RevisionedImmutable {
  readonly title: string
  readonly amount: number
  readonly parties: readonly string[] = []
  readonly signed: Date | null = null
  readonly owner: { name: string; city: string } = { name: '', city: '' }
  constructor(title: string, amount: number) {
    super()
    this.title = title
    this.amount = amount
  }
  get big() {
    return this.amount > 1000
  }
  worth(rate: number) {
    return this.amount * rate
  }
}
const contracts = await Container.open(postgres({ pool }), 'contracts', { of: Contract })
const key = await contracts.add(create(Contract, 'Roof', 1200), 'c-1', { creator: 'ann' })
await contracts.update(
  key,
  d => {
    d.amount = 1300
    d.parties.push('Bo')
    d.owner.city = 'Bern'
  },
  { creator: 'bo', comment: 'amendment 1' },
)
const found = await contracts.get('c-1')
if (found) {
  console.log(found.worth(2), found.big, revisionOf(found).creator, stateOf(found))
}
const open = contracts.where({
  amount: { gte: 1000 },
  signed: null,
  owner: { city: 'Bern' },
  parties: { has: 'Bo' },
})
for await (const [k, c] of open) console.log(k, c.title)
await open.delete('c-1', { creator: 'cy', comment: 'withdrawn' })
await contracts.revive('c-1', 'back')
const manager = contracts.getRevisionManager('c-1')
for (const c of await manager.getRevisionHistory({
  creator: 'bo',
  startAfter: new Date(0),
  reversed: true,
  batchSize: 10,
}))
  console.log(c.amount)
await manager.rollbackToRevision(0)
for await (const change of contracts.changes({ startAfter: new Date(0), startBefore: new Date() }))
  console.log(change.key, change.revision.creator)
void withInfo({ creator: 'night job' }, () =>
  contracts.update('c-1', d => {
    d.title = 'x'
  }),
)
// @ts-expect-error
found!.amount = 3
// @ts-expect-error
contracts.where({ amout: 3 })
// @ts-expect-error
contracts.where({ amount: { gt: 'x' } })
// @ts-expect-error
contracts.where({ worth: 3 })
// @ts-expect-error
create(Contract, 'x')
void contracts.update('c-1', d => {
  // @ts-expect-error
  d.amount = 'x'
})
