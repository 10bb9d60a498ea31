import { maxDepth, maxPlaces } from './bounds.ts'
import { asPart } from './copy-level.ts'
import {
  checkedMap,
  copyArray,
  copyInstance,
  copyMap,
  copyObject,
  copySet,
  isPlain,
  takeArray,
  takeObject,
} from './copy-in.ts'
import { type Behind, behindOf } from './draft/standing.ts'
import type { Drafts } from './keep.ts'
import type { Kept } from './kept.ts'
import type { Keeper } from './keeper.ts'
import { isList, type Items, itemsOf, listInside } from './list-family.ts'
import { isMap, mapInside } from './immutable-map.ts'
import { isSet, setInside } from './immutable-set.ts'
import { isLeaf, type Leaf } from './leaf.ts'
import { leafOf } from './leaves/leaf-of.ts'
import { isSealed } from './mark.ts'
import { heightOf, levelsOfOwn, measureOf, pack, sizeOf } from './measure.ts'
import type { Path, PathKey } from './path.ts'
import { placeText } from './path-text.ts'
import { className, isPrototypeOf } from './realm.ts'
import { isSimple } from './flat.ts'
import { adviceFor, refuse, refuseDepth, refuseSize } from './refuse.ts'
import { refuseHidden, refuseReading, type Refuse } from './refuse-parts.ts'
import { noteUntagged } from './untagged.ts'
import type { Where } from './where.ts'
import { isOwnPrototype, ownTag } from './own-class.ts'
import { sealArray, sealList, sealMap, sealSet, sealWith, sparseKeys } from './sealed.ts'

/** Tells the advice for a class that Varve could be taught. */
const isTaught = (advice: string): boolean => advice.startsWith('teach it')

/** Stands in the memo for an object whose parts are being kept: meeting it again is a cycle. */
const busy = Symbol('busy')

/** One walk over a value that is being kept. */
export class Keeping implements Keeper {
  readonly #name: string
  readonly #copy: boolean
  readonly #converts: boolean
  #drafts: Drafts | undefined
  readonly #where: Where
  /** The keys from there on. */
  readonly #keys: PathKey[] = []
  /** The objects on the way to where the walk is, and how long the path was at each. */
  readonly #above: object[] = []
  readonly #lengths: number[] = []
  #met = new Map<object, unknown>()
  #places = 0
  /** How deep the part kept last was. */
  #height = 0
  /** True once a draft's state was taken in, which can still change: whatever holds it is measured later. */
  #growing = false

  constructor(name: string, where: Where, copy: boolean, drafts?: Drafts, converts = false) {
    this.#name = name
    this.#where = where
    this.#copy = copy
    this.#drafts = drafts
    this.#converts = converts
  }

  /** Keeps any value that stands at the walk's current place; `open` is a copy of its properties, where one was made. */
  value(value: unknown, open?: Record<string, unknown>): Kept {
    if (typeof value === 'function')
      this.refuse(
        'function',
        'a function',
        this.#isField
          ? 'write it as a method of the class'
          : 'remember data, and choose the function by it; to compute a value from the last, use update',
      )
    if (typeof value === 'symbol') this.refuse('symbol', 'a symbol', 'use a string')
    this.#height = 0
    if (typeof value !== 'object' || value === null) return value as Kept
    if (isSealed(value) || isLeaf(value)) return this.#known(value)
    const behind = behindOf(value)
    const current = behind?.current()
    if (current !== undefined) return this.#stand(behind!, current as object)
    const met = this.#met.get(value)
    if (met === busy) return this.#refuseCycle(value)
    if (met !== undefined) return this.#known(met as object)
    if (this.#where.depth + this.#above.length >= maxDepth) refuseDepth(this.#name, this.#path)
    this.#met.set(value, busy)
    this.#above.push(value)
    this.#lengths.push(this.#keys.length)
    const kept = open ? this.#object(open) : this.#container(value)
    this.#above.pop()
    this.#lengths.pop()
    this.#met.set(value, kept)
    return kept
  }

  /** Keeps what stands one key further. */
  part(key: PathKey | null, value: unknown): Kept {
    if (key === null) return this.value(value)
    this.#keys.push(key)
    const kept = this.value(value)
    this.#keys.pop()
    return kept
  }

  get #path(): Path {
    return [...this.#where.path, ...this.#keys]
  }

  /** Refuses what stands at the walk's current place. */
  refuse(type: string, what: string, advice: string, cause?: unknown): never {
    refuse(this.#name, this.#path, type, what, advice, cause === undefined ? undefined : { cause })
  }

  refuseReading(value: object, error: unknown): never {
    return refuseReading(value, error, this.#refuse)
  }
  refuseHidden(value: object): never {
    return refuseHidden(value, this.#refuse)
  }

  readonly #refuse: Refuse = (key, type, what, advice, cause) => {
    if (key !== null) this.#keys.push(key)
    return this.refuse(type, what, advice, cause)
  }

  /** Shares what is kept already. */
  #known(kept: object): Kept {
    const measure = measureOf(kept)
    this.#height = heightOf(measure)
    if (this.#where.depth + this.#above.length + this.#height > maxDepth) refuseDepth(this.#name, this.#path)
    this.#count(sizeOf(measure))
    const isPart = this.#where.depth + this.#above.length > 0
    return this.#converts && isPart ? asPart(kept as Kept & object) : (kept as unknown as Kept)
  }

  /** A draft stays one where that is asked for, and can still change; any other is what it stands for now. */
  #stand(behind: Behind, current: object): Kept {
    if (!this.#drafts?.take(behind)) return this.#known(current)
    this.#growing = true
    return behind as unknown as Kept
  }

  /** The measure of the container that is about to be sealed. */
  #measure(height: number, before: number, levels = 1): number {
    this.#height = height + levels
    if (this.#where.depth + this.#above.length - 1 + this.#height > maxDepth)
      refuseDepth(this.#name, this.#path)
    return this.#growing ? 0 : pack(this.#height, this.#places - before)
  }

  #count(places: number): void {
    this.#places += places
    if (this.#places > maxPlaces) refuseSize(this.#name, this.#path)
  }

  #container(value: object): Kept {
    let isArray: boolean
    let prototype: object | null
    try {
      isArray = Array.isArray(value)
      prototype = Object.getPrototypeOf(value) as object | null
    } catch (error) {
      return this.refuse('Proxy', 'a revoked Proxy', 'put the object itself there', error)
    }
    if (isArray && isPrototypeOf(prototype, 'Array')) return this.#array(value as unknown[])
    if (!isArray && isPlain(prototype)) return this.#object(this.#open(value, prototype))
    if (isOwnPrototype(prototype)) return this.#instance(value, prototype!)
    if (isList(value)) return this.#list(listInside(value))
    if (isMap(value)) return this.#map(checkedMap(new Map(mapInside(value)), this.#refuse))
    if (isSet(value)) return this.#set(new Set(setInside(value)))
    const before = this.#places
    const leaf = this.#leaf(value, prototype)
    if (leaf !== undefined) {
      // Its parts were counted on the way; the leaf counts them once more.
      this.#places = before
      return this.#known(leaf)
    }
    if (isPrototypeOf(prototype, 'Map')) return this.#map(copyMap(value, this.#refuse))
    if (isPrototypeOf(prototype, 'Set')) return this.#set(copySet(value, this.#refuse))
    const converted = this.#converts ? this.#converted(value, isArray) : undefined
    if (converted !== undefined) return converted
    const type = className(prototype)
    const advice = adviceFor(type)
    const own = `let ${type} extend Immutable, or give it a method toImmutable(); or ${advice}`
    return this.refuse(type, `an instance of ${type}`, this.#converts && isTaught(advice) ? own : advice)
  }

  /** Whether what is kept is a field of an instance. */
  get #isField(): boolean {
    const around = this.#above.at(-1)
    return around !== undefined && isOwnPrototype(Object.getPrototypeOf(around) as object | null)
  }

  #instance(value: object, prototype: object): Kept {
    if (ownTag(prototype) === undefined) noteUntagged()
    return this.#object(copyInstance(value, prototype, this.#refuse), levelsOfOwn)
  }

  /** What is taken in the place of an instance that cannot be remembered itself; undefined where there is nothing. */
  #converted(value: object, isArray: boolean): Kept | undefined {
    if (isArray) return this.#array(copyArray(value as unknown[], this.#refuse, true))
    if (value instanceof Map) return this.#map(copyMap(value, this.#refuse, true))
    if (value instanceof Set) return this.#set(copySet(value, this.#refuse, true))
    const type = className(Object.getPrototypeOf(value) as object | null)
    let made: unknown
    try {
      const { toImmutable } = value as { toImmutable?: unknown }
      if (typeof toImmutable !== 'function') return undefined
      made = Reflect.apply(toImmutable, value, [])
    } catch (cause) {
      return this.refuse(type, `an instance of ${type} whose toImmutable() throws`, 'see the cause', cause)
    }
    if (made !== value) return this.value(made)
    const advice = 'let it give plain data, or an instance of an immutable type'
    return this.refuse(type, `an instance of ${type} whose toImmutable() gives itself`, advice)
  }

  /** What a leaf holds never changes again: a draft in it is taken as it is. */
  #leaf(value: object, prototype: object | null): Leaf | undefined {
    const drafts = this.#drafts
    if (drafts === undefined) return leafOf(value, prototype, this)
    const [met, isGrowing] = [this.#met, this.#growing]
    // What was kept around it may hold drafts, or would lack them: only what is being kept right now is known in it.
    this.#met = new Map(this.#above.map(above => [above, busy]))
    this.#drafts = undefined
    this.#growing = false
    try {
      return leafOf(value, prototype, this)
    } finally {
      this.#met = met
      this.#drafts = drafts
      this.#growing = isGrowing
    }
  }

  #open(value: object, prototype: object | null): Record<string, unknown> {
    return (!this.#copy && takeObject(value)) || copyObject(value, prototype === null, this.#refuse)
  }

  #object(open: Record<string, unknown>, levels = 1): Kept {
    const before = this.#places
    this.#count(Object.keys(open).length)
    let leaves: Map<string, Leaf> | null = null
    let height = 0
    // The fastest loop over properties, although it also sees what somebody put on Object.prototype.
    const isOfClass = levels > 1
    for (const key in open) {
      // A getter of its class is not run.
      if (isOfClass && !Object.hasOwn(open, key)) continue
      const part = open[key]
      if (isSimple(part) || !Object.hasOwn(open, key)) continue
      const kept = this.part(key, part)
      if (kept !== part) open[key] = kept
      if (this.#height > height) height = this.#height
      if (isLeaf(kept)) (leaves ??= new Map()).set(key, kept)
    }
    return sealWith(open, leaves, false, this.#measure(height, before, levels))
  }

  #array(value: unknown[]): Kept {
    const open = (!this.#copy && takeArray(value)) || copyArray(value, this.#refuse)
    const before = this.#places
    let height = 0
    const keepElement = (i: number): void => {
      const part = open[i]
      if (isSimple(part)) return
      const kept = this.part(i, part)
      if (kept !== part) open[i] = kept
      if (this.#height > height) height = this.#height
    }
    const keys = sparseKeys(open)
    this.#count(keys?.length ?? open.length)
    if (keys === null) for (let i = 0; i < open.length; i++) keepElement(i)
    else for (const key of keys) keepElement(Number(key))
    return sealArray(open, this.#measure(height, before))
  }

  #map(open: Map<unknown, unknown>): Kept {
    const before = this.#places
    this.#count(open.size)
    let height = 0
    for (const [key, part] of open) {
      if (isSimple(part)) continue
      open.set(key, this.part(key as PathKey, part))
      if (this.#height > height) height = this.#height
    }
    return sealMap(open, this.#measure(height, before))
  }

  #list(items: Items): Kept {
    const before = this.#places
    this.#count(items.length)
    const open: unknown[] = []
    let height = 0
    for (const part of items.toArray()) {
      open.push(this.part(open.length, part))
      if (this.#height > height) height = this.#height
    }
    return sealList(itemsOf(open), this.#measure(height, before, levelsOfOwn))
  }

  #set(values: Set<unknown>): Kept {
    const before = this.#places
    this.#count(values.size)
    const open = new Set<unknown>()
    let height = 0
    let position = 0
    for (const part of values) {
      open.add(this.part(position++, part))
      if (this.#height > height) height = this.#height
    }
    return sealSet(open, this.#measure(height, before))
  }

  #refuseCycle(value: object): never {
    const length = this.#lengths[this.#above.indexOf(value)]
    const target = placeText(this.#name, [...this.#where.path, ...this.#keys.slice(0, length)])
    return this.refuse(
      'cycle',
      `a reference back to ${target}`,
      'a cycle has no end; refer to the part by a key instead',
    )
  }
}
