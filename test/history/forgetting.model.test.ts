import fc, { type Arbitrary } from 'fast-check'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { isVarveError, type Revision } from 'varve'
import { parsePortableSync } from '../../src/history/parse-portable.ts'
import { exportTimeline } from '../../src/history/portable.ts'
import { policyOf, type Retention } from '../../src/history/retention.ts'
import type { Timeline } from '../../src/history/timeline.ts'
import { verify } from '../../src/history/verify.ts'
import { show } from '../../src/value/show.ts'
import { thaw } from '../../src/value/thaw.ts'
import { fuzz, runsOf } from '../fuzz.ts'
import { values, type Edit } from '../model/commands.ts'
import { editInPlace } from '../model/edit-plain.ts'
import { isEqual } from '../value/equal.ts'
import { unshared } from '../value/plain-values.ts'
import { Forgetful } from './forgetful.ts'

type Command =
  | { readonly do: 'set'; readonly value: unknown }
  | { readonly do: 'update'; readonly edits: readonly Edit[]; readonly creator: string | null }
  | { readonly do: 'rollback' | 'mark' | 'wait'; readonly to: number }
  | { readonly do: 'undo' | 'redo' | 'throw' }
  | { readonly do: 'prune'; readonly retention: Retention }

/** One revision, whole, and where it comes from. */
interface Version {
  readonly value: unknown
  readonly kind: string
  readonly creator: string | null
  readonly time: number
  readonly hash: string
  readonly line: string
  readonly targets: readonly number[]
  readonly held: Revision<any>
}

const minute = 60_000

/** Every version kept whole, and which indexes were forgotten: it shares no idea with what it is held against. */
class Whole {
  readonly versions: Version[] = []
  readonly forgotten = new Map<number, { readonly at: number; readonly policy: string }>()
  #past: { readonly index: number; readonly value: unknown }[] = []
  #future: { readonly undo: number; readonly index: number; readonly value: unknown }[] = []

  /** The first index that no gap lies behind. */
  get begin(): number {
    return Math.max(-1, ...this.forgotten.keys()) + 1
  }

  get canUndo(): boolean {
    return (this.#past.at(-1)?.index ?? -1) >= this.begin
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  change(before: unknown): void {
    this.#past.push({ index: this.versions.length, value: before })
    this.#future = []
  }

  undo(before: unknown): { readonly value: unknown; readonly target: number } {
    const { index, value } = this.#past.pop()!
    this.#future.push({ undo: this.versions.length, index, value: before })
    return { value, target: index }
  }

  redo(before: unknown): { readonly value: unknown; readonly target: number } {
    const { index, value } = this.#future.pop()!
    this.#past.push({ index, value: before })
    return { value, target: index }
  }

  /** What a policy leaves, said once more in the plainest way. */
  prune(retention: Retention, marks: Iterable<number>, now: number): void {
    const { last, youngerThan, bytes, thin } = policyOf('v', retention)
    const { length } = this.versions
    const left = [...this.versions.keys()].filter(index => !this.forgotten.has(index))
    const staying = new Set([0, length - 1, ...marks])
    const periods = new Set<number>()
    let sum = 0
    for (const index of left.toReversed()) {
      const { time, line } = this.versions[index]!
      sum += Buffer.byteLength(line)
      let stays = index >= length - last && now - time < youngerThan && sum <= bytes
      if (stays && thin && now - time > thin.after) {
        const period = Math.floor(time / thin.per)
        stays = !periods.has(period)
        periods.add(period)
      }
      if (stays) staying.add(index)
    }
    for (let index = length - 1; index >= 0; index--)
      if (staying.has(index)) for (const target of this.versions[index]!.targets) staying.add(target)
    const going = left.filter(index => !staying.has(index))
    for (const index of going) this.forgotten.set(index, { at: now, policy: policyOf('v', retention).words })
    // Gaps that touch become one, which the newest policy made.
    const isNew = (index: number) => this.forgotten.get(index)?.at === now && going.includes(index)
    for (const index of going)
      for (const step of [-1, 1])
        for (let at = index + step; this.forgotten.has(at) && !isNew(at); at += step)
          this.forgotten.set(at, this.forgotten.get(index)!)
    this.#future = this.#future.filter(({ undo }) => undo >= this.begin)
  }
}

class Throw extends Error {}

class Campaign {
  readonly subject: Forgetful
  readonly model = new Whole()

  constructor(initial: unknown) {
    this.subject = new Forgetful(unshared(initial))
    this.#note(initial)
  }

  run(command: Command): void {
    const { subject, model } = this
    const { variable } = subject
    const { length } = model.versions
    const before = unshared(model.versions.at(-1)!.value)
    switch (command.do) {
      case 'set':
        variable.set(unshared(command.value))
        model.change(before)
        return this.#note(unshared(command.value))
      case 'update': {
        const next = unshared(before)
        for (const edit of command.edits) editInPlace(next, edit)
        const recipe = (draft: unknown) => {
          for (const edit of command.edits) editInPlace(draft, edit)
          return typeof draft === 'object' && draft !== null ? undefined : draft
        }
        variable.update(recipe as never, { creator: command.creator })
        model.change(before)
        return this.#note(next)
      }
      case 'throw':
        // What a transaction takes back leaves gaps and their naming as they were.
        try {
          ;(variable as any).context.recorder.transaction(() => {
            variable.set('taken back').set('twice')
            throw new Throw()
          })
        } catch (error) {
          if (!(error instanceof Throw)) throw error
        }
        return
      case 'rollback': {
        const left = [...model.versions.keys()].filter(index => !model.forgotten.has(index))
        const to = left[command.to % left.length]!
        variable.rollback(to)
        model.change(before)
        return this.#note(unshared(model.versions[to]!.value), [to])
      }
      case 'undo':
      case 'redo': {
        const can = command.do === 'undo' ? model.canUndo : model.canRedo
        variable[command.do]()
        if (!can) return expect(subject.timeline.length).toBe(length)
        const { value, target } = model[command.do](before)
        return this.#note(value, [target])
      }
      case 'mark':
        if (!model.forgotten.has(command.to % length))
          variable.mark(`m${subject.marks.size}`, command.to % length)
        return
      case 'wait':
        subject.now += command.to
        return
      case 'prune':
        subject.now += 1
        subject.prune(command.retention)
        return model.prune(command.retention, subject.marks.values(), subject.now)
    }
  }

  #note(value: unknown, targets: readonly number[] = []): void {
    const { variable, timeline, now } = this.subject
    const held = variable.lastChange()
    const { kind, creator, hash, index } = held
    expect([index, held.timestamp.getTime()]).toEqual([this.model.versions.length, now])
    this.model.versions.push({
      value,
      kind,
      creator,
      time: now,
      hash,
      line: timeline.line(index),
      targets,
      held,
    })
  }

  /** Everything that is left reads as before, everything forgotten fails as it says. */
  check(): void {
    const { subject, model } = this
    const { variable, timeline } = subject
    const left = [...model.versions.keys()].filter(index => !model.forgotten.has(index))
    expect([...timeline.indexes()]).toEqual(left)
    expect(variable.history().map(({ index }) => index)).toEqual(left)
    expect(
      variable.history({ reversed: true, batchStart: 1, batchSize: 2 }).map(({ index }) => index),
    ).toEqual(left.toReversed().slice(1, 3))
    expect([variable.canUndo, variable.canRedo]).toEqual([model.canUndo, model.canRedo])
    expect(variable.diff().map(({ fromIndex, toIndex }) => [fromIndex, toIndex])).toEqual(
      left.slice(1).map((index, place) => [left[place], index]),
    )
    for (const [index, version] of model.versions.entries()) this.#checkOne(index, version)
    this.#checkInstants()
    expect(verify(subject.stored)).toEqual([])
    this.#checkCopy(subject.reread())
  }

  #checkOne(index: number, version: Version): void {
    const { variable, timeline } = this.subject
    const { model } = this
    const { held } = version
    expect([held.index, held.kind, held.creator, held.timestamp.getTime()]).toEqual([
      index,
      version.kind,
      version.creator,
      version.time,
    ])
    const pruned = model.forgotten.get(index)
    if (pruned) {
      const reads = [
        () => variable.at(index),
        () => variable.revision(index),
        () => variable.at(`~${timeline.length - 1 - index}`),
        () => variable.revision(held),
        () => held.value,
        () => held.patches,
        () => held.hash,
        () => timeline.line(index),
        () => timeline.entry(index),
      ]
      return reads.forEach(read => fails(read, pruned))
    }
    const revision = variable.revision(index)
    agree(revision.value, version.value, `@${index}`)
    agree(variable.at(held), version.value, `held @${index}`)
    const isAfterGap = model.forgotten.has(index - 1)
    const next = model.versions[index + 1]
    expect({
      hash: revision.hash,
      kind: revision.kind,
      creator: revision.creator,
      target: revision.target?.index,
      parents: revision.parents.map(parent => parent.index),
      end: revision.end?.getTime(),
      byHash: variable.revision(`#${revision.hash}`).index,
    }).toEqual({
      hash: version.hash,
      kind: version.kind,
      creator: version.creator,
      target: version.targets[0],
      parents: index === 0 || isAfterGap ? [] : [index - 1],
      end: next?.time,
      byHash: index,
    })
  }

  #checkInstants(): void {
    const { versions, forgotten } = this.model
    const times = new Set(versions.flatMap(({ time }) => [time - 1, time, time + 1]))
    for (const time of times) {
      const index = versions.findLastIndex(version => version.time <= time)
      if (index < 0) continue
      const ref = new Date(time)
      const pruned = forgotten.get(index)
      if (pruned) fails(() => this.subject.variable.revision(ref), pruned)
      else expect(this.subject.variable.revision(ref).index).toBe(index)
    }
  }

  /** Read again from its lines, or from a portable text, it is the same. */
  #checkCopy(copy: Timeline): void {
    const { timeline, marks, stored } = this.subject
    for (const index of timeline.indexes()) {
      expect(copy.hash(index)).toBe(timeline.hash(index))
      agree(show(copy.valueAt(index)), thaw(show(timeline.valueAt(index))), `copied @${index}`)
    }
    expect([copy.undoLog.canUndo, copy.undoLog.canRedo]).toEqual([
      timeline.undoLog.canUndo,
      timeline.undoLog.canRedo,
    ])
    expect(copy.unnamedGaps()).toEqual(timeline.unnamedGaps())
    const texts = [...exportTimeline(timeline, marks)]
    const [read, ...more] = [...parsePortableSync(texts)]
    expect(more).toEqual([])
    expect(read!.lines).toEqual(stored.lines)
    expect(read!.hashes).toEqual(Array.from(timeline.indexes(), index => timeline.hash(index)))
    expect(read!.gaps.all.map(({ record, base }) => [record, base])).toEqual(
      timeline.gaps.all.map(({ record, base }) => [record, base]),
    )
    expect(read!.marks).toEqual(stored.marks)
  }
}

function fails(read: () => unknown, pruned: { readonly at: number; readonly policy: string }): void {
  try {
    read()
  } catch (error) {
    if (!isVarveError(error, 'UNKNOWN_REVISION')) throw error
    expect(error.details.pruned).toEqual({ at: new Date(pruned.at), policy: pruned.policy })
    expect(error.message).toContain(pruned.policy)
    return
  }
  expect.fail(`a forgotten revision was read by ${String(read)}`)
}

function agree(snapshot: unknown, value: unknown, where: string): void {
  if (!isEqual(thaw(snapshot), value)) expect.fail(`${where}: ${String(snapshot)} is not ${String(value)}`)
}

const value = values()
const edits: Arbitrary<Edit[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('put', 'delete', 'push', 'splice', 'reverse', 'move', 'clear', 'touch'),
    steps: fc.array(fc.nat(5), { maxLength: 3 }),
    key: fc.constantFrom('a', 'b', 'list', 'new'),
    value,
  }),
  { minLength: 1, maxLength: 3 },
)
const retention: Arbitrary<Retention> = fc.oneof(
  fc.record({ last: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ youngerThan: fc.integer({ min: 1, max: 20 * minute }) }),
  fc.record({ bytes: fc.integer({ min: 1, max: 3000 }) }),
  fc.record({ thin: fc.record({ per: fc.integer({ min: 1, max: 9 * minute }), after: fc.nat(9 * minute) }) }),
  fc.record({
    last: fc.integer({ min: 5, max: 20 }),
    thin: fc.record({ per: fc.constant('3 min' as const), after: fc.constant('2 min' as const) }),
  }),
)
const command: Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set' as const), value }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      edits,
      creator: fc.constantFrom(null, 'ann'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rollback' as const), to: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('mark' as const), to: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), to: fc.nat(3 * minute) }) },
  {
    weight: 7,
    arbitrary: fc.constantFrom<Command>({ do: 'undo' }, { do: 'undo' }, { do: 'redo' }, { do: 'throw' }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('prune' as const), retention }) },
)

test(
  'what is left reads as before, and what was forgotten says so',
  () => {
    const property = fc.property(
      value,
      fc.array(command, { minLength: 5, maxLength: 60, size: 'max' }),
      (initial, commands) => {
        const campaign = new Campaign(initial)
        for (const each of commands) {
          campaign.run(each)
          if (each.do === 'prune') campaign.check()
        }
        campaign.check()
      },
    )
    fc.assert(property, fuzz(150))
  },
  runsOf(20_000),
)

test('forgetting gives its memory back', () => {
  const subject = new Forgetful({ text: '', n: 0 })
  const before = usedMemory()
  for (let n = 1; n <= 1500; n++) {
    subject.now += 1
    subject.variable.update(d => {
      d.text = `${n} `.repeat(8000)
    })
    if (n % 100 === 0) subject.prune({ last: 5 })
  }
  const { timeline } = subject
  expect([timeline.length, [...timeline.indexes()].length]).toEqual([1501, 6])
  // Not forgotten they would be some 55 MB.
  expect(usedMemory() - before).toBeLessThan(10_000_000)
})

function usedMemory(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
