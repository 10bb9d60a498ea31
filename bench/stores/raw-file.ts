import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from './case.ts'
import { lines } from './lines.ts'

/** The limit: a line is written at a file's end and synchronised. */
export const rawFile: readonly Case[] = [
  {
    name: 'raw write + fdatasync',
    unit: 'lines',
    unitsPerStep: 1,
    steps: 800,
    warmUp: 200,
    open(folder, steps) {
      const texts = lines(steps)
      const file = openSync(join(folder, 'raw'), 'a')
      return {
        step(i) {
          writeSync(file, `${texts[i]}\n`)
          fdatasyncSync(file)
        },
        close: () => closeSync(file),
      }
    },
  },
]
