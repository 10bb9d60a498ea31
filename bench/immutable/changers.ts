import { ImmutableList, ImmutableMap, update } from 'varve/immutable'
import { load } from '../runner/load.ts'

/** What is changed: a Map by text keys, or a list by indexes. */
export type Kind = 'map' | 'list'
/** Replaces the value at one place of the last version. */
export type Changer = (place: number, value: number) => void

interface Persistent {
  set(place: unknown, value: number): Persistent
  withMutations(change: (open: Persistent) => void): Persistent
}
interface ImmutableJs {
  Map(entries: Iterable<readonly [string, number]>): Persistent
  List(items: Iterable<number>): Persistent
}
interface Immer {
  enableMapSet(): void
  produce<T>(value: T, recipe: (draft: T) => void): T
}

/** Opens a candidate with a collection of so many numbers. */
export async function openChanger(kind: Kind, size: number, candidate: string): Promise<Changer> {
  const keys = Array.from({ length: size }, (_, i) => `key ${i}`)
  const entries = keys.map((key, i) => [key, i] as const)
  const items = keys.map((_, i) => i)
  const open = openers[candidate]
  if (!open) throw new Error(`there is no candidate ${candidate}`)
  return kind === 'map' ? open.map(keys, entries) : open.list(items)
}

interface Openers {
  map(keys: readonly string[], entries: readonly (readonly [string, number])[]): Changer | Promise<Changer>
  list(items: readonly number[]): Changer | Promise<Changer>
}

const openers: Readonly<Record<string, Openers>> = {
  'varve update': {
    map(keys, entries) {
      let last = ImmutableMap.of(entries)
      return (place, value) => void (last = update(last, d => void d.set(keys[place]!, value)))
    },
    list(items) {
      let last = ImmutableList.of(...items.slice(0, 1))
      last = update(last, d => items.slice(1).forEach(item => d.push(item)))
      return (place, value) => void (last = update(last, d => d.set(place, value)))
    },
  },
  'varve with': {
    map(keys, entries) {
      let last = ImmutableMap.of(entries)
      return (place, value) => void (last = last.with(keys[place]!, value))
    },
    list(items) {
      let last = ImmutableList.of(...items.slice(0, 1))
      last = update(last, d => items.slice(1).forEach(item => d.push(item)))
      return (place, value) => void (last = last.with(place, value))
    },
  },
  'immutable with': {
    async map(keys, entries) {
      const { Map } = await load<ImmutableJs>('immutable')
      let last = Map(entries)
      return (place, value) => void (last = last.set(keys[place]!, value))
    },
    async list(items) {
      const { List } = await load<ImmutableJs>('immutable')
      let last = List(items)
      return (place, value) => void (last = last.set(place, value))
    },
  },
  'immutable update': {
    async map(keys, entries) {
      const { Map } = await load<ImmutableJs>('immutable')
      let last = Map(entries)
      return (place, value) => void (last = last.withMutations(map => void map.set(keys[place]!, value)))
    },
    async list(items) {
      const { List } = await load<ImmutableJs>('immutable')
      let last = List(items)
      return (place, value) => void (last = last.withMutations(list => void list.set(place, value)))
    },
  },
  'immer update': {
    async map(keys, entries) {
      const { produce, enableMapSet } = await load<Immer>('immer')
      enableMapSet()
      let last = new Map(entries)
      return (place, value) => void (last = produce(last, draft => void draft.set(keys[place]!, value)))
    },
    async list(items) {
      const { produce } = await load<Immer>('immer')
      let last = items.slice()
      return (place, value) => void (last = produce(last, draft => void (draft[place] = value)))
    },
  },
  'native copy with': {
    map(keys, entries) {
      let last = new Map(entries)
      return (place, value) => void (last = new Map(last).set(keys[place]!, value))
    },
    list(items) {
      let last = items.slice()
      return (place, value) => void (last = last.with(place, value))
    },
  },
}
