import type { Fault } from './fault.ts'

const model = 'test/immutable/container/container.model.test.ts'
const parts = 'test/immutable/container/parts.test.ts'
const together = 'test/immutable/container/together.test.ts'
const filters = 'test/immutable/container/filters.test.ts'

/** Defects in containers and in what finds their members. */
export const containerFaults: readonly Fault[] = [
  {
    name: 'a rollback that is silent on what it skips',
    file: 'src/immutable/container/shown-of.ts',
    from: 'return Math.max(a, 0)',
    to: 'return Math.max(line.newest(one), 0)',
    caughtBy: [model, 'agree with a list of whole values'],
  },
  {
    name: 'a delete that a store does not hear of',
    file: 'src/immutable/container/shown-of.ts',
    from: 'version >= 0 && !line.isDeleted(head)',
    to: 'version >= 0',
    caughtBy: [model, 'agree with a list of whole values'],
  },
  {
    name: 'an update that leaves its part',
    file: 'src/immutable/container/editor.ts',
    from: 'object => this.#scope.mustHold(history.name, object)',
    to: '() => {}',
    caughtBy: [parts, 'no act crosses its border'],
  },
  {
    name: 'an act that is made again on what has left its part',
    file: 'src/immutable/history-writer.ts',
    from: 'if (standing) guard(standing)',
    to: 'void standing',
    caughtBy: [parts, 'what somebody moves out between'],
  },
  {
    name: 'changes of one key that overtake each other',
    file: 'src/immutable/container/members.ts',
    from: 'const leave = await entry.turns.enter()',
    to: 'const leave = () => {}',
    caughtBy: [together, 'changes of one key come one after'],
  },
  {
    name: 'a purge that forgets a table',
    file: 'src/store/sqlite/purger.ts',
    from: "'keyframes', 'marks', ",
    to: "'keyframes', ",
    caughtBy: ['test/laws.test.ts', 'what is purged is gone'],
  },
  {
    name: 'a unit that shows though it is lost',
    file: 'src/store/sqlite/appender.ts',
    from: 'const lost = runs.find(run => !this.#stands(run))',
    to: 'for (const each of shown ?? []) this.#shower.show(each)\n    const lost = runs.find(run => !this.#stands(run))',
    caughtBy: ['test/laws.test.ts', 'a unit that is lost shows nothing'],
  },
  {
    name: 'a Date that is taken for a number',
    file: 'src/immutable/container/query-form.ts',
    from: 'return tagged(dateKey, numberForm(value.getTime()))',
    to: 'return numberForm(value.getTime())',
    caughtBy: [filters, 'what holds for what is shown'],
  },
  {
    name: 'a text that is not what it was',
    file: 'src/store/querying/storable-text.ts',
    from: "if (char === '\\0') return '\\u0001\\u0001'",
    to: "if (char === '\\0') return '\\u0001'",
    caughtBy: [filters, 'a text that can be stored'],
  },
]
