import { expect } from 'vitest'
import {
  create,
  Immutable,
  ImmutableList,
  RevisionedImmutable,
  roleOf,
  stateOf,
  update,
} from 'varve/immutable'

/** Holds anything. */
export class Box extends Immutable {
  readonly value: any
  constructor(value: any = null) {
    super()
    this.value = value
  }
}

/** A box with this put into it. */
export const holding = (value: unknown): Box =>
  update(create(Box), draft => {
    draft.value = value
  })

export class Address extends Immutable {
  readonly city: string = 'Bern'
  readonly lines: readonly string[] = ['a']
}

export class Person extends Immutable {
  readonly name: string
  readonly age: number
  readonly address: Address = new Address()
  readonly tags: ImmutableList<string> = ImmutableList.of('kind')
  constructor(name = 'Ann', age = 3) {
    super()
    this.name = name
    this.age = age
  }
  get adult(): boolean {
    return this.age >= 18
  }
}

/** Has a history. */
export class Doc extends RevisionedImmutable {
  readonly title: string
  readonly notes: readonly string[] = []
  constructor(title = '') {
    super()
    this.title = title
  }
}

/** Has a history, no constructor of its own, and a part of another class. */
export class Folder extends RevisionedImmutable {
  readonly address: Address = new Address()
}

export function expectLockedRoot(x: object): void {
  expect([stateOf(x), roleOf(x)]).toEqual(['locked', 'root'])
}

export function expectLockedPart(x: object): void {
  expect([stateOf(x), roleOf(x)]).toEqual(['locked', 'part'])
}

export function expectTransientRoot(x: object): void {
  expect([stateOf(x), roleOf(x)]).toEqual(['transient', 'root'])
}

/** Waits until the clock shows another millisecond, so that what comes next starts later. */
export function nextMoment(): void {
  const now = Date.now()
  while (Date.now() <= now);
}
