import { isVarveError, open, type Repository, type Variable } from 'varve'
import { readLines, type ReadLine } from '../../test/docs/reader.ts'
import type { Subject } from '../subject/subject.ts'
import { KEPT, names, pruned, type Made, type Name } from './changes.ts'
import { firstWrong } from './expected.ts'

/** What an audit found. */
export interface Audit {
  /** A sentence for each thing that is not as it was promised. */
  readonly problems: readonly string[]
  /** Revisions that are kept though nobody was told so; that is allowed, as long as they are whole. */
  readonly unacknowledged: number
}

/**
 * Holds a store to what was acknowledged: each revision there, exactly once, where it was said to be; histories dense
 * and chained, transactions whole, values those of their tokens. Looks twice: with a reader that shares no code with the
 * package, and with the package opened anew. Takes the store as it is: nobody else may have it open.
 */
export async function audit(subject: Subject, place: string, acknowledged: readonly Made[]): Promise<Audit> {
  const problems: string[] = []
  const store = subject.store(place)
  const repository = await open(store)
  try {
    problems.push(...(await verified(repository)))
    const independent = await readAll(subject, place)
    for (const name of names) {
      // Watched where there is nothing, it would begin.
      if (!(await store.head(name, 'main'))) continue
      const variable = await repository.watch<unknown>(name, '')
      const lines = independent.get(name) ?? []
      problems.push(
        ...sameAs(
          lines,
          name,
          [...variable.history()].map(({ hash }) => hash),
        ),
      )
      const last = lines.at(-1)
      if (last && JSON.stringify(variable.value) !== JSON.stringify(last.value))
        problems.push(`${name}: value is not that of the last line`)
    }
    problems.push(...held(independent, acknowledged))
    problems.push(...marked(repository, acknowledged))
    if (await store.head(pruned, 'main'))
      problems.push(...heldOfPruned(await repository.watch(pruned, ''), acknowledged))
    const kept = [...independent.values()].reduce((sum, lines) => sum + lines.length - 1, 0)
    const told = new Set(
      acknowledged
        .filter(made => !made.mark && made.name !== pruned)
        .map(made => `${made.name} ${made.token}`),
    ).size
    return { problems, unacknowledged: kept - told }
  } catch (error) {
    return { problems: [...problems, `cannot be read: ${String(error)}`], unacknowledged: 0 }
  } finally {
    await repository.close().catch((error: unknown) => problems.push(`cannot be closed: ${String(error)}`))
  }
}

async function verified(repository: Repository): Promise<string[]> {
  const { ok, problems } = await repository.verify()
  return ok ? [] : [`verify: ${JSON.stringify(problems).slice(0, 300)}`]
}

async function readAll(subject: Subject, place: string): Promise<Map<Name, ReadLine[]>> {
  const lying = await subject.lying(place, names)
  return new Map(
    names.flatMap(name => {
      const found = lying.get(name)
      if (!found) return []
      const lines = readLines(name, found.texts)
      if (lines.length - 1 !== found.head.index || lines.at(-1)?.hash !== found.head.hash)
        throw new Error(`${name}: the lines do not lead to the head`)
      return [[name, lines]]
    }),
  )
}

function sameAs(lines: readonly ReadLine[], name: Name, hashes: readonly string[]): string[] {
  if (lines.length !== hashes.length)
    return [`${name}: the package reads ${hashes.length} revisions, there are ${lines.length}`]
  const wrong = lines.findIndex(({ hash }, index) => hash !== hashes[index])
  return wrong < 0 ? [] : [`${name}@${wrong}: the package gives another revision`]
}

function held(found: ReadonlyMap<Name, readonly ReadLine[]>, acknowledged: readonly Made[]): string[] {
  const problems: string[] = []
  const tokens = new Map<Name, string[]>()
  for (const name of names) {
    const lines = found.get(name) ?? []
    const own = lines.map(({ text }, index) => (index === 0 ? '' : (JSON.parse(text) as { l: string }).l))
    tokens.set(name, own)
    if (new Set(own).size < own.length) problems.push(`${name}: a revision is there twice`)
    if (!own.every((token, index) => index === 0 || comesAfter(token, own[index - 1]!)))
      problems.push(`${name}: revisions are not in the order in which they were made`)
    const wrong = firstWrong(
      name,
      own,
      lines.map(({ value }) => value),
    )
    if (wrong >= 0) problems.push(`${name}@${wrong} (${own[wrong]}) has another value`)
  }
  if (tokens.get('left')!.join() !== tokens.get('right')!.join())
    problems.push('a transaction is there in part: left and right have other tokens')
  for (const { name, index, token } of acknowledged) {
    if (name === pruned) continue
    const at = tokens.get(name)![index]
    if (at === token) continue
    const instead = tokens.get(name)!.indexOf(token)
    problems.push(
      `${name}@${index} (${token}) was acknowledged and is ${instead < 0 ? 'lost' : `at ${instead}`}`,
    )
  }
  return problems
}

/** Of a variable that forgets, what was acknowledged is there, or was forgotten as it was told to be. */
function heldOfPruned(variable: Variable<string>, acknowledged: readonly Made[]): string[] {
  const { index: head } = variable.lastChange()
  return acknowledged.flatMap(({ name, index, token }) => {
    if (name !== pruned) return []
    try {
      if (variable.revision(index).label === token && variable.at(index) === token) return []
      return [`${pruned}@${index} (${token}) was acknowledged, and another is there`]
    } catch (error) {
      const isForgotten =
        isVarveError(error, 'UNKNOWN_REVISION') && error.details.pruned && index <= head - KEPT
      return isForgotten ? [] : [`${pruned}@${index} (${token}) was acknowledged: ${String(error)}`]
    }
  })
}

function marked(repository: Repository, acknowledged: readonly Made[]): string[] {
  const marks = repository.has('note') ? repository.get('note').marks() : new Map<string, never>()
  return acknowledged
    .filter(({ mark, token, index }) => mark && marks.get(`m${token}`)?.index !== index)
    .map(({ token }) => `mark m${token} was acknowledged and is lost`)
}

/** Tokens are numbers with points between them: life, change. */
function comesAfter(token: string, before: string): boolean {
  if (before === '') return true
  const [life = 0, change = 0] = token.split('.').map(Number)
  const [lifeBefore = 0, changeBefore = 0] = before.split('.').map(Number)
  return life > lifeBefore || (life === lifeBefore && change > changeBefore)
}
