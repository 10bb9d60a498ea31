import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { median } from './stores/median.ts'

const revisions = 100_000
const rounds = 5

/** How long it takes to come back to a variable of 100,000 revisions: in a program, and with `varve ls`. */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.varve-bench-'))
  try {
    for (const shape of ['a number', 'an object, by patches'] as const)
      report(shape, fill(join(folder, `${shape}.db`), shape))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Every tick of 100 changes is an append of its own, every tenth change too: short runs are the hard case. */
function fill(file: string, shape: string): string {
  using repository = openSync(sqlite(file))
  const n = repository.watch('n', 0)
  const o = repository.watch('o', { count: 0, name: 'pear', items: [1, 2, 3] })
  for (let i = 1; i < revisions; i++) {
    if (shape === 'a number') n.set(i, { creator: i % 2 ? 'ann' : 'bo' })
    else o.update(d => void (d.count = i), { creator: i % 2 ? 'ann' : 'bo' })
    if (i % 10 === 0) repository.flush()
  }
  return file
}

function report(shape: string, file: string): void {
  const [name, cli] = [shape === 'a number' ? 'n' : 'o', join(import.meta.dirname, '../dist/cli/main.js')]
  const watched = times(() => {
    using repository = openSync(sqlite(file))
    repository.watch(name, null)
  })
  const old = times(() => {
    using repository = openSync(sqlite(file))
    repository.watch(name, null).at(revisions / 2)
  })
  console.log(
    `${revisions} revisions of ${shape}: reopened in ${ms(watched)} (must: 1000 ms), with a value half way ${ms(old)}`,
  )
  if (!existsSync(cli)) return
  const listed = times(() => void spawnSync(process.execPath, [cli, 'ls', file]))
  const bare = times(() => void spawnSync(process.execPath, ['-e', '0']))
  console.log(`  varve ls, whole process: ${ms(listed)} (must: 300 ms; node alone: ${ms(bare)})`)
}

function times(run: () => void): number {
  return median(
    Array.from({ length: rounds }, () => {
      const start = performance.now()
      run()
      return performance.now() - start
    }),
  )
}

function ms(time: number): string {
  return `${time.toFixed(0)} ms`
}
