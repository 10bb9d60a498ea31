import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSync } from 'varve'
import { openScript } from '../../src/store/script/open-script.ts'
import type { Case } from './case.ts'
import { program } from './program.ts'

/** What somebody feels who sets a variable that is kept in a script: the block has its usual size, and forgets. */
export const scriptSets: readonly Case[] = [
  sets('script, 1 set', false, 0.8),
  sets('script with a journal, 1 set', true),
]

function sets(name: string, journal: boolean, target?: number): Case {
  return {
    name,
    reference: 'raw safe rewrite of a script',
    ...(target !== undefined && { target }),
    unit: 'lines',
    unitsPerStep: 1,
    steps: 300,
    warmUp: 100,
    open(folder) {
      const file = join(folder, 'program.mjs')
      writeFileSync(file, program)
      const repository = openSync(openScript(file, { journal }), { durable: 'each' })
      const runs = repository.watch('runs', 0, { retention: { bytes: 64 * 1024 } })
      repository.transaction(() => {
        for (let i = 0; i < 900; i++) runs.set(i)
      })
      return { step: () => void (runs.value += 1), close: () => repository.close() }
    },
  }
}
