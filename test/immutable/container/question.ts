import { Immutable } from 'varve/immutable'

/** What the tests collect. */
export class Question extends Immutable {
  readonly question: string
  readonly answer: number | null = null
  readonly tags: readonly string[] = []
  readonly cast: { readonly computer?: string; readonly receiver?: string } = {}

  constructor(question = '') {
    super()
    this.question = question
  }

  get isAnswered(): boolean {
    return this.answer !== null
  }
}
