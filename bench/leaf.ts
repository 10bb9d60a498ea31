import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { median } from './stores/median.ts'

/** What one changed leaf of a 1 MB value costs: bytes of its line, and growth of the write-ahead log. */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.varve-bench-'))
  try {
    const file = join(folder, 'leaf.db')
    const store = sqlite(file)
    using repository = openSync(store)
    const rows = Array.from({ length: 10_000 }, (_, id) => ({
      id,
      name: `row number ${id}`,
      tags: ['a', 'b'],
      text: 'x'.repeat(40),
    }))
    const doc = repository.watch('doc', { rows })
    repository.flush()
    const [lines, growths]: [number[], number[]] = [[], []]
    for (let i = 1; i <= 50; i++) {
      const before = statSync(`${file}-wal`).size
      doc.update(d => void (d.rows[i * 7]!.name = `changed ${i}`))
      repository.flush()
      growths.push(statSync(`${file}-wal`).size - before)
      lines.push(Buffer.byteLength(store.readSync('doc', 'main', i, i)[0]!))
    }
    console.log(
      `a value of ${(JSON.stringify(doc.value).length / 1e6).toFixed(2)} MB, one leaf changed, medians of 50:`,
    )
    console.log(
      `  line ${median(lines)} bytes (must: 1024), log ${(median(growths) / 1024).toFixed(1)} KB (must: 16)`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
