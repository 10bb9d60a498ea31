import { inspect } from 'node:util'
import { expect } from 'vitest'
import { apply, diff, invert, isVarveError, merge, update, type Patches, type Variable } from 'varve'
import { described } from '../value/plain-values.ts'
import { type Doc, freshDoc, type Ground, touch } from './door-ground.ts'
import { partsOf } from './parts.ts'

type Door = (ground: Ground) => void | Promise<void>

/** A door that shows the newest value. */
const head =
  (read: (variable: Variable<Doc>, index: number) => unknown): Door =>
  ground =>
    ground.take('it', read(ground.variable, ground.last), ground.text())

function takePatches({ hand }: Ground, door: string, patches: Patches): void {
  expect(patches.length, door).toBeGreaterThan(0)
  for (const patch of patches) {
    hand.take(door, patch)
    if ('value' in patch) hand.take(door, patch.value)
    if ('insert' in patch) hand.take(door, patch.insert)
  }
}

/** The doors through which a snapshot gets out of a variable, each by what goes through it. */
export const doors: Readonly<Record<string, Door>> = {
  value: head(variable => variable.value),
  'get()': head(variable => variable.get()),
  'toJSON()': head(variable => variable.toJSON()),
  'select()': head(variable => variable.select(value => value)),
  'at() of the head': head((variable, index) => variable.at(index)),
  'at(~0)': head(variable => variable.at('~0')),
  'at() of an instant': head(variable => variable.at(new Date(8e15))),
  'revision().value of the head': head((variable, index) => variable.revision(index).value),
  'lastChange().value': head(variable => variable.lastChange().value),
  'history().at(-1)': head(variable => variable.history().at(-1)!.value),
  'a walk through history()': head(variable => [...variable.history()].at(-1)!.value),
  'diff().toValue': head(variable => variable.diff('~1', '~0').toValue),
  'toJSON() of a revision': head(variable => (variable.lastChange() as unknown as Jsonable).toJSON().value),
  'a mark': head(variable => variable.mark('here').marks().get('here')!.value),
  'the snapshot of the registry': ground =>
    ground.take('it', (ground.home.snapshot() as { doc: unknown }).doc, ground.text()),
  'the snapshot of the registry as of an instant': ground =>
    ground.take('it', (ground.home.snapshot(new Date(8e15)) as { doc: unknown }).doc, ground.text()),
  'peek of any container': ({ variable, hand }) => {
    // One alone each time: what is around it was not handed out.
    const { path } = peekable[peeked++ % peekable.length]!
    hand.take(`peek ${inspect(path)}`, variable.peek(path))
  },
  'an iterator of a Map': ({ variable, hand }) => hand.walk('it', variable.peek('map') as Iterable<unknown>),
  'an iterator of a Set': ({ variable, hand }) => hand.walk('it', variable.peek('set') as Iterable<unknown>),
  'an iterator of an array': ({ variable, hand }) =>
    hand.walk('it', variable.peek('list') as Iterable<unknown>),
  'an iterator of a list': ({ variable, hand }) =>
    hand.walk('it', variable.peek('rows') as Iterable<unknown>),
  'the readers of a list': ({ variable, hand }) => {
    const rows = variable.peek('rows') as Doc['rows']
    hand.take('at', rows.at(0))
    hand.take(
      'find',
      rows.find(({ n }) => n > 0),
    )
    hand.take(
      'findLast',
      rows.findLast(({ n }) => n > 0),
    )
    for (const row of rows.slice(0, 2)) hand.take('slice', row)
    for (const row of rows.filter(({ n }) => n > 0)) hand.take('filter', row)
    for (const row of rows.map(each => each)) hand.take('map', row)
    for (const [, row] of rows.entries()) hand.take('entries', row)
    rows.forEach(row => hand.take('forEach', row))
    for (const row of rows.toArray()) hand.take('toArray', row)
  },
  'a selector of an item of a list': ({ variable, hand }) => {
    hand.take(
      'at',
      variable.select(doc => doc.rows.at(0)),
    )
    hand.take(
      'find',
      variable.select(doc => doc.rows.find(({ n }) => n > 0)),
    )
    hand.take('map', variable.select(doc => doc.rows.map(row => row.tags))[0])
  },
  'a selector of an instance': ({ variable, hand }) => {
    hand.take(
      'it',
      variable.select(doc => doc.card),
    )
    hand.take(
      'what is in it',
      variable.select(doc => doc.card.notes),
    )
    expect(variable.select(doc => doc.card.both)).toEqual(variable.value.card.both)
  },
  'a revision that is held': ({ variable, hand }) => {
    const revision = variable.lastChange()
    hand.window('value', () => revision.value)
    hand.window('patches', () => revision.patches)
  },
  'a history that is held': ({ variable, hand }) => {
    const history = variable.history()
    hand.window('it', () => history.at(-1)!.value)
  },
  'the patches of the head': ground => takePatches(ground, 'it', ground.variable.lastChange().patches),
  'what takes the patches of the head back': ground =>
    takePatches(ground, 'it', invert(ground.variable.lastChange().patches)),
  'the patches between two': ground => takePatches(ground, 'it', ground.variable.diff(0, '~0').patches),
  'blame()': ({ variable, hand }) => {
    hand.take('it', variable.blame('deep.inner.n').value)
  },
  'the first call of subscribe()': head(variable => {
    let seen: unknown
    variable.subscribe(value => (seen = value))()
    return seen
  }),
  'a later call of subscribe()': ground => {
    let seen: unknown
    const stop = ground.variable.subscribe(value => (seen = value))
    ground.change()
    stop()
    ground.take('it', seen, ground.text())
  },
  'a selector of subscribe()': ground => {
    let seen: unknown
    const stop = ground.variable.subscribe(
      value => value.list,
      list => (seen = list),
    )
    ground.change()
    stop()
    ground.take('it', seen)
  },
  'a listener of the registry': ground => {
    let seen: unknown
    const stop = ground.home.subscribe((_, { value }) => (seen = value))
    ground.change()
    stop()
    ground.take('it', seen, ground.text())
  },
  async 'changes()'(ground) {
    const { done, value } = await ground.variable.changes({ from: ground.last }).next()
    expect(done).toBe(false)
    ground.take('it', value!.value, ground.text())
  },
  'the error of an expected head': ({ variable, hand }) => {
    try {
      variable.set(freshDoc(), { expect: 0 })
    } catch (error) {
      if (!isVarveError(error, 'CONFLICT')) throw error
      hand.take('actual', error.details.actual.value)
      hand.take('expected', error.details.expected.value)
    }
  },
  'the error of a patch that does not fit': ({ variable, hand }) => {
    const patches = [
      { op: 'replace', path: ['deep', 'inner'], value: { n: -1 } },
      { op: 'replace', path: ['nowhere'], value: { kept: variable.peek('list') } },
    ] as const
    try {
      variable.apply(patches)
    } catch (error) {
      if (!isVarveError(error, 'BAD_PATCH')) throw error
      hand.take('the patch', error.details.patch)
    }
  },
  'the conflicts of a merge': ({ variable, hand }) => {
    const theirs = update(variable.at(0), draft => void (draft.list[0]!.tags = ['theirs']))
    const ours = update(variable.value, draft => void (draft.list[0]!.tags = ['ours']))
    const { value, conflicts } = merge<unknown>(variable.at(0), ours, theirs)
    expect(conflicts.length).toBeGreaterThan(0)
    hand.take('the merged', value)
    for (const conflict of conflicts) for (const side of Object.values(conflict)) hand.take('a side', side)
  },
  'the pure functions': ({ variable, hand }) => {
    const { value } = variable
    const next = update(value, draft => touch(draft, 77, true))
    hand.take('update()', next)
    hand.take('apply()', apply(value, diff(value, next)))
    for (const patch of diff(next, value)) hand.take('diff()', patch)
  },
  'equals()': ({ home, variable, hand }) => {
    const other = home.watch('other', freshDoc()).set(variable.value)
    expect([variable.equals(other), other.equals(variable)]).toEqual([true, true])
    hand.window('the other', () => other.value)
  },
  'another variable that took it in': ({ home, variable, hand }) => {
    const other = home.watch('other', {} as { kept?: unknown })
    other.update(draft => void (draft.kept = variable.value))
    hand.window('the other', () => other.at(1))
    // Both go on from the same parts.
    other.update(({ kept }) => touch(kept as Doc, 55, true))
    hand.window('the other, changed', () => other.value)
  },
  'its own recipe': ground => {
    const text = ground.text()
    ground.change(() => ground.take('value', ground.variable.value, text))
    ground.take('value afterwards', ground.variable.value, ground.text())
  },
  'its own recipe, before the first edit': ground => {
    const text = ground.text()
    const { variable } = ground
    const before = variable.update(draft => {
      ground.take('value', variable.value, text)
      draft.deep.inner.n = -1
      draft.deep.inner.n = ground.last
    })
    expect(described(before.value)).toBe(text)
    ground.noted(ground.plain())
  },
}

interface Jsonable {
  toJSON(): { readonly value: unknown }
}
let peeked = 0
const peekable = partsOf(freshDoc()).filter(
  ({ path, value }) => path.length > 0 && path[0] !== 'ballast' && typeof value === 'object',
)
