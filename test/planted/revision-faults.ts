import type { Fault } from './fault.ts'

/** Faults in the histories of objects, and in what becomes of them when a race is lost. */
export const revisionFaults: readonly Fault[] = [
  {
    name: 'a rollback after which the count is wrong',
    file: 'src/history/effective-line.ts',
    from: 'this.#push(version, this.count(target))',
    to: 'this.#push(version, this.count(target) + 1)',
    caughtBy: ['test/immutable/mapping.model.test.ts', 'in memory'],
  },
  {
    name: 'one object for two versions',
    file: 'src/immutable/versions.ts',
    from: 'return home === undefined || this.isGone(home) ? object : newRoot(object)',
    to: 'return object',
    caughtBy: ['test/immutable/mapping.model.test.ts', 'in memory'],
  },
  {
    name: 'a change of what is not current',
    file: 'src/immutable/history-edits.ts',
    from: 'versions.has(home) && home.index === versions.version)',
    to: 'versions.has(home))',
    caughtBy: ['test/immutable/mapping.model.test.ts', 'in memory'],
  },
  {
    name: 'a withdrawn object that still stands for something',
    file: 'src/immutable/versions.ts',
    from: 'home?.manager === this.#manager && !this.isGone(home)',
    to: 'home?.manager === this.#manager',
    caughtBy: ['test/immutable/two-openings.model.test.ts', 'in the memory store'],
  },
  {
    name: 'a first revision that gives way in silence',
    file: 'src/recorder/remaking.ts',
    from: 'if (index === 0 && (!intent || this.now(track, 0) === 0))',
    to: 'if (index === 0)',
    caughtBy: ['test/immutable/stored.test.ts', 'of two that begin one key'],
  },
  {
    name: 'a delete that stands though the set behind it was withdrawn',
    file: 'src/immutable/absence.ts',
    from: "this.#fate = 'withdrawn'",
    to: "this.#fate = 'its own'",
    caughtBy: ['test/immutable/overtaken.test.ts', 'a delete and a set that follows it are one change'],
  },
  {
    name: 'half of a replacement that stands',
    file: 'src/recorder/race.ts',
    from: ' && !track.mayVanish',
    to: '',
    caughtBy: ['test/immutable/replace.test.ts', 'overtaken it is withdrawn whole'],
  },
  {
    name: 'rows of a diff that forget an order',
    file: 'src/immutable/patch-rows.ts',
    from: 'op.drop, node, key, old.before, old.value',
    to: 'op.drop, node, key, undefined, old.value',
    caughtBy: ['test/immutable/patch-rows.test.ts', 'cell by cell'],
  },
]
