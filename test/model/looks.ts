import { inspect } from 'node:util'
import { expect } from 'vitest'
import { invert, isVarveError, type Patches, type Variable } from 'varve'
import { isList } from '../value/own-classes.ts'
import { described } from '../value/plain-values.ts'
import type { HandedOut } from './handed-out.ts'
import { partsOf } from './parts.ts'
import type { Versions } from './versions.ts'

/** Who looks at what: a variable, its twin that says what must be seen, and where what was seen is noted. */
export interface Looker {
  readonly variable: Variable<unknown>
  readonly versions: Versions
  readonly hand: HandedOut
}

type Look = (looker: Looker, n: number) => void

/** A look at the newest value, by a door. */
const atHead =
  (door: string, read: (variable: Variable<unknown>, index: number) => unknown): Look =>
  ({ variable, versions, hand }) => {
    const seen = read(variable, versions.all.length - 1)
    expect(described(seen), door).toBe(versions.head.text)
    hand.take(door, seen)
  }

/** A look at any version that is left, by a door. */
const atAny =
  (door: string, read: (variable: Variable<unknown>, index: number, position: number) => unknown): Look =>
  ({ variable, versions, hand }, n) => {
    const position = n % versions.left.length
    const index = versions.left[position]!
    const seen = read(variable, index, position)
    expect(described(seen), `${door} @${index}`).toBe(versions.all[index]!.text)
    hand.take(`${door} @${index}`, seen)
  }

const looks: Readonly<Record<string, Look>> = {
  value: atHead('value', variable => variable.value),
  get: atHead('get()', variable => variable.get()),
  toJSON: atHead('toJSON()', variable => variable.toJSON()),
  lastChange: atHead('lastChange().value', variable => variable.lastChange().value),
  'at the head': atHead('at(head)', (variable, index) => variable.at(index)),
  'the revision of the head': atHead('revision(head).value', (variable, i) => variable.revision(i).value),
  select: atHead('select', variable => variable.select(value => value)),
  subscribe: atHead('subscribe', variable => {
    let seen: unknown
    variable.subscribe(value => (seen = value))()
    return seen
  }),
  at: atAny('at()', (variable, index) => variable.at(index)),
  revision: atAny('revision().value', (variable, index) => variable.revision(index).value),
  history: atAny('history().at().value', (variable, _, position) => variable.history().at(position)!.value),
  walk: atAny('history()', (variable, _, position) => [...variable.history()][position]!.value),
  diff: atAny('diff().fromValue', (variable, index) => variable.diff(index, '~0').fromValue),
  peek({ variable, versions, hand }, n) {
    const index = versions.left[n % versions.left.length]!
    const parts = partsOf(versions.all[index]!.value)
    const { path, value } = parts[(n * 7) % parts.length]!
    const seen = variable.peek(path, index)
    expect(described(seen), `peek ${inspect(path)} @${index}`).toBe(described(value))
    hand.take(`peek ${inspect(path)} @${index}`, seen)
  },
  'peek now'({ variable, versions, hand }, n) {
    const parts = partsOf(versions.head.value)
    const { path, value } = parts[n % parts.length]!
    const seen = variable.peek(path)
    expect(described(seen), `peek ${inspect(path)}`).toBe(described(value))
    hand.take(`peek ${inspect(path)}`, seen)
  },
  patches({ variable, versions, hand }, n) {
    const index = versions.left[n % versions.left.length]!
    const { patches } = variable.revision(index)
    takePatches(hand, `revision(${index}).patches`, patches)
    // Of what was stored, or made by hand, it is not known what it replaced.
    const back = orNone(() => invert(patches))
    takePatches(hand, `what takes @${index} back`, back)
  },
  'patches between'({ variable, versions, hand }, n) {
    const index = versions.left[n % versions.left.length]!
    takePatches(hand, `diff(${index}, ~0)`, variable.diff(index, '~0').patches)
  },
  'a revision, held'({ variable, versions, hand }, n) {
    const index = versions.left[n % versions.left.length]!
    const revision = variable.revision(index)
    hand.window(`revision(${index}), held`, () => revision.value)
    hand.window(`the patches of revision(${index}), held`, () => revision.patches)
  },
  'an iterator'({ variable, versions, hand }) {
    const parts = variable.value
    const isIterable = typeof parts === 'object' && parts !== null && Symbol.iterator in parts
    if (isIterable) hand.walk('an iterator of the value', parts as Iterable<unknown>)
    for (const { path, value } of partsOf(versions.head.value)) {
      if (!(value instanceof Map) && !(value instanceof Set) && !Array.isArray(value) && !isList(value))
        continue
      hand.walk(`an iterator of ${inspect(path)}`, variable.peek(path) as Iterable<unknown>)
    }
  },
  blame({ variable, hand }) {
    for (const { revision } of variable.blame()) hand.take('blame()', revision.value)
  },
  marks({ variable, versions, hand }) {
    for (const [name, { value, index }] of variable.marks()) {
      expect([name, index]).toEqual([name, versions.marks.get(name)])
      hand.take(`the mark ${name}`, value)
    }
  },
  equals({ variable, versions }) {
    expect(variable.equals(versions.copy()), 'equals').toBe(true)
  },
  print({ variable }) {
    expect(inspect(variable)).toContain('Variable')
    expect([...variable.export()].length).toBeGreaterThan(0)
  },
}

/** Patches hold parts of values, too. */
function takePatches(hand: HandedOut, door: string, patches: Patches): void {
  patches.forEach((patch, i) => {
    hand.take(`patch ${i} of ${door}`, patch)
    if ('value' in patch) hand.take(`the value in patch ${i} of ${door}`, patch.value)
    if ('insert' in patch) hand.take(`the insert in patch ${i} of ${door}`, patch.insert)
  })
}

function orNone(fn: () => Patches): Patches {
  try {
    return fn()
  } catch (error) {
    if (isVarveError(error, 'BAD_PATCH')) return []
    throw error
  }
}

/** The doors through which a snapshot gets out, by name. */
export const lookNames: readonly string[] = Object.keys(looks)

/** Looks through one of the doors, and compares what is seen with what must be. */
export function look(looker: Looker, name: string, n: number): void {
  looks[name]!(looker, n)
}
