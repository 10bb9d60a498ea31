import { open, type Repository, type Store } from 'varve'

/** What is known of a variable: everything that reading it gives, as text. */
export type Truth = Readonly<Record<string, string>>

/** Variables of several shapes, long enough for several pages and keyframes. */
export async function makeSpecimen(store: Store): Promise<void> {
  const repository = await open(store, { durable: store.sync ? 'each' : 'tick' })
  const log = await repository.watch('log', { count: 0, places: Array<string>(20).fill('') })
  const price = await repository.watch('price', 1)
  const text = await repository.watch('text', 'a')
  const rich = await repository.watch('rich', new Map<string, unknown>([['since', new Date(0)]]))
  for (let i = 1; i <= 60; i++) {
    log.update(draft => {
      draft.count++
      draft.places[i % 20] = `place ${i}`
    }, `log ${i}`)
    price.set(i * 1.25, { label: `price ${i}`, creator: i % 2 ? 'ann' : 'bob', comment: 'as agreed' })
    if (i % 3 === 0) text.splice([], (i % 7) % (i / 3), 0, `line ${i} `)
    if (i % 4 === 0)
      rich.update(map => void map.set(`key ${i}`, new Set([i, `${i}`, BigInt(i)])), `rich ${i}`)
    if (i % 10 === 0) repository.transaction(() => [price.set(-i), text.set(`new ${i}`)])
    if (i === 20) price.mark('agreed')
    if (i === 40) text.undo()
    await repository.flush()
  }
  await repository.close()
}

export const specimenNames = ['log', 'price', 'text', 'rich'] as const

/** Reads what has been given a name for good. */
export async function readMarked(repository: Repository): Promise<string> {
  const price = repository.has('price')
    ? repository.get('price')
    : await repository.watch<unknown>('price', 'never set')
  return show(price.at('agreed'))
}

/** Reads everything of one variable, in each way that there is. */
export async function readTruth(repository: Repository, name: string): Promise<string> {
  const variable = await repository.watch<unknown>(name, 'never set')
  const history = variable.history()
  const told = [...history].map(({ index, hash, kind, label, comment, creator, timestamp, value }) =>
    [index, hash, kind, label, comment, creator, timestamp.getTime(), show(value)].join('|'),
  )
  const middle = show(variable.at(history.length >> 1))
  return [...told, middle, show(variable.value)].join('\n')
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return `${each}n`
    if (each instanceof Map || each instanceof Set) return [each.constructor.name, ...each]
    return each
  })
}
