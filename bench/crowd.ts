import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { open, openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { median } from './stores/median.ts'

const sizes = [100, 100_000] as const
const revisions = 10
const rounds = 31

/** Whether many variables in a file make opening it, and taking up one of them, dearer than few do. */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.varve-bench-'))
  try {
    const [few, many] = sizes.map(size => ({
      file: fill(join(folder, `${size}.db`), size),
      size,
      ...noTimes(),
    }))
    // Interleaved, so that both meet the same machine; the first round warms up.
    for (let round = 0; round <= rounds; round++)
      for (const crowd of [few!, many!]) await measure(crowd, round > 0)
    report('opening', few!.opened, many!.opened)
    report('first watch', few!.watched, many!.watched)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Crowd {
  readonly file: string
  readonly size: number
  readonly opened: number[]
  readonly watched: number[]
}

function noTimes(): Pick<Crowd, 'opened' | 'watched'> {
  return { opened: [], watched: [] }
}

function fill(file: string, size: number): string {
  using repository = openSync(sqlite(file))
  const variables = Array.from({ length: size }, (_, i) => repository.watch(`v${i}`, 0))
  for (let n = 1; n < revisions; n++) {
    for (const variable of variables) variable.set(n)
    repository.flush()
  }
  return file
}

async function measure({ file, size, opened, watched }: Crowd, counts: boolean): Promise<void> {
  const start = performance.now()
  await using repository = await open(sqlite(file))
  const ready = performance.now()
  await repository.watch(`v${size / 2}`, 0)
  if (!counts) return
  opened.push(ready - start)
  watched.push(performance.now() - ready)
}

function report(what: string, few: readonly number[], many: readonly number[]): void {
  const [less, more] = [median([...few]), median([...many])]
  console.log(
    `${what} among ${sizes[1]} variables, ${sizes[1] * revisions} revisions: ${more.toFixed(2)} ms, among ${sizes[0]}: ${less.toFixed(2)} ms, ${(more / less).toFixed(2)}x (must: 1.5x)`,
  )
}
