import type { Fault } from './fault.ts'

/** Defects in what keeps values in scripts. */
export const scriptFaults: readonly Fault[] = [
  {
    name: 'a script whose folder is not synchronised',
    file: 'src/store/script/script-file.ts',
    from: 'syncFolder(real)',
    to: 'void real',
    caughtBy: ['test/store/script-calls.test.ts', 'the calls of an append, in the order'],
  },
  {
    name: 'a file that is not synchronised before it is put in place',
    file: 'src/store/rewriting/fresh-file.ts',
    from: '    fsyncSync(fd)\n',
    to: '',
    caughtBy: ['test/store/script-calls.test.ts', 'the calls of an append, in the order'],
  },
  {
    name: 'a write that is taken for whole',
    file: 'src/store/rewriting/fresh-file.ts',
    from: 'at += written',
    to: 'at = bytes.length',
    caughtBy: ['test/store/script-calls.test.ts', 'what a write leaves out is written by the next'],
  },
  {
    name: 'a script that is written in place',
    file: 'src/store/script/script-file.ts',
    from: 'renameSync(fresh, real)',
    to: "closeSync(openSync(real, 'w')), renameSync(fresh, real)",
    caughtBy: ['test/store/script-calls.test.ts', 'the calls of an append, in the order'],
  },
  {
    name: 'a lock that is taken from who goes on',
    file: 'src/store/script/lock.ts',
    from: "ageOf(lock) > patience : state === 'gone'",
    to: 'ageOf(lock) > patience : true',
    caughtBy: ['test/store/script-writers.test.ts', 'a lock of who is gone is broken'],
  },
  {
    name: 'an editor whose save is written over',
    file: 'src/store/script/script-file.ts',
    from: '!this.read().equals(expected) || ',
    to: '',
    caughtBy: ['test/store/script-writers.test.ts', 'a save that comes while we write is met'],
  },
  {
    name: 'values that an older text takes away',
    file: 'src/store/script/script-state.ts',
    from: 'this.#state !== undefined && putBack(held, this.#state.held)',
    to: 'false && putBack(held, held)',
    caughtBy: ['test/store/script-writers.test.ts', 'two saves by an editor in between'],
  },
  {
    name: 'a block whose hash is not looked at',
    file: 'src/store/script/parse-block.ts',
    from: '!== end.digest',
    to: "=== ''",
    caughtBy: ['test/store/script-damage.test.ts', 'a value is edited: refused'],
  },
  {
    name: 'a journal whose hashes are not looked at',
    file: 'src/store/script/journal.ts',
    from: 'if (hash !== lineHash(this.#hash, text))',
    to: "if (hash === '')",
    caughtBy: ['test/store/script-journal.test.ts', 'of a journal, any bit of which is flipped'],
  },
  {
    name: 'values that are written as they are',
    file: 'src/store/script/shown.ts',
    from: '&& !hazards.test(text)',
    to: '',
    caughtBy: ['test/store/script-damage.test.ts', 'a value with'],
  },
  {
    name: 'a hard link that is parted',
    file: 'src/store/script/script-file.ts',
    from: 'stats.nlink > 1n',
    to: 'stats.nlink > 9n',
    caughtBy: ['test/store/script.test.ts', 'a hard link is refused'],
  },
  {
    name: 'a value that is known by where it stands in the text',
    file: 'src/script/declaration-path.ts',
    from: "return { name: names.join('.') }",
    to: 'return { name: String(path.at(-1)!.start) }',
    caughtBy: ['test/script/identity.test.ts', 'whatever is done to the form of a source'],
  },
]
