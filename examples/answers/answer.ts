import { register } from 'varve'
import { create, Immutable, ImmutableList, RevisionedImmutable } from 'varve/immutable'

/** Somebody who was there. */
export class Witness extends Immutable {
  readonly name: string
  readonly place: string

  constructor(name: string, place = 'the shore') {
    super()
    this.name = name
    this.place = place
  }
}

/** What somebody found out: nobody can change it, and it remembers what it was before. */
export class Answer extends RevisionedImmutable {
  readonly question: string
  readonly metres: number | null = null
  readonly witnesses: ImmutableList<Witness> = ImmutableList.of()
  readonly asker: Witness = create(Witness, 'Ann')

  constructor(question: string) {
    super()
    this.question = question
  }

  get isOpen(): boolean {
    return this.metres === null
  }

  /** An instance that makes no sense is not made. */
  protected override afterUpdate(): void {
    if (this.metres !== null && this.metres < 0) throw new RangeError('a lake has no negative depth')
  }

  override toString(): string {
    const found = this.metres === null ? 'not known yet' : `${this.metres} m`
    const names = this.witnesses.map(({ name }) => name).join(' and ')
    return `${found}${names && `, seen by ${names}`}`
  }
}

// What stands in a file names its class by these, for good.
register(Witness, { tag: 'Witness' })
register(Answer, { tag: 'Answer' })
