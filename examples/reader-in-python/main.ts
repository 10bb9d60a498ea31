/** Makes a file, and has it read by a program in another language that shares no line with this package. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'

const file = 'read-by-python.db'
for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true })

const repository = openSync(sqlite(file))
const score = repository.watch('score', 0)
for (let goal = 1; goal <= 6; goal++) score.set(goal)
score.prune({ last: 3 })
const team = repository.watch('team', { name: 'Ünïon 🜂', players: ['ann', 'bo'], tags: new Set(['a']) })
team.update(t => {
  t.players.splice(1, 0, 'cy')
  t.tags.add('b')
})
team.splice('name', 6, 2, 'FC')
team.rollback(0)
const rich = repository.watch('rich', new Map<string, unknown>([['when', new Date(0)]]))
rich.update(m => void m.set('big', 12n).set('void', undefined))
rich.update(m => void m.delete('when'))
const long = repository.watch('long', { n: 0, text: '' })
for (let step = 1; step <= 36; step++) {
  const info = step % 5 === 0 ? { label: 'a fifth', creator: 'ann' } : {}
  if (step % 4 === 0) long.splice('text', 0, 0, ['Ü', '🜂', 'a'][step % 3]!, info)
  else long.update(d => void (d.n = step / 1_000_000), info)
  repository.flush()
}
repository.close()

// Its lines are sealed: they are in columns.
const store = sqlite(file)
store.sealSync('long', 'main')
store.closeSync()

const reader = join(import.meta.dirname, 'reader.py')
const { stdout, stderr, status } = spawnSync('python3', ['-B', reader, file], { encoding: 'utf8' })
process.stdout.write(stdout + stderr)
process.exitCode = status ?? 1
