import { copyFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { isVarveError, openSync, type SyncRepository, type Variable } from 'varve'
import { sqlite } from 'varve/sqlite'
import { afterAll, expect, test } from 'vitest'
import { freshFile, removeFiles } from '../openers.ts'
import { fuzz } from '../fuzz.ts'
import { codeOf } from '../store/sqlite-files.ts'

afterAll(removeFiles)

interface Value {
  n: number
  text: string
  items: number[]
}

/** Two files with the same 300 revisions of every kind, some forgotten; in one they are sealed, by and by. */
function files(isPruned: boolean): [plain: string, sealed: string] {
  return [fileWith(isPruned, false), fileWith(isPruned, true)]
}

function fileWith(isPruned: boolean, isSealed: boolean): string {
  const file = freshFile()
  const repository = openFile(file)
  const store = sqlite(file)
  const variable = repository.watch<Value>('v', { n: 0, text: '', items: [] })
  for (let i = 1; i < 300; i++) {
    step(variable, i)
    if (i % 7 === 0) repository.flush()
    if (i === 90) variable.mark('ninety')
    if (i === 160 && isPruned) variable.prune({ last: 100 })
    if (isSealed && [150, 220, 299].includes(i)) expect(store.sealSync('v', 'main').lines).toBeGreaterThan(50)
  }
  repository.close()
  store.closeSync()
  return file
}

function openFile(file: string): SyncRepository {
  let now = Date.UTC(2026, 0, 1)
  return openSync(sqlite(file), { clock: { now: () => (now += 1_000) }, ids: () => 'the same writer' })
}

function step(variable: Variable<Value>, i: number): void {
  const info = i % 3 === 0 ? { label: `step ${i}`, creator: i % 2 ? 'ann' : 'bo' } : {}
  if (i % 5 === 0) variable.splice('text', 0, 0, 'é𝄞a'.slice(i % 3), info)
  else if (i % 5 === 1) variable.set({ n: i, text: `${i}`, items: [i] }, info)
  else if (i % 5 === 4 && i % 20 === 9) variable.undo(info)
  else variable.update(d => void ((d.n += i), d.items.push(i)), info)
}

type Look = (variable: Variable<Value>, at: number) => unknown

const looks: readonly Look[] = [
  (variable, at) => variable.at(left(variable, at)),
  (variable, at) => variable.revision(left(variable, at)).hash,
  (variable, at) => variable.revision(left(variable, at)).patches,
  (variable, at) => variable.peek('n', left(variable, at)),
  (variable, at) => variable.at(new Date(Date.UTC(2026, 0, 1) + at * 1_000)),
  variable => [...variable.marks()].map(([name, { hash }]) => [name, hash]),
  variable => variable.blame('n').hash,
  variable => variable.history().map(({ index, label, value }) => [index, label, value]),
  variable => [...variable.export()],
  variable => variable.verify(),
  (variable, at) => variable.diff(left(variable, at), left(variable, at + 50)),
  variable => variable.canUndo && variable.undo().value,
  variable => variable.rollback(left(variable, 12)).value,
  variable => variable.prune({ last: 60 }).history().length,
  (variable, at) => (step(variable, at), variable.value),
  variable => variable.set({ n: -1, text: 'x', items: [] }).lastChange().hash,
]

/** What comes of a look, or the code of what it throws. */
function seen(which: number, variable: Variable<Value>, at: number): unknown {
  try {
    return looks[which]!(variable, at)
  } catch (error) {
    if (isVarveError(error)) return error.code
    throw error
  }
}

/** An index that was not forgotten. */
function left(variable: Variable<Value>, at: number): number {
  const all = variable.history().map(({ index }) => index)
  return all[at % all.length]!
}

test('a variable that is taken up sealed answers as one that is not, in whatever order one asks', () => {
  const made = [files(false), files(true)]
  const look = fc.tuple(fc.nat(looks.length - 1), fc.nat(299))
  fc.assert(
    fc.property(fc.boolean(), fc.array(look, { minLength: 1, maxLength: 12 }), (isPruned, list) => {
      const repositories = made[Number(isPruned)]!.map(file => {
        const copy = freshFile()
        copyFileSync(file, copy)
        return openFile(copy)
      })
      const [plain, sealed] = repositories.map(each => each.watch<Value>('v', { n: 0, text: '', items: [] }))
      for (const [which, at] of list) expect(seen(which, sealed!, at)).toEqual(seen(which, plain!, at))
      for (const repository of repositories) repository.flush()
      expect([...sealed!.export()]).toEqual([...plain!.export()])
      expect(repositories[1]!.verify()).toEqual({ ok: true, problems: [] })
      for (const repository of repositories) repository.close()
    }),
    fuzz(15),
  )
})

test('damage of what is sealed shows when the variable is taken up', () => {
  const [, sealed] = files(false)
  const damaged = freshFile()
  copyFileSync(sealed, damaged)
  const database = new DatabaseSync(damaged)
  database.exec("UPDATE segments SET body = CAST(substr(body, 1, 150) || 'x' || substr(body, 152) AS BLOB)")
  database.close()
  const repository = openFile(damaged)
  expect(codeOf(() => repository.watch('v', 0))).toBe('CORRUPT')
  repository.close()
})
