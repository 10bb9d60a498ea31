import { containerFaults } from './container-faults.ts'
import type { Fault } from './fault.ts'
import { ownFaults } from './own-faults.ts'
import { postgresFaults } from './postgres-faults.ts'
import { revisionFaults } from './revision-faults.ts'
import { sealingFaults } from './sealing-faults.ts'
import { scriptFaults } from './script-faults.ts'

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
    from: "throw new VarveError('DRAFT_CLOSED', message, {})",
    to: 'return message as never',
    caughtBy: ['test/variable/recipes.test.ts', 'a draft that escaped'],
  },
  {
    name: 'a lost label',
    file: 'src/history/entry.ts',
    from: 'l: this.label ?? undefined',
    to: 'l: undefined',
    caughtBy: ['test/recorder/repository.test.ts', 'resumes at the last value'],
  },
  {
    name: 'no expected head in the UPDATE',
    file: 'src/store/sqlite/run-writer.ts',
    from: "WHERE variable = ? AND branch = ? AND idx = ? AND hash = ?'",
    to: "WHERE variable = ? AND branch = ? AND (idx = ? OR true) AND (hash = ? OR true)'",
    caughtBy: ['test/laws.test.ts', 'a head that another handle has moved'],
  },
  {
    name: 'no expected head in the check',
    file: 'src/store/sqlite/appender.ts',
    from: 'return slot.index === expected.index && slot.hash === expected.hash',
    to: 'return slot.index === expected.index',
    caughtBy: ['test/laws.test.ts', 'a head that does not stand loses'],
  },
  {
    name: 'no answer to a retry',
    file: 'src/store/sqlite/appender.ts',
    from: 'return runs.every(run => this.#isKept(run)) ? REPEATED : this.#lost(lost)',
    to: 'return this.#lost(lost)',
    caughtBy: ['test/laws.test.ts', 'a repeat is answered as the first time'],
  },
  {
    name: 'synchronous=NORMAL',
    file: 'src/store/sqlite/pragmas.ts',
    from: "database.exec('PRAGMA synchronous=FULL')",
    to: '',
    caughtBy: ['test/store/sqlite.test.ts', 'a write-ahead log, synchronised'],
  },
  {
    name: 'a swallowed EIO',
    file: 'src/store/sqlite/write-gate.ts',
    from: 'this.#poison = { message, cause: error }',
    to: '',
    caughtBy: ['test/store/sqlite.test.ts', 'after a failed fsync nothing more is written'],
  },
  {
    name: 'a file that was replaced, unnoticed',
    file: 'src/store/sqlite/write-gate.ts',
    from: 'this.checkFile(variable)',
    to: '',
    caughtBy: ['test/store/sqlite-replaced.test.ts', 'another store comes in its place'],
  },
  {
    name: 'forgetting what a mark names',
    file: 'src/store/forgetting/refusal.ts',
    from: 'const mark = marks.find(',
    to: 'const mark = [...marks].slice(0, 0).find(',
    caughtBy: ['test/laws.test.ts', 'what a mark names is not forgotten'],
  },
  {
    name: 'a retry that does not look into segments',
    file: 'src/store/sqlite/lines.ts',
    from: 'if (isGap || last < start || first > end) continue',
    to: 'if (isGap || last < start || first > end || (rows.at(-1) !== row && rows[0] === row)) continue',
    caughtBy: ['test/laws.test.ts', 'a run sent again is a repeat while'],
  },
  {
    name: 'a watch that skips',
    file: 'src/store/sqlite/moves.ts',
    from: 'position: rows.reduce((newest, { pos }) => Math.max(newest, Number(pos)), position),',
    to: 'position: endOf(connection) + 1,',
    caughtBy: ['test/laws.test.ts', 'a watch goes on behind its cursor'],
  },
  {
    name: 'an unchecked chain',
    file: 'src/history/chain.ts',
    from: 'if (!first) return chain',
    to: 'return chain',
    caughtBy: ['test/recorder/repository.test.ts', 'a tampered line is found'],
  },
  {
    name: 'a recipe whose old result is sent again',
    file: 'src/variable/changer.ts',
    from: 'again(made, places), again)',
    to: 'made.attempt, again)',
    caughtBy: ['test/recorder/again.test.ts', 'a recipe runs again'],
  },
  {
    name: 'a set that overwrites in silence',
    file: 'src/variable/again.ts',
    from: "if (policy === 'refuse') return undefined",
    to: "if (policy === 'refuse') return overwriteAgain",
    caughtBy: ['test/recorder/again.test.ts', 'a set is withdrawn'],
  },
  {
    name: 'an undo of whatever is newest',
    file: 'src/history/step-again.ts',
    from: 'const start = standing.indexOf(targets[0]!)',
    to: 'targets = [standing.at(-1)!]\n  const start = standing.indexOf(targets[0]!)',
    caughtBy: ['test/recorder/again.test.ts', 'an undo takes back the same'],
  },
  {
    name: 'a failed save that is dropped',
    file: 'src/recorder/delivery.ts',
    from: 'this.#queue.units = [...units, ...this.#queue.units]',
    to: '',
    caughtBy: ['test/recorder/repository.test.ts', 'a failed save keeps the revisions'],
  },
  {
    name: 'listeners that hear twice of what won',
    file: 'src/recorder/settle.ts',
    from: 'events.drop(track, from)',
    to: 'events.tell(track, from)',
    caughtBy: ['test/recorder/again.test.ts', 'a recipe runs again'],
  },
  {
    name: 'undo targets that are forgotten',
    file: 'src/history/plan-gaps.ts',
    from: 'for (const target of targets) pinned.add(target)',
    to: '',
    caughtBy: ['test/history/forgetting.model.test.ts', 'what is left reads as before'],
  },
  {
    name: 'a load in several states',
    file: 'src/store/sqlite/sqlite-store.ts',
    from: 'inOneState(this.#connection, () => branchOf(this.#connection, variable, branch, from)),',
    to: 'branchOf(this.#connection, variable, branch, from),',
    caughtBy: ['test/store/sqlite-load.test.ts', 'a load sees one state'],
  },
  {
    name: 'a check in several states',
    file: 'src/store/sqlite/sqlite-store.ts',
    from: 'inOneState(this.#connection, () => problemsOf(this.#connection))',
    to: 'problemsOf(this.#connection)',
    caughtBy: ['test/store/sqlite-load.test.ts', 'a check sees one state'],
  },
  {
    name: 'a mark of what was forgotten',
    file: 'src/store/sqlite/marks.ts',
    from: " AND s.first <= ? AND s.last >= ?) LIMIT 1'",
    to: " AND s.first <= ? AND s.last >= ? AND false) LIMIT 1'",
    caughtBy: ['test/laws.test.ts', 'a mark of what was forgotten is lost'],
  },
  {
    name: 'a mark behind every head',
    file: 'src/store/appending/stray-mark.ts',
    from: 'return marks.find(mark => !isThere(mark) && !store.isMarked(mark))',
    to: 'return marks.find(mark => !isThere(mark) && !store.isMarked(mark) && mark.index < 0)',
    caughtBy: ['test/laws.test.ts', 'a mark of what no branch has is lost'],
  },
  {
    name: 'a branch twice in one unit',
    file: 'src/store/appending/sensible-units.ts',
    from: 'if (twin) throw',
    to: 'if (twin && runs.length > 99) throw',
    caughtBy: ['test/laws.test.ts', 'units that make no sense are refused'],
  },
  {
    name: 'a head that is not where the lines end',
    file: 'src/store/appending/sensible-units.ts',
    from: 'if (run.head.index === before + length) continue',
    to: 'if (run.head.index >= before) continue',
    caughtBy: ['test/laws.test.ts', 'units that make no sense are refused'],
  },
  {
    name: 'half an append, its failure caught',
    file: 'src/store/sqlite/transaction.ts',
    from: "connection.statement('ROLLBACK TO varve_part').run()",
    to: '',
    caughtBy: ['test/laws.test.ts', 'of an append that fails within'],
  },
  {
    name: 'a transaction that goes on without SQLite',
    file: 'src/store/sqlite/transaction.ts',
    from: 'exclusion.brokenBy = { error }',
    to: '',
    caughtBy: ['test/store/sqlite-exclusive.test.ts', 'where the disk is full in it'],
  },
  {
    name: 'memory that keeps what was taken back',
    file: 'src/store/held.ts',
    from: 'lines: lines.slice()',
    to: 'lines',
    caughtBy: ['test/laws.test.ts', 'of what is done exclusively nothing'],
  },
  {
    name: 'saved that waits for the last unit only',
    file: 'src/recorder/outbox.ts',
    from: '...units.map(unit => unit.settled())',
    to: 'units.at(-1)?.settled()',
    caughtBy: ['test/recorder/waiting.test.ts', 'saved is about all that waits'],
  },
  {
    name: 'a listener that is heard between an exclusive append and its booking',
    file: 'src/recorder/delivery.ts',
    from: `return this.#host.events.hold(() => {
      try {
        return book(
          this.#trying(
            () => batch,
            tells,
            () => store.exclusivelySync(act),`,
    to: `return (<R>(fn: () => R) => fn())(() => {
      try {
        return book(
          this.#trying(
            () => batch,
            tells,
            () => this.#host.events.hold(() => store.exclusivelySync(act)),`,
    caughtBy: ['test/recorder/exclusive.test.ts', 'nobody hears of an exclusive append'],
  },
  {
    name: 'reads of a transaction that do not close their units',
    file: 'src/recorder/queue.ts',
    from: 'for (const track of transaction.reads) if (track.unit) track.unit.open = false',
    to: '',
    caughtBy: ['test/recorder/overtaken.test.ts', 'what a transaction has read'],
  },
  {
    name: 'a change of a Date that no row tells',
    file: 'src/value/draft/container-node.ts',
    from: 'this.tell(op.put, at, next, old)',
    to: '',
    caughtBy: ['test/variable/paranoid.test.ts', 'a registry that is paranoid goes on'],
  },
  // The engine hands out or logs what it goes on changing: a seal that is missed, at each door.
  {
    name: 'a value that is handed out owned',
    file: 'src/history/present.ts',
    from: 'if (staged === null) return this.#working.snapshot()',
    to: 'if (staged === null) return this.#working.root as Kept',
    caughtBy: ['test/model/doors.test.ts', 'what goes out by value never'],
  },
  {
    name: 'a place that is handed out owned',
    file: 'src/history/present.ts',
    from: 'return released(placeAt(this.raw as Kept, place).value)',
    to: 'return placeAt(this.raw as Kept, place).value',
    caughtBy: ['test/model/doors.test.ts', 'what goes out by peek of any container never'],
  },
  {
    name: 'a validator that is shown what is owned',
    file: 'src/history/present.ts',
    from: `get next(): Kept {
    return this.#working.snapshot()`,
    to: `get next(): Kept {
    return this.#working.root as Kept`,
    caughtBy: ['test/model/doors.test.ts', 'what goes out to validators never'],
  },
  {
    name: 'what a key held enters the log owned',
    file: 'src/value/draft/keyed-node.ts',
    from: `this.detach(key)
    released(old)
    writeRaw`,
    to: `this.detach(key)
    writeRaw`,
    caughtBy: ['test/model/doors.test.ts', 'what a recipe takes out by an assignment is'],
  },
  {
    name: 'what is deleted enters the log owned',
    file: 'src/value/draft/keyed-node.ts',
    from: 'const old = released(this.slot(key))',
    to: 'const old = this.slot(key)',
    caughtBy: ['test/model/doors.test.ts', 'what a recipe takes out by delete is'],
  },
  {
    name: 'what an index held enters the log owned',
    file: 'src/value/draft/array-node.ts',
    from: `this.detach(index)
    released(old)
    writeRaw`,
    to: `this.detach(index)
    writeRaw`,
    caughtBy: ['test/model/doors.test.ts', 'what a recipe takes out by an assignment to an index is'],
  },
  {
    name: 'what is spliced out enters the log owned',
    file: 'src/value/working/perform.ts',
    from: 'for (const raw of removed) released(raw)',
    to: '',
    caughtBy: ['test/model/doors.test.ts', 'what a recipe takes out by splice is'],
  },
  {
    name: 'what a patch takes out enters the log owned',
    file: 'src/value/working/perform.ts',
    from: 'const old = released(readPlace(container, key))',
    to: 'const old = readPlace(container, key)',
    caughtBy: ['test/model/doors.test.ts', 'what a patch takes out by remove is'],
  },
  {
    name: 'a keyframe that is kept owned',
    file: 'src/history/replay.ts',
    from: 'this.#checkouts.add({ index, value: present.head })',
    to: 'this.#checkouts.add({ index, value: present.raw as Kept })',
    caughtBy: ['test/model/doors.test.ts', 'values that are kept on the way'],
  },
  {
    name: 'a part at two places that stays one',
    file: 'src/value/draft/run.ts',
    from: `session.flushLeaves()
      this.#unbind()`,
    to: 'session.flushLeaves()',
    caughtBy: ['test/model/doors.test.ts', 'what stood at several places'],
  },
  {
    name: 'what a selector returns is handed out owned',
    file: 'src/value/glance/view.ts',
    from: 'return released(this.container)',
    to: 'return this.container',
    caughtBy: ['test/variable/select.test.ts', 'but what is returned is handed out'],
  },
  {
    name: 'the way back to an old value that ends one short',
    file: 'src/history/replay.ts',
    from: 'for (let at = from.index; at > index; at--)',
    to: 'for (let at = from.index; at > index + 1; at--)',
    caughtBy: ['test/history/near.test.ts', 'an old value is the same from whichever side'],
  },
  ...revisionFaults,
  ...ownFaults,
  ...scriptFaults,
  ...containerFaults,
  ...sealingFaults,
  ...postgresFaults,
]
