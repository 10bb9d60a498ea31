import { register } from 'varve'
import { Immutable, ImmutableList, RevisionedImmutable } from 'varve/immutable'
import { Refusal } from './refusal.ts'

/** Somebody with whom contracts are made. */
export class Person extends RevisionedImmutable {
  readonly name: string
  readonly city: string

  constructor(name: string, city: string) {
    super()
    this.name = name
    this.city = city
  }
}

/** What was agreed on later. Who wrote it down, when and why, the revision knows. */
export class Amendment extends Immutable {
  readonly subject: string
  readonly difference: number

  constructor(subject: string, difference: number) {
    super()
    this.subject = subject
    this.difference = difference
  }
}

/** A contract as it stands. */
export class Contract extends RevisionedImmutable {
  readonly title: string
  /** In whole francs, with all amendments: a field, so that a store can find it. */
  readonly amount: number
  /** The keys of people: who is forgotten leaves a key behind, and no name. */
  readonly parties: readonly string[]
  readonly signed: Date | null = null
  readonly amendments: ImmutableList<Amendment> = ImmutableList.of()

  constructor(title: string, amount: number, parties: readonly string[]) {
    super()
    this.title = title
    this.amount = amount
    this.parties = parties
  }

  /** What it was worth when it was drafted. */
  get original(): number {
    return this.amount - this.amendments.reduce((sum, { difference }) => sum + difference, 0)
  }

  /** A contract that makes no sense is not recorded. */
  protected override afterUpdate(): void {
    if (this.amount < 0) throw new Refusal(`${this.title} would be worth ${this.amount}`)
  }
}

// What is kept names its class by these, for good. The class of a part has to be known before anything is read.
register(Person, { tag: 'Person' })
register(Amendment, { tag: 'Amendment' })
register(Contract, { tag: 'Contract' })
