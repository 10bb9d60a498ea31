import type { Store } from 'varve'
import { Container } from 'varve/immutable'
import type { Calendar } from './calendar.ts'
import { Contract, Person } from './contract.ts'

/** What one program works with: the people and the contracts in a database. Any number of programs may have it open. */
export class Office {
  readonly people: Container<Person>
  readonly contracts: Container<Contract>
  readonly calendar: Calendar

  private constructor(people: Container<Person>, contracts: Container<Contract>, calendar: Calendar) {
    this.people = people
    this.contracts = contracts
    this.calendar = calendar
  }

  /** Opens both collections, each on a handle of its own, which is closed with it. */
  static async open(newStore: () => Store, clock: Calendar): Promise<Office> {
    const people = await Container.open(newStore(), 'people', { of: Person, clock })
    try {
      const contracts = await Container.open(newStore(), 'contracts', { of: Contract, clock })
      return new Office(people, contracts, clock)
    } catch (error) {
      await people.close()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.people.close(), this.contracts.close()])
  }
}
