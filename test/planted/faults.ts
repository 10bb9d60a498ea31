/** A defect that somebody could make, and the test that must see it. */
export interface Fault {
  readonly name: string
  /** The source file, from the root. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** The test file, and what the title of the test begins with. */
  readonly caughtBy: readonly [file: string, test: string]
}

export const faults: readonly Fault[] = [
  {
    name: 'an aliased input',
    file: 'src/variable/checks.ts',
    from: 'keep(value, { name: this.#name, copy })',
    to: 'keep(value, { name: this.#name, copy: false })',
    caughtBy: ['test/variable/seeds.test.ts', 'copies in by default'],
  },
  {
    name: 'a live Date',
    file: 'src/value/sealed.ts',
    from: '{ get: () => leaf.copy(), ',
    to: '{ value: leaf.copy(), ',
    caughtBy: ['test/variable/seeds.test.ts', 'a Date in a value'],
  },
  {
    name: 'a listener that sees a later value',
    file: 'src/variable/reader.ts',
    from: 'const revision = track.timeline.revision(index)',
    to: 'const revision = track.timeline.revision(track.timeline.length - 1)',
    caughtBy: ['test/variable/seeds.test.ts', 'hear of every event in the order'],
  },
  {
    name: 'a draft that leaks',
    file: 'src/value/draft/session.ts',
    from: 'if (this.isOpen) return',
    to: 'return',
    caughtBy: ['test/variable/recipes.test.ts', 'a draft that escaped'],
  },
  {
    name: 'a lost label',
    file: 'src/history/entry.ts',
    from: 'l: this.label ?? undefined',
    to: 'l: undefined',
    caughtBy: ['test/recorder/repository.test.ts', 'resumes at the last value'],
  },
]
