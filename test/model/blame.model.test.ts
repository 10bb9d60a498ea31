import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isVarveError, memory, openSync, Registry, register, type Variable } from 'varve'
import { Immutable, ImmutableList, type ListDraft } from 'varve/immutable'
import { fuzz, runsOf } from '../fuzz.ts'
import { command, type Command } from '../value/draft-commands.ts'
import { described, plainContainer, unshared } from '../value/plain-values.ts'
import { partsOf } from './parts.ts'
import { runEdits } from './recipe-run.ts'

class Item extends Immutable {
  a: number
  deep: { b: number; more: Item[] }
  constructor(a: number, b: number) {
    super()
    this.a = a
    this.deep = { b, more: [] }
  }
  set inner(b: number) {
    this.deep.b = b
  }
}
register(Item, { tag: 'test.Item' })

interface Doc {
  list: Item[]
  rows: ListDraft<Item>
  byKey: Record<string, Item>
  map: Map<string | number, Item>
}

const kinds = [
  'write',
  'write',
  'insert',
  'remove',
  'rotate',
  'reverse',
  'sort',
  'swap',
  'to key',
  'to map',
  'to list',
  'by way',
  'nest',
  'write row',
  'write row',
  'insert row',
  'remove row',
  'rotate rows',
  'reverse rows',
  'sort rows',
  'swap rows',
  'to rows',
  'from rows',
] as const
const move = fc.record({ kind: fc.constantFrom(...kinds), at: fc.nat(9), to: fc.nat(9) })
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never
const change = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('update' as const), moves: fc.array(move, { maxLength: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('undo', 'redo') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rollback' as const), to: fc.nat(30) }) },
)

/** No number is written twice: so each says who wrote it. */
class Numbers {
  #next = 0
  readonly writtenAt = new Map<number, number>()

  next(index: number): number {
    this.writtenAt.set(++this.#next, index)
    // Not in order, so that sorting moves something.
    return this.#next
  }

  item(index: number): Item {
    return new Item(this.next(index), this.next(index))
  }
}

function perform(
  { list, byKey, map }: Doc,
  { kind, at, to }: Move,
  fresh: () => Item,
  number: () => number,
): void {
  const [i, j] = list.length > 0 ? [at % list.length, to % list.length] : [0, 0]
  const keys = Object.keys(byKey)
  const key = keys[at % (keys.length || 1)]
  const entry = [...map.keys()][at % (map.size || 1)]
  if (kind === 'insert') list.splice(at % (list.length + 1), 0, fresh(), fresh())
  else if (kind === 'reverse') list.reverse()
  else if (kind === 'sort') list.sort((x, y) => (x.a % 7) - (y.a % 7))
  else if (kind === 'to list' && key !== undefined) {
    list.splice(j, 0, byKey[key]!)
    delete byKey[key]
  } else if (kind === 'to map' && key !== undefined) {
    map.set(to % 2 ? to : String(to), byKey[key]!)
    delete byKey[key]
  } else if (kind === 'to key' && entry !== undefined) {
    const item = map.get(entry)!
    map.delete(entry)
    byKey[`k${to}`] = item
  }
  if (list.length === 0) return
  if (kind === 'write' && to % 2) list[i]!.a = number()
  else if (kind === 'write') list[i]!.inner = number()
  else if (kind === 'remove') list.splice(i, 1)
  else if (kind === 'rotate') list.push(list.shift()!)
  else if (kind === 'swap') [list[i], list[j]] = [list[j]!, list[i]!]
  else if (kind === 'to key') byKey[`k${to}`] = list.splice(i, 1)[0]!
  else if (kind === 'by way') {
    byKey['way'] = list[i]!
    byKey[`k${to}`] = byKey['way']
    delete byKey['way']
    list.splice(i, 1)
  } else if (kind === 'nest' && i !== j) {
    const [inner] = list.splice(i, 1)
    list[j % list.length]!.deep.more.unshift(inner!)
  }
}

function performOnRows(
  { list, rows }: Doc,
  { kind, at, to }: Move,
  fresh: () => Item,
  number: () => number,
): void {
  const { size } = rows
  const [i, j] = size > 0 ? [at % size, to % size] : [0, 0]
  if (kind === 'insert row') rows.splice(at % (size + 1), 0, fresh(), fresh())
  else if (kind === 'reverse rows') rows.reverse()
  else if (kind === 'sort rows') rows.sort((x, y) => (x.a % 7) - (y.a % 7))
  else if (kind === 'to rows' && list.length > 0) rows.splice(j, 0, list.splice(at % list.length, 1)[0]!)
  if (size === 0) return
  if (kind === 'write row' && to % 2) rows.at(i)!.a = number()
  else if (kind === 'write row') rows.find((_, index) => index === i)!.inner = number()
  else if (kind === 'remove row') rows.splice(i, 1)
  else if (kind === 'rotate rows') rows.push(rows.shift()!)
  else if (kind === 'from rows') list.unshift(rows.splice(i, 1)[0]!)
  else if (kind === 'swap rows') {
    const [one, two] = [rows.at(i)!, rows.at(j)!]
    rows.set(i, two)
    rows.set(j, one)
  }
}

test(
  'blame finds who wrote each number, wherever it was moved and whatever was taken back',
  () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 25 }), changes => {
        const numbers = new Numbers()
        const initial: Doc = {
          list: [numbers.item(0), numbers.item(0), numbers.item(0)],
          rows: new ImmutableList([numbers.item(0), numbers.item(0)]),
          byKey: { a: numbers.item(0) },
          map: new Map([[1, numbers.item(0)]]),
        }
        const doc = new Registry().watch('doc', initial)
        for (const each of changes) {
          const index = doc.lastChange().index + 1
          if (each.do === 'undo') doc.undo()
          else if (each.do === 'redo') doc.redo()
          else if (each.do === 'rollback') doc.rollback((each as { to: number }).to % index)
          else {
            const { moves } = each as { moves: readonly Move[] }
            const [item, number] = [() => numbers.item(index), () => numbers.next(index)]
            doc.update(draft =>
              moves.forEach(one => {
                perform(draft as never, one, item, number)
                performOnRows(draft as never, one, item, number)
              }),
            )
          }
        }
        const { index: last } = doc.lastChange()
        for (const index of new Set([last, last >> 1])) {
          for (const { path, value } of partsOf(unshared(doc.at(index)))) {
            if (typeof value !== 'number') continue
            expect(doc.blame(path, index).index, `${path.join('.')} at ${index}`).toBe(
              numbers.writtenAt.get(value),
            )
          }
        }
      }),
      fuzz(300),
    )
  },
  runsOf(30_000),
)

/** A variable that was changed by these recipes, with all its values as they were. */
function changed(doc: Variable<unknown>, recipes: readonly (readonly Command[])[]): void {
  for (const commands of recipes) {
    const twin = unshared(doc.value)
    doc.update(draft => runEdits(commands, draft, twin))
    if (commands.length % 3 === 2) doc.undo()
  }
}

const recipes = fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })

test.each([false, true])(
  'one place of an old value is what stands there in it, and blame knows every place (stored: %s)',
  isStored => {
    fc.assert(
      fc.property(plainContainer(), recipes, fc.boolean(), (plain, commands, isPruned) => {
        const store = memory()
        const home = isStored ? openSync(store) : new Registry()
        let doc = home.watch<unknown>('doc', unshared(plain))
        changed(doc, commands)
        if (isStored) {
          ;(home as ReturnType<typeof openSync>).flush()
          doc = openSync(store).watch<unknown>('doc', 'never seen')
        }
        if (isPruned) doc.prune({ last: 2 })
        const indexes = doc.history().map(({ index }) => index)
        const paths = indexes.flatMap(index => partsOf(unshared(doc.at(index))).map(({ path }) => path))
        for (const index of indexes) {
          const whole = new Registry().watch('whole', doc.at(index))
          for (const path of paths)
            expect(described(doc.peek(path, index)), `${index}: ${path.join('.')}`).toBe(
              described(whole.peek(path)),
            )
        }
        for (const { path } of partsOf(unshared(doc.value))) {
          try {
            expect(['initial', 'update']).toContain(doc.blame(path).kind)
          } catch (error) {
            if (!isVarveError(error, 'UNKNOWN_REVISION') || !isPruned) throw error
          }
        }
      }),
      fuzz(150),
    )
  },
  runsOf(30_000),
)
