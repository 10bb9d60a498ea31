import { beforeEach } from 'vitest'
import type { Store } from 'varve'
import { Container, create, type ManagedChange, type ManagerQuery } from 'varve/immutable'
import { codeOf } from '../../code-of.ts'
import type { Ground } from './grounds.ts'
import { Question } from './question.ts'

/** A collection of questions, new for each test, with a clock that the test sets. */
export class Bench {
  seconds = 1
  questions!: Container<Question>
  readonly options = { of: Question, clock: { now: () => this.seconds * 1000 } }
  #open!: () => Store

  /** Makes one for each test of the surrounding block. */
  static in({ fresh }: Ground): Bench {
    const bench = new Bench()
    beforeEach(async () => {
      bench.#open = await fresh()
      bench.seconds = 1
      bench.questions = await bench.again()
      return () => bench.questions.close()
    })
    return bench
  }

  /** Another handle on the same store. */
  store(): Store {
    return this.#open()
  }

  /** The same collection, as another program finds it. */
  again(): Promise<Container<Question>> {
    return Container.open(this.store(), 'questions', this.options)
  }

  async ask(text = 'What is the answer?', key = 'q'): Promise<Question> {
    await this.questions.add(create(Question, text), key)
    return (await this.questions.get(key))!
  }

  answer(value: number, change?: ManagedChange): Promise<Question> {
    return this.questions.update('q', q => void (q.answer = value), change)
  }

  manager(key = 'q') {
    return this.questions.getRevisionManager(key)
  }

  /** The answers in the history of one question. */
  async found(query: ManagerQuery): Promise<(number | null)[]> {
    return (await this.manager().getRevisionHistory(query)).map(({ answer }) => answer)
  }
}

/** The code with which a promise is rejected; fails where it is fulfilled. */
export async function codeIn(promise: Promise<unknown>): Promise<string> {
  const outcome = await promise.then(
    () => () => {},
    (thrown: Error) => () => {
      throw thrown
    },
  )
  return codeOf(outcome)
}
