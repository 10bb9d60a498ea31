import fc from 'fast-check'
import { describe, test } from 'vitest'
import { fuzz, runsOf } from '../fuzz.ts'
import { setForking } from '../value/forks.ts'
import { plainContainer, plainValue } from '../value/plain-values.ts'
import { EveryVersion } from './every-version.ts'
import { type Home, inRegistry, inRepository } from './two-variables.ts'
import { histories } from './version-commands.ts'
import type { Observers } from './watched-twin.ts'

const observers: fc.Arbitrary<Observers> = fc.oneof(
  fc.constant({ validator: false, listener: false, intercept: false }),
  fc.record({ validator: fc.boolean(), listener: fc.boolean(), intercept: fc.boolean() }),
)
const initial = fc.tuple(plainContainer(), fc.oneof(plainContainer(), plainValue()))

/** Long campaigns must let the test runner breathe. */
const breath = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

function campaign(name: string, isStored: boolean, begin: () => Home, runs: number, forks = true): void {
  const property = fc
    .asyncProperty(initial, observers, histories(isStored), async (values, who, commands) => {
      const every = new EveryVersion(begin(), values, who)
      commands.forEach(command => every.run(command))
      every.end()
    })
    .beforeEach(breath)
  const assert = (): Promise<void> => {
    setForking(forks)
    return fc.assert(property, fuzz(runs))
  }
  test(name, assert, runsOf(20_000))
}

describe('every version stays what it was, and so does all that was handed out', () => {
  campaign('in a registry', false, () => inRegistry(), 150)
  campaign('in a registry that checks each change', false, () => inRegistry({ paranoid: true }), 75)
  campaign('in a registry whose Maps and Sets are copied', false, () => inRegistry(), 75, false)
  campaign('in a repository that is left and opened again', true, inRepository, 100)
  campaign('in a repository whose Maps and Sets are copied', true, inRepository, 50, false)
})
