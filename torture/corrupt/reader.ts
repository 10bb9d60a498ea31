import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isVarveError, open, type Repository } from 'varve'
import { readLines } from '../../test/docs/reader.ts'
import { Random } from '../rig/random.ts'
import { task, tell } from '../rig/parent.ts'
import { subjectOf } from '../subject/subjects.ts'
import { damage } from './damage.ts'
import { readMarked, readTruth, specimenNames } from './specimen.ts'

/** Flips `from` to `to` (itself excluded), each on a fresh copy of the specimen in a place of its own. */
export interface Batch {
  readonly subject: string
  /** Where the whole specimen is. */
  readonly whole: string
  readonly place: string
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly plant?: string
}

/** What became of a flip: how many variables, and the check of all, were as they had been, and the codes with which others were refused. */
export type Told =
  | { readonly begun: number }
  | {
      readonly flip: number
      readonly same: number
      readonly refused: readonly string[]
      readonly wrong: readonly string[]
    }

const { subject: name, whole, place, seed, from, to, plant } = task<Batch>()
const subject = subjectOf(name)
const bytes = readFileSync(subject.files(whole)[0]!)
const files = subject.files(place)
const truth = await readAll(whole)

for (let flip = from; flip < to; flip++) {
  for (const file of files) rmSync(file, { force: true })
  const damaged = damage(bytes, new Random(seed, 'flip', flip))
  writeFileSync(files[0]!, damaged.bytes)
  if (subject.hasNothing?.(damaged.bytes)) continue
  tell({ begun: flip })
  tell({ flip, ...compare(await readAll(place), damaged.what) })
}

/** Each variable as text, or the code with which it is refused; the error itself where that is none of ours. */
async function readAll(at: string): Promise<ReadonlyMap<string, string | Error>> {
  if (plant === 'unchecked') return readUnchecked(at)
  const found = new Map<string, string | Error>()
  try {
    const store = subject.store(at)
    try {
      const repository = await open(store)
      for (const each of specimenNames) found.set(each, await readTruth(repository, each).catch(asError))
      found.set('price@agreed', await readMarked(repository).catch(asError))
      found.set('verify', await verified(repository, found).catch(asError))
    } finally {
      // Closing the repository would write what was begun where nothing was found.
      await store.close()
    }
  } catch (error) {
    for (const each of specimenNames) if (!found.has(each)) found.set(each, error as Error)
  }
  return found
}

/** Whether a check of the whole agrees: it may find more than readers do, never less. */
async function verified(repository: Repository, found: ReadonlyMap<string, string | Error>): Promise<string> {
  const { ok } = await repository.verify()
  const isRefused = specimenNames.some(each => found.get(each) instanceof Error)
  return ok && isRefused ? 'well though a variable is refused' : 'agrees'
}

/** What a reader gives that takes lines as they come. */
async function readUnchecked(at: string): Promise<ReadonlyMap<string, string | Error>> {
  try {
    const lying = await subject.lying(at, specimenNames)
    return new Map(
      specimenNames.map(each => {
        const values = readLines(each, lying.get(each)?.texts ?? []).map(({ value }) => value)
        return [each, JSON.stringify(values)]
      }),
    )
  } catch {
    return new Map()
  }
}

function compare(found: ReadonlyMap<string, string | Error>, what: string) {
  const refused: string[] = []
  const wrong: string[] = []
  let same = 0
  for (const each of [...specimenNames, 'price@agreed', 'verify']) {
    const read = found.get(each)
    if (read === truth.get(each)) same++
    else if (isVarveError(read)) refused.push(read.code)
    else if (read !== undefined)
      wrong.push(
        `${what}: ${each} ${read instanceof Error ? `fails with ${String(read)}` : `reads as ${last(read)}`}`,
      )
  }
  return { same, refused, wrong }
}

function last(text: string): string {
  return text.split('\n').slice(-1)[0]!.slice(0, 60)
}

function asError(error: unknown): Error {
  return error as Error
}
