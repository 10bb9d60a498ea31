import { keep } from '../keep.ts'
import type { Kept } from '../kept.ts'
import { isLeaf } from '../leaf.ts'
import { isSealed, markOf } from '../mark.ts'
import { hasPlace, kindOf, readPlace, setOwn, unseal } from '../sealed.ts'
import type { Refuse } from './operation.ts'

type Container = Record<string, unknown> | unknown[]
type Steps = readonly string[]

/**
 * A value that is edited place by place. Containers are copied when they are first changed; those that are not sealed
 * are ours to change.
 */
export class JsonDocument {
  /** Holds the root, so that it is a place like any other. */
  readonly #top: { root: unknown }

  constructor(root: Kept) {
    this.#top = { root }
  }

  /** Reads what is at a place, which may be open still. */
  read(steps: Steps, refuse: Refuse): unknown {
    return readPlace(...this.#existing(steps, refuse, false))
  }

  /** Seals what is at a place, so that it may be put at another one too. */
  sealed(steps: Steps, refuse: Refuse): Kept {
    const [container, key] = this.#existing(steps, refuse)
    const kept = seal(readPlace(container, key))
    setOwn(container, key as string, kept)
    return kept
  }

  /** Puts a value at a place, in an array in front of what is there. */
  add(steps: Steps, value: Kept, refuse: Refuse): void {
    const container = this.#container(steps, refuse, true)
    const step = steps.at(-1) ?? 'root'
    if (!Array.isArray(container)) return setOwn(container, step, value)
    const index = step === '-' ? container.length : indexOf(step)
    if (index > container.length)
      refuse(`an array of ${container.length} has no index ${JSON.stringify(step)}`)
    container.splice(index, 0, value)
  }

  /** Puts a value in the place of what is there. */
  replace(steps: Steps, value: Kept, refuse: Refuse): void {
    const [container, key] = this.#existing(steps, refuse)
    setOwn(container, key as string, value)
  }

  /** Takes away what is at a place. */
  remove(steps: Steps, refuse: Refuse): void {
    if (steps.length === 0) refuse('nothing would be left')
    const [container, key] = this.#existing(steps, refuse)
    if (Array.isArray(container)) container.splice(key as number, 1)
    else delete container[key]
  }

  /** Seals what became of the value. */
  seal(): Kept {
    return seal(this.#top.root)
  }

  /** The container of a place, and the key at which something is there. */
  #existing(steps: Steps, refuse: Refuse, opens = true): [container: Container, key: string | number] {
    const container = this.#container(steps, refuse, opens)
    return [container, existing(container, steps.at(-1) ?? 'root', refuse)]
  }

  /** The container of a place; where it `opens`, it may be changed from now on. */
  #container(steps: Steps, refuse: Refuse, opens: boolean): Container {
    let container: Container = this.#top
    for (let i = 0; i < steps.length; i++) {
      const key = existing(container, i === 0 ? 'root' : steps[i - 1]!, refuse)
      const child: unknown = readPlace(container, key)
      const problem = unplaced(child)
      if (problem !== null) refuse(`${problem} is on the way to ${JSON.stringify(steps[i])}`)
      const inner = (opens && isSealed(child) ? unseal(child as Kept) : child) as Container
      if (opens) setOwn(container, key as string, inner)
      container = inner
    }
    return container
  }
}

/** Says why something has no places in JSON; null when it has. */
function unplaced(kept: unknown): string | null {
  const kind = kindOf(kept)
  if (kind === 'primitive') return 'no container'
  if (isLeaf(kept)) return `a ${kept.type}`
  if (kind === 'list') return 'a list'
  if (kind === 'map' || kind === 'set') return `a ${kind === 'map' ? 'Map' : 'Set'}`
  return isSealed(kept) && markOf(kept as object)?.sparse ? 'an array with holes' : null
}

const seal = (value: unknown): Kept => keep(value, { name: 'value', copy: false })

function existing(container: Container, step: string, refuse: Refuse): string | number {
  const key = Array.isArray(container) ? indexOf(step) : step
  return hasPlace(container, key) ? key : refuse(`there is nothing at ${JSON.stringify(step)}`)
}

/** The index that a step names; Infinity for all that is none. */
const indexOf = (step: string): number => (/^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : Infinity)
