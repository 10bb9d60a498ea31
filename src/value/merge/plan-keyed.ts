import { mapInside } from '../immutable-map.ts'
import type { Kept } from '../kept.ts'
import { markOf } from '../mark.ts'
import type { PathKey } from '../path.ts'
import { emptyLike, kindOf, placesOf, seal, setOwn, unseal } from '../sealed.ts'
import { type Plan, PlacesPlan, type Sides } from './plan.ts'
import { type Places, type Slot, valueOf } from './slot.ts'

/** Plans to merge three objects or three Maps key by key. */
export function planKeyed(kept: Sides<Kept>): Plan {
  const keys = keysOf(kept.ours)
  if (isSameList(keys, keysOf(kept.base)) && isSameList(keys, keysOf(kept.theirs)))
    return new ValuesPlan(kept, keys)
  const places = {
    base: placesIn(kept.base),
    ours: placesIn(kept.ours),
    theirs: placesIn(kept.theirs),
  }
  return new PlacesPlan(kept, places, {
    step: key => key as PathKey,
    make(merged) {
      if (kindOf(kept.ours) === 'map') return seal(merged)
      const open = emptyLike(kept.ours as object)
      for (const [key, slot] of merged) setOwn(open, key as string, slot)
      return seal(open)
    },
  })
}

type Reader = (key: unknown) => Kept

/** The plan where no key came or went or moved, which is common: it looks at values only. */
class ValuesPlan implements Plan {
  readonly order: readonly PathKey[]
  readonly base: Reader
  readonly ours: Reader
  readonly theirs: Reader
  readonly #kept: Sides<Kept>
  readonly #changed: [key: PathKey, value: Kept][] = []
  #isTheirs = true

  constructor(kept: Sides<Kept>, keys: readonly PathKey[]) {
    this.#kept = kept
    this.order = keys
    this.base = readerOf(kept.base)
    this.ours = readerOf(kept.ours)
    this.theirs = readerOf(kept.theirs)
  }

  step(key: PathKey): PathKey {
    return key
  }
  take(key: PathKey, slot: Slot): void {
    const value = valueOf(slot)
    if (!Object.is(value, this.ours(key))) this.#changed.push([key, value])
    this.#isTheirs &&= Object.is(value, this.theirs(key))
  }
  finish(): Kept {
    if (this.#changed.length === 0) return this.#kept.ours
    if (this.#isTheirs) return this.#kept.theirs
    const open = unseal(this.#kept.ours)
    for (const [key, value] of this.#changed) {
      if (open instanceof Map) open.set(key, value)
      else setOwn(open, key as string, value)
    }
    return seal(open)
  }
}

const keysOf = (kept: Kept): readonly PathKey[] =>
  kindOf(kept) === 'map' ? ([...mapInside(kept as object).keys()] as PathKey[]) : Object.keys(kept as object)

function isSameList(a: readonly PathKey[], b: readonly PathKey[]): boolean {
  return a.length === b.length && a.every((key, i) => Object.is(key, b[i]))
}

/** Reads what is at a key that is there, with a Leaf as it is. */
function readerOf(kept: Kept): Reader {
  if (kindOf(kept) === 'map') {
    const map = mapInside(kept as object)
    return key => map.get(key) as Kept
  }
  const leaves = markOf(kept as object)?.leaves
  const object = kept as unknown as Record<string, unknown>
  return key => (leaves?.get(key as string) ?? object[key as string]) as Kept
}

function placesIn(kept: Kept): Places {
  return kindOf(kept) === 'map' ? (mapInside(kept as object) as Map<PathKey, Kept>) : new Map(placesOf(kept))
}
