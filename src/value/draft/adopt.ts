import { type Drafts, keep, type KeepOptions } from '../keep.ts'
import type { Kept } from '../kept.ts'
import { isItems } from '../list-family.ts'
import type { Path, PathKey } from '../path.ts'
import { eachPlace, isSealed, kindOf, type Open, seal, setOwn, unseal } from '../sealed.ts'
import type { Where } from '../where.ts'
import { another } from '../working/raw-places.ts'
import type { ContainerNode } from './container-node.ts'
import { Node } from './node.ts'
import type { Session } from './session.ts'
import { type Behind, standingOf } from './standing.ts'

/** Something that a recipe puts into a container. */
export interface Adopted {
  /** What will stand there: kept, and sealed. */
  readonly raw: unknown
  /** The node that stands there from then on, where a draft was put in. */
  readonly node: Node | undefined
  /** Lets the drafts in it stand where they were put, once it is there. */
  readonly attach: ((into: ContainerNode, key: unknown) => void) | undefined
}

const plain = (raw: unknown): Adopted => ({ raw, node: undefined, attach: undefined })

/**
 * Takes in what a recipe puts at a key of a node: a draft of the same recipe as it is, so that both places show the
 * same from then on; anything else as a copy, in which drafts stay drafts.
 */
export function adopt(value: unknown, into: ContainerNode, key: PathKey | null): Adopted {
  const { session } = into
  if (typeof value === 'object' && value !== null) {
    const node = standingOf(value)
    if (node !== undefined && node.session === session && session.isOpen) {
      node.refuseLoop(into, key === null ? [] : [key])
      return { ...adoptNode(node), raw: keep(node.sealed(), optionsAt(into, key)) }
    }
  } else if (typeof value !== 'function' && typeof value !== 'symbol') return plain(value)
  const options = optionsAt(into, key)
  if (isSealed(value)) return plain(keep(value, options))
  const taken = new Taken(session)
  const kept = keep(value, { ...options, drafts: taken })
  if (!taken.hasAny) return plain(kept)
  const adopted = grafted(kept, into, key === null ? [] : [key])
  keep(adopted.raw, options)
  return adopted
}

/** The drafts of one recipe that are met in what it puts somewhere: they stay drafts. */
class Taken implements Drafts {
  hasAny = false
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }
  take(behind: Behind): boolean {
    if (!(behind instanceof Node) || behind.session !== this.#session) return false
    this.hasAny = true
    return true
  }
}

/** How what is put at a key of a container is kept. */
const optionsAt = (into: ContainerNode, key: PathKey | null): KeepOptions => ({
  name: into.session.name,
  converts: into.session.converts,
  where: key === null ? into : new Below(into, key),
})

/** A key of a container, as a place. */
class Below implements Where {
  readonly #into: ContainerNode
  readonly #key: PathKey

  constructor(into: ContainerNode, key: PathKey) {
    this.#into = into
    this.#key = key
  }
  get depth(): number {
    return this.#into.depth + 1
  }
  get path(): Path {
    return [...this.#into.path, this.#key]
  }
}

function adoptNode(node: Node): Adopted {
  return { raw: node.sealed(), node, attach: (into, key) => into.attach(node, key) }
}

/** Puts in place of every draft what it stands for; `path` leads to it from `into`. */
function grafted(kept: unknown, into: ContainerNode, path: Path): Adopted {
  if (kept instanceof Node) {
    kept.refuseLoop(into, path)
    return adoptNode(kept)
  }
  const kind = kindOf(kept)
  if (kind === 'primitive' || kind === 'leaf') return plain(kept)
  const parts: [key: PathKey, part: Adopted][] = []
  eachPlace(kept, (key, part) => parts.push([key, grafted(part, into, [...path, key])]))
  if (!parts.some(([, part]) => part.attach)) return plain(kept)
  const keys = new Map<Adopted, unknown>(parts.map(([key, part]) => [part, key]))
  const raw = seal(filled(unseal(kept as Kept), parts, keys))
  const attach = (into: ContainerNode, key: unknown): void => {
    const node = into.kid(key, raw as object) as ContainerNode
    for (const [, part] of parts) part.attach?.(node, keys.get(part))
  }
  return { raw, node: undefined, attach }
}

function filled(open: Open, parts: readonly [PathKey, Adopted][], keys: Map<Adopted, unknown>): Open {
  if (open instanceof Set) {
    const members = new Set<unknown>()
    for (const [, part] of parts) {
      const member = members.has(part.raw) ? another(part.raw as Kept) : part.raw
      members.add(member)
      keys.set(part, member)
    }
    return members
  }
  for (const [key, { raw }] of parts) {
    if (Array.isArray(open)) open[key as number] = raw
    else if (open instanceof Map) open.set(key, raw)
    else if (isItems(open)) open.set(key as number, raw)
    else setOwn(open, String(key), raw)
  }
  return open
}
