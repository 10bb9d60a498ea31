import { open } from 'varve'
import { sha256 } from '../../test/docs/reader.ts'
import type { Run } from '../campaign.ts'
import type { Tally } from './tally.ts'

/** So many of the values are read whole; of each the end is. */
const SAMPLES = 60

/**
 * Holds the history to what each process was told, in its order: dense and chained; each acknowledged token once; each
 * value is the one before with one token more; sums are exact. This is what a list that is only appended to has to be.
 */
export async function checkTally(run: Run, made: readonly (readonly string[])[]): Promise<void> {
  const { subject, folder } = run.asked
  const repository = await open(subject.store(folder))
  const tally = await repository.watch<Tally>('tally', { tokens: [], sums: {} })
  const history = [...tally.history()]
  run.count('revisions', history.length)
  const tokens = history.slice(1).map(({ label }) => String(label))
  const problems = [...order(tokens, made)]
  history.forEach(({ index }, place) => {
    if (index !== place) problems.push(`@${index} stands at ${place}`)
    if (
      tally.peek(['tokens', place - 1], index) !== tokens[place - 1] ||
      tally.peek(['tokens', place], index) !== undefined
    )
      problems.push(`@${index} is not the value before it with ${tokens[place - 1]} at its end`)
  })
  for (const index of run.random('samples').sample([...history.keys()], SAMPLES)) {
    if (tally.at(index).tokens.join() !== tokens.slice(0, index).join())
      problems.push(`@${index} has other tokens`)
  }
  for (const [id, sum] of Object.entries(tally.value.sums)) {
    const own = tokens.filter(token => token.startsWith(`${id}.`)).length
    if (own !== sum) problems.push(`process ${id} added ${sum} and appended ${own}`)
  }
  await repository.close()
  problems.push(...(await chain(run)))
  run.fail(problems)
}

function* order(tokens: readonly string[], made: readonly (readonly string[])[]): Iterable<string> {
  const places = new Map(tokens.map((token, place) => [token, place]))
  if (places.size < tokens.length) yield `${tokens.length - places.size} revisions are there twice`
  for (const own of made) {
    let before = -1
    for (const token of own) {
      const place = places.get(token)
      if (place === undefined) yield `${token} was acknowledged and is lost`
      else if (place < before) yield `${token} was acknowledged after what follows it`
      before = place ?? before
    }
  }
}

/** Without the package, and without values: each would be a copy of a long list. */
async function chain(run: Run): Promise<string[]> {
  const found = (await run.asked.subject.lying(run.asked.folder, ['tally'])).get('tally')
  if (!found) return ['there is no tally']
  const root = sha256(`varve/1 root\n${JSON.stringify('tally')}`)
  const last = found.texts.reduce((hash, text) => sha256(`varve/1 rev\n${hash}\n${text}`), root)
  return last === found.head.hash ? [] : ['the lines do not lead to the head']
}
