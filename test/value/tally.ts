import { register } from '../../src/value/register.ts'

/** A registered class whose instances change themselves: a leaf in a value, and an edit that no trap sees in a draft. */
export class Tally {
  counts: number[] = []
  add(n: number): void {
    this.counts.push(n)
  }
}
register(Tally, { tag: 'test.Tally' })
