import { withInfo, type Store } from 'varve'
import { amend } from './acts.ts'
import { Office } from './office.ts'
import { heading, say } from './words.ts'

/** Two programs amend one contract at the same time, five times each. */
export async function workAtOnce(ours: Office, newStore: () => Store, key: string): Promise<void> {
  heading(`Two at once, on ${key}`)
  await using theirs = await Office.open(newStore, ours.calendar)
  const before = (await ours.contracts.get(key))!
  const work: Promise<void>[] = []
  for (let day = 0; day < 5; day++) {
    work.push(withInfo({ creator: 'ann' }, () => amend(ours, key, 100, 'plants')))
    work.push(withInfo({ creator: 'bo' }, () => amend(theirs, key, 10, 'soil')))
  }
  await Promise.all(work)
  const after = (await ours.contracts.get(key))!
  say('asked for', work.length, 'amendments')
  say('recorded', after.amendments.size - before.amendments.size)
  say('worth', before.amount, 'before,', after.amount, 'now')
  const manager = ours.contracts.getRevisionManager(key)
  for (const [creator, comment] of [
    ['ann', 'plants'],
    ['bo', 'soil'],
  ] as const)
    say(`by ${creator}`, (await manager.getRevisionHistory({ creator, comment })).length)
}
