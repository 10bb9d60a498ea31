import { existsSync, rmSync } from 'node:fs'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'

/** Removes the file, once it has shown that it is ours: what another program keeps there is not touched. */
export function startOver(file: string): void {
  if (!existsSync(file)) return
  openSync(sqlite(file)).close()
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}
