import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { memory, openSync, Registry, type Store, type SyncStore, type Variable } from 'varve'
import { sqlite } from 'varve/sqlite'
import { thaw } from '../../src/value/thaw.ts'
import { fuzz } from '../fuzz.ts'
import { isEqual } from '../value/equal.ts'
import { setForking } from '../value/forks.ts'
import { unshared } from '../value/plain-values.ts'
import { commands, values, type Command, type Edit } from './commands.ts'
import { editInPlace } from './edit-plain.ts'
import { WholeValues } from './whole-values.ts'

interface Subject {
  readonly variable: Variable<unknown>
  transaction(fn: () => void): void
  flush(): void
  reopen(): Subject
  end(): void
}

/** The value and what each revision must say, compared after every command. */
function compare(variable: Variable<unknown>, model: WholeValues, whole: boolean): void {
  agree(variable.value, model.value, 'value')
  expect(variable.history().length).toBe(model.versions.length)
  expect([variable.canUndo, variable.canRedo]).toEqual([model.canUndo, model.canRedo])
  expect(Array.from(variable.marks(), ([name, { index }]) => [name, index]).sort()).toEqual(
    [...model.marks].sort(),
  )
  const last = model.versions.length - 1
  const indexes = whole ? model.versions.keys() : [0, Math.floor(last / 2), last]
  for (const index of indexes) {
    const revision = variable.revision(index)
    const { value, ...said } = model.versions[index]!
    agree(revision.value, value, `@${index}`)
    agree(variable.at(index), value, `at ${index}`)
    expect({ kind: revision.kind, label: revision.label, creator: revision.creator }).toEqual(said)
  }
}

function agree(snapshot: unknown, value: unknown, where: string): void {
  const mine = thaw(snapshot)
  if (!isEqual(mine, value)) expect.fail(`${where}: ${show(mine)} is not ${show(value)}`)
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'bigint' || inner === undefined ? String(inner) : inner,
    ) ?? 'undefined'
  )
}

class Thrown extends Error {}

function run(command: Command, subject: Subject, model: WholeValues): void {
  const { variable } = subject
  const { length } = model.versions
  switch (command.do) {
    case 'set': {
      const mine = unshared(command.value)
      variable.set(mine, command.label ?? undefined)
      spoil(mine)
      return model.change('set', command.value, command.label)
    }
    case 'update':
      return update(variable, model, command.edits, command.creator)
    case 'throwing update':
      expect(() =>
        variable.update(draft => {
          for (const edit of command.edits) editInPlace(draft, edit)
          throw new Thrown()
        }),
      ).toThrow(Thrown)
      return
    case 'rollback':
      variable.rollback(command.at % length)
      return model.rollback(command.at % length)
    case 'reset':
      variable.reset()
      return model.rollback(0, 'reset to initial')
    case 'undo':
      variable.undo()
      return model.undo()
    case 'redo':
      variable.redo()
      return model.redo()
    case 'mark':
      if (model.marks.has(command.name)) return
      variable.mark(command.name, command.at % length)
      model.marks.set(command.name, command.at % length)
      return
    case 'spoil':
      for (const { value } of variable.history()) spoil(value)
      return
    case 'flush':
      return subject.flush()
    case 'reopen':
      throw new Error('reopening gives another subject; the campaign does it')
    case 'transaction': {
      const back = model.save()
      const inner = () => {
        subject.transaction(() => {
          for (const each of command.inner) run(each, subject, model)
          if (command.throws) throw new Thrown()
        })
      }
      if (!command.throws) return inner()
      expect(inner).toThrow(Thrown)
      return back()
    }
  }
}

function update(
  variable: Variable<unknown>,
  model: WholeValues,
  edits: readonly Edit[],
  creator: string | null,
): void {
  const next = model.value
  for (const edit of edits) editInPlace(next, edit)
  let escaped: unknown
  const recipe = (draft: unknown) => {
    escaped = draft
    for (const edit of edits) editInPlace(draft, edit)
    return typeof draft === 'object' && draft !== null ? undefined : draft
  }
  variable.update(recipe as never, { creator })
  spoil(escaped)
  model.change('update', next, null, creator)
}

/** Tries to change what was handed out or in, as careless code would; nothing of it may reach the variable. */
function spoil(value: unknown): void {
  for (const kind of ['put', 'push', 'reverse', 'delete', 'clear'] as const) {
    for (const steps of [[], [0], [1, 0]]) {
      try {
        editInPlace(value, { kind, steps, key: 'spoilt', value: 'spoilt' })
      } catch {
        // Frozen things and closed drafts refuse, copies take it.
      }
    }
  }
}

function inRegistry(initial: unknown): Subject {
  const registry = new Registry()
  const variable = registry.watch('v', initial)
  const subject: Subject = {
    variable,
    transaction: fn => registry.transaction(fn),
    flush() {},
    reopen: () => subject,
    end() {},
  }
  return subject
}

function inStore(
  openStore: () => SyncStore,
  initial: unknown,
  closeStore: (store: Store) => boolean,
): Subject {
  const store = openStore()
  const repository = openSync(store)
  const variable = repository.watch('v', initial)
  return {
    variable,
    transaction: fn => repository.transaction(fn),
    flush: () => repository.flush(),
    reopen() {
      repository.flush()
      if (closeStore(store)) repository.close()
      return inStore(openStore, 'never seen', closeStore)
    },
    end: () => repository.close(),
  }
}

function campaign(
  name: string,
  stored: boolean,
  begin: (initial: unknown) => Subject,
  runs: number,
  forks = true,
): void {
  test(name, () => {
    setForking(forks)
    const property = fc.property(values(), commands(stored), (initial, all) => {
      const mine = unshared(initial)
      let subject = begin(mine)
      spoil(mine)
      const model = new WholeValues(initial)
      try {
        for (const command of all) {
          if (command.do === 'reopen') subject = subject.reopen()
          else run(command, subject, model)
          compare(subject.variable, model, command.do === 'reopen')
        }
        compare(subject.variable, model, true)
      } finally {
        subject.end()
      }
    })
    fc.assert(property, fuzz(runs))
  })
}

describe('a variable agrees with a list of whole values', () => {
  campaign('in memory', false, inRegistry, 150)

  campaign('in memory, with Maps and Sets that are copied', false, inRegistry, 75, false)

  campaign(
    'in the memory store, with reopening',
    true,
    initial => {
      const store = memory()
      return inStore(
        () => store,
        initial,
        () => false,
      )
    },
    100,
  )

  campaign(
    'in a SQLite file, with reopening',
    true,
    initial => {
      const folder = mkdtempSync(join(tmpdir(), 'varve-model-'))
      const subject = inStore(
        () => sqlite(join(folder, 'model.db')),
        initial,
        () => true,
      )
      return cleaned(subject, folder)
    },
    25,
  )
})

function cleaned(subject: Subject, folder: string): Subject {
  return {
    ...subject,
    reopen: () => cleaned(subject.reopen(), folder),
    end() {
      subject.end()
      rmSync(folder, { recursive: true })
    },
  }
}
