import { isVarveError, withInfo, type Store } from 'varve'
import { amend, draft, enrol, forget, move, reinstate, restore, sign, withdraw } from './acts.ts'
import { workAtOnce } from './at-once.ts'
import type { Office } from './office.ts'
import { Refusal } from './refusal.ts'
import { dayOf, heading, row } from './words.ts'

/** Who does something in the office, and what. */
type Do = (creator: string, what: string, act: () => Promise<void>) => Promise<void>

/** The first year, where nothing is there yet; else the next one, in which everything gets dearer. */
export async function goOn(office: Office, newStore: () => Store): Promise<void> {
  const [last] = await Array.fromAsync(office.contracts.changes({ reversed: true, batchSize: 1 }))
  if (!last) return firstYear(office, newStore)
  const year = last.revision.start.getUTCFullYear() + 1
  heading(`The year ${year}`)
  const act = on(office, `${year}-01-09`)
  for await (const [key, { amount }] of office.contracts) {
    const difference = Math.round(amount / 50)
    await act('ann', `${key} gets dearer by ${difference}`, () =>
      amend(office, key, difference, `prices of ${year}`),
    )
  }
}

async function firstYear(office: Office, newStore: () => Store): Promise<void> {
  heading('The year 2031')
  await winter(office)
  await spring(office)
  office.calendar.turnTo('2031-07-01')
  await workAtOnce(office, newStore, 'garden')
  heading('The autumn of 2031')
  await autumn(office)
}

async function winter(office: Office): Promise<void> {
  let act = on(office, '2031-01-06')
  await act('ann', 'dora, of Bern', () => enrol(office, 'dora', 'Dora Hill', 'Bern'))
  await act('ann', 'emil, of Thun', () => enrol(office, 'emil', 'Emil Brook', 'Thun'))
  await act('ann', 'finn, of Biel', () => enrol(office, 'finn', 'Finn Field', 'Biel'))
  act = on(office, '2031-01-08')
  await act('ann', 'a roof, by dora', () => draft(office, 'roof', 'Roof of the town hall', 12_000, ['dora']))
  act = on(office, '2031-01-15')
  await act('ann', 'a bridge, by emil and finn', () =>
    draft(office, 'bridge', 'Footbridge', 48_000, ['emil', 'finn']),
  )
  act = on(office, '2031-01-22')
  await act('bo', 'a garden, by finn', () => draft(office, 'garden', 'School garden', 3_000, ['finn']))
  await act('bo', 'a fence, by dora', () => draft(office, 'fence', 'Fence', 900, ['dora']))
  await act('bo', 'a well, by gus', () => draft(office, 'well', 'Well', 900, ['gus']))
  act = on(office, '2031-02-03')
  await act('cy', 'roof is signed', () => sign(office, 'roof'))
  act = on(office, '2031-02-20')
  await act('bo', 'roof: the gutters', () => amend(office, 'roof', 1_500, 'the gutters as well'))
  act = on(office, '2031-03-05')
  await act('cy', 'bridge is signed', () => sign(office, 'bridge'))
}

async function spring(office: Office): Promise<void> {
  let act = on(office, '2031-04-02')
  await act('bo', 'bridge: cheaper', () => amend(office, 'bridge', -4_000, 'steel costs less'))
  act = on(office, '2031-04-09')
  await act('bo', 'garden is withdrawn', () => withdraw(office, 'garden', 'no budget this year'))
  await act('bo', 'fence is withdrawn', () => withdraw(office, 'fence', 'there is a hedge'))
  act = on(office, '2031-04-17')
  await act('ann', 'dora moves', () => move(office, 'dora', 'Thun'))
  act = on(office, '2031-05-12')
  await act('cy', 'roof: snow guards', () => amend(office, 'roof', 90_000, 'snow guards'))
  act = on(office, '2031-05-14')
  await act('ann', 'roof as before', () => restore(office, 'roof', '2031-05-12', '900 was meant'))
  act = on(office, '2031-05-15')
  await act('cy', 'roof: snow guards', () => amend(office, 'roof', 900, 'snow guards'))
  act = on(office, '2031-06-21')
  await act('ann', 'garden is back', () => reinstate(office, 'garden', 'the council found the money'))
}

async function autumn(office: Office): Promise<void> {
  let act = on(office, '2031-09-03')
  await act('bo', 'roof is signed again', () => sign(office, 'roof'))
  await act('bo', 'bridge for less than nothing', () => amend(office, 'bridge', -50_000, 'steel is free'))
  await act('bo', 'a well gets deeper', () => amend(office, 'well', 100, 'water is far down'))
  await act('bo', 'garden is reinstated twice', () => reinstate(office, 'garden', 'just to be sure'))
  act = on(office, '2031-10-10')
  await act('ann', 'finn wants to be forgotten', () => forget(office, 'finn'))
  await act('ann', 'emil wants to be forgotten', () => forget(office, 'emil'))
}

/** Turns to a day, on which things are done: what is refused leaves no trace. */
function on(office: Office, day: string): Do {
  office.calendar.turnTo(`${day}T09:00Z`)
  return async (creator, what, act) => {
    const told = [dayOf(office.calendar.today), creator.padEnd(4), what.padEnd(30)]
    try {
      await withInfo({ creator }, act)
      row(...told, 'done')
    } catch (error) {
      row(...told, `refused, ${wordsOf(error)}`)
    }
  }
}

/** What fails for any other reason ends the program. */
function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  // Of the rules that every container has, the code is enough here.
  if (isVarveError(error, 'UNKNOWN_VARIABLE') || isVarveError(error, 'REFUSED')) return error.code
  throw error
}
