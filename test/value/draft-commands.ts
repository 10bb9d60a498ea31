import fc from 'fast-check'
import { ImmutableList, type ListDraft } from 'varve/immutable'
import { keep } from '../../src/value/keep.ts'
import { markRoot } from '../../src/value/mark.ts'
import { splice } from '../../src/value/splice.ts'
import { listEdits } from './list-commands.ts'
import { emptyLike, hasGetterAlone, isInstance, isList, type Marked } from './own-classes.ts'
import { isLeafLike as isLeaf, key, mapKey, plainValue, setOwn, unshared } from './plain-values.ts'
import { spoil } from './spoil.ts'
import { Tally } from './tally.ts'

/** One edit, told without saying of what: it chooses among what there is when it runs. */
export interface Command {
  readonly name: string
  /** Which container, and which other. */
  readonly at: number
  readonly other: number
  readonly i: number
  readonly j: number
  readonly key: string
  readonly mapKey: unknown
  readonly value: unknown
}

/** The way to a container, the same in a draft and in its plain twin. */
export type Steps = readonly ((container: unknown) => unknown)[]

/** What a command works on. */
export interface Ground {
  readonly target: unknown
  readonly source: unknown
  readonly command: Command
  /** The value to put in: one's own copy. */
  readonly value: unknown
  readonly isDraft: boolean
}

/** What a command does. */
export type Edit = (ground: Ground) => void
const array =
  (fn: (array: unknown[], ground: Ground) => void): Edit =>
  ground => {
    if (Array.isArray(ground.target)) fn(ground.target, ground)
  }
const object =
  (fn: (object: Record<string, unknown>, ground: Ground) => void): Edit =>
  ground => {
    const { target } = ground
    const isOther = target instanceof Map || target instanceof Set || isList(target) || isLeaf(target)
    if (!Array.isArray(target) && !isOther) fn(target as Record<string, unknown>, ground)
  }
const instance =
  (fn: (instance: Marked, ground: Ground) => void): Edit =>
  ground => {
    if (isInstance(ground.target)) fn(ground.target, ground)
  }
const map =
  (fn: (map: Map<unknown, unknown>, ground: Ground) => void): Edit =>
  ground => {
    if (ground.target instanceof Map) fn(ground.target, ground)
  }
const set =
  (fn: (set: Set<unknown>, ground: Ground) => void): Edit =>
  ground => {
    if (ground.target instanceof Set) fn(ground.target, ground)
  }
const indexIn = (list: readonly unknown[], n: number): number => (list.length === 0 ? 0 : n % list.length)

function assign(target: Record<string, unknown>, name: string, value: unknown, isDraft: boolean): void {
  if (hasGetterAlone(target, name)) return
  if (isDraft || name !== '__proto__') target[name] = value
  else setOwn(target, name, value)
}

/** Compares without looking inside, so that a snapshot does as well as a draft. */
const byKind = (a: unknown, b: unknown): number => rank(a) - rank(b)
const rank = (value: unknown): number =>
  typeof value === 'number' ? value || 0 : typeof value === 'string' ? 20 + value.length : 10

const edits: Readonly<Record<string, Edit>> = {
  setKey: object((target, { command, value, isDraft }) => assign(target, command.key, value, isDraft)),
  aliasKey: object((target, { command, source, isDraft }) => assign(target, command.key, source, isDraft)),
  deleteKey: object((target, { command }) => void delete target[command.key]),
  readd: object((target, { command, isDraft }) => {
    if (!Object.hasOwn(target, command.key)) return
    const held = target[command.key]
    delete target[command.key]
    assign(target, command.key, held, isDraft)
  }),
  swapKeys: object((target, { command, isDraft }) => {
    const names = Object.keys(target)
    if (names.length < 2) return
    const [one, two] = [names[command.i % names.length]!, names[command.j % names.length]!]
    const held = target[one]
    assign(target, one, target[two], isDraft)
    assign(target, two, held, isDraft)
  }),
  define: object((target, { command, value }) => setOwn(target, command.key, value)),
  spreadInto: object((target, { command, source, isDraft }) => {
    const copy: unknown = Array.isArray(source)
      ? [...source]
      : source instanceof Map
        ? new Map(source)
        : source instanceof Set
          ? new Set(source)
          : isLeaf(source)
            ? [source]
            : isList(source)
              ? new ImmutableList(source)
              : spread(source as object, isInstance(source) && command.i % 2 ? emptyLike(source) : {})
    assign(target, command.key, { inner: [copy] }, isDraft)
  }),
  text: object((target, { command, isDraft }) => editText(target, command.key, command, isDraft)),
  push: array((target, { value }) => void target.push(value)),
  pushAlias: array((target, { source }) => void target.push(source, source)),
  pop: array(target => void target.pop()),
  shift: array(target => void target.shift()),
  unshift: array((target, { value }) => void target.unshift(value, 1)),
  rotate: array(target => void target.push(target.shift())),
  spliceArray: array(
    (target, { command, value }) => void target.splice(command.i - 2, command.j, value, 'y'),
  ),
  cut: array((target, { command }) => void target.splice(command.i % 5, command.j % 3)),
  reinsert: array((target, { command }) => {
    const removed = target.splice(command.i % 3, 2)
    target.unshift(...removed.reverse())
  }),
  reverse: array(target => void target.reverse()),
  sort: array(target => void target.sort(byKind)),
  fill: array((target, { command, value }) => void target.fill(value, command.i % 4, command.j)),
  copyWithin: array((target, { command }) => void target.copyWithin(command.i % 4, command.j % 3, 4)),
  setIndex: array((target, { command, value }) => void (target[command.i % 8] = value)),
  aliasIndex: array((target, { command, source }) => void (target[indexIn(target, command.i)] = source)),
  swapIndexes: array((target, { command }) => {
    const [i, j] = [indexIn(target, command.i), indexIn(target, command.j)]
    if (target.length > 0) [target[i], target[j]] = [target[j], target[i]]
  }),
  deleteIndex: array((target, { command }) => void delete target[command.i % 8]),
  setLength: array((target, { command }) => void (target.length = command.i % 7)),
  textAt: array((target, { command, isDraft }) =>
    editText(target as never, indexIn(target, command.i) as never, command, isDraft),
  ),
  filter: array(target => {
    const some = target.filter((_, i) => i % 2 === 0)
    target.length = 0
    target.push(...some)
  }),
  mapSet: map((target, { command, value }) => void target.set(command.mapKey, value)),
  mapAlias: map((target, { command, source }) => void target.set(command.mapKey, source)),
  mapDelete: map((target, { command }) => void target.delete(command.mapKey)),
  mapReadd: map((target, { command }) => {
    if (!target.has(command.mapKey)) return
    const held = target.get(command.mapKey)
    target.delete(command.mapKey)
    target.set(command.mapKey, held)
  }),
  mapClear: map(target => target.clear()),
  // More than one leaf of a tree, where it is one; some go again, out of order.
  mapGrow: map((target, { command }) => {
    for (let key = 100; key < 140; key++) target.set(key, command.i)
    for (let key = 100; key < 140; key += 1 + command.j) target.delete(key)
  }),
  setAdd: set((target, { value }) => void target.add(value)),
  setAlias: set((target, { source }) => void target.add(source)),
  setDelete: set((target, { command }) => void target.delete([...target][command.i % 4])),
  setReadd: set((target, { command }) => {
    const member = [...target][command.i % 4]
    if (target.delete(member)) target.add(member)
  }),
  setClear: set(target => target.clear()),
  setGrow: set((target, { command }) => {
    for (let member = 100; member < 140; member++) target.add(member)
    for (let member = 100; member < 140; member += 1 + command.j) target.delete(member)
  }),
  leaf: (({ target, command }) => {
    if (target instanceof Date) target.setTime(command.i)
    if (target instanceof Uint8Array || target instanceof Float64Array) target[0] = command.i
    if (target instanceof Tally) target.add(command.i)
  }) as Edit,
  method: instance((target, { value }) => target.mark(value)),
  setter: instance((target, { source }) => {
    if ('b' in target) target.b = source
    else (target as { m: unknown }).m = source
  }),
  locked: (ground => {
    const { target, command, value, isDraft } = ground
    if (isLeaf(target)) return
    putInto(target, command, isDraft && isContainer(value) ? lockedRoot(value) : value, isDraft)
  }) as Edit,
  getter: instance((target, { isDraft, command }) => {
    if ('twice' in target) for (const part of target.twice) touch(part, command, isDraft)
    else touch((target as { m: unknown }).m, command, isDraft)
  }),
  ...listEdits(
    (container, part, { command, isDraft }) => {
      if (isContainer(container)) putInto(container, command, part, isDraft)
    },
    byKind,
    isContainer,
  ),
  takeFrom: (ground => {
    const taken = takeOut(ground.source)
    const { target, command, isDraft } = ground
    if (taken && !isLeaf(target)) putInto(target, command, taken.part, isDraft)
  }) as Edit,
}

function lockedRoot(value: unknown): unknown {
  const kept = keep(value, { name: 'value' })
  markRoot(kept as object)
  return kept
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !isLeaf(value)
}

function touch(part: unknown, command: Command, isDraft: boolean): void {
  if (isContainer(part)) putInto(part, command, 'touched', isDraft)
}

/** Takes the first part out of a container. */
function takeOut(source: unknown): { readonly part: unknown } | undefined {
  if (isLeaf(source)) return undefined
  if (Array.isArray(source)) return source.length > 0 ? { part: source.shift() } : undefined
  if (isList(source)) return source.size > 0 ? { part: source.shift() } : undefined
  if (source instanceof Set) {
    const [part] = source
    return source.delete(part) ? { part } : undefined
  }
  const [first] = source instanceof Map ? source.keys() : Object.keys(source as object)
  if (first === undefined) return undefined
  if (source instanceof Map) {
    const part: unknown = source.get(first)
    source.delete(first)
    return { part }
  }
  const part = (source as Record<string, unknown>)[first as string]
  delete (source as Record<string, unknown>)[first as string]
  return { part }
}

/** Puts a part into whatever container there is. */
export function putInto(
  target: unknown,
  at: Pick<Command, 'key' | 'mapKey'>,
  part: unknown,
  isDraft: boolean,
): void {
  if (Array.isArray(target) || isList(target)) target.push(part)
  else if (target instanceof Map) target.set(at.mapKey, part)
  else if (target instanceof Set) target.add(part)
  else assign(target as Record<string, unknown>, at.key, part, isDraft)
}

function spread(source: object, copy: object): object {
  for (const name of Object.keys(source)) setOwn(copy, name, (source as Record<string, unknown>)[name])
  return copy
}

function editText(target: Record<string, unknown>, name: string, { i, j }: Command, isDraft: boolean): void {
  const text = Object.hasOwn(target, name) ? target[name] : undefined
  if (typeof text !== 'string') return
  const at = text.length === 0 ? 0 : i % text.length
  if (isDraft) splice(target, name, at, j % 3, 'ins')
  else target[name] = text.slice(0, at) + 'ins' + text.slice(at + (j % 3))
}

/** What there is to do. */
export const commandNames: readonly string[] = Object.keys(edits)

export const command: fc.Arbitrary<Command> = fc.record({
  name: fc.constantFrom(...commandNames),
  at: fc.nat(40),
  other: fc.nat(40),
  i: fc.nat(12),
  j: fc.nat(12),
  key,
  mapKey,
  value: plainValue(2),
})

/** What a recipe has got hold of: a draft, or the live copy of a leaf. */
export interface Seen {
  readonly draft: unknown
  readonly isLeaf: boolean
}

/** Runs a command on a draft and on its plain twin; `afterwards` is done with what was passed in. */
export function run(
  each: Command,
  draft: unknown,
  twin: unknown,
  seen: Seen[],
  afterwards: (mine: unknown) => void = spoil,
): void {
  const places = containersOf(twin)
  const at = places[each.at % places.length]!
  const other = places[each.other % places.length]!
  const target = reach(at, twin)
  const source = reach(other, twin)
  // A cycle would be refused; that has a test of its own.
  if (containersOf(source).some(steps => reach(steps, source) === target)) return
  const drafts = [reach(at, draft), reach(other, draft)]
  seen.push(...drafts.map(draft => ({ draft, isLeaf: isLeaf(draft) })))
  const mine = unshared(each.value)
  edits[each.name]!({ target: drafts[0], source: drafts[1], command: each, value: mine, isDraft: true })
  edits[each.name]!({ target, source, command: each, value: unshared(each.value), isDraft: false })
  afterwards(mine)
}

/** Goes the way to a container. */
export const reach = (steps: Steps, root: unknown): unknown =>
  steps.reduce((container, step) => step(container), root)

/** Finds the ways to all containers and leaves of a plain value. */
export function containersOf(value: unknown, steps: Steps = [], found: Steps[] = []): Steps[] {
  if (typeof value !== 'object' || value === null || found.length > 60) return found
  found.push(steps)
  if (isLeaf(value)) return found
  const into = (step: (container: never) => unknown) =>
    containersOf(step(value as never), [...steps, step as never], found)
  if (value instanceof Map)
    for (const each of value.keys()) into((container: Map<unknown, unknown>) => container.get(each))
  else if (value instanceof Set)
    for (let i = 0; i < value.size; i++) into((container: Set<unknown>) => [...container][i])
  else if (isList(value))
    for (let i = 0; i < value.size; i++) into((container: ListDraft<unknown>) => container.at(i))
  else for (const each of Object.keys(value)) into((container: Record<string, unknown>) => container[each])
  return found
}
