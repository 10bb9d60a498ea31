import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Case } from './case.ts'
import { program } from './program.ts'

/** The least that keeps a value in a script: a new file is written, synchronised and put in its place, and the folder is. */
export const rawRewrite: readonly Case[] = [
  {
    name: 'raw safe rewrite of a script',
    unit: 'lines',
    unitsPerStep: 1,
    steps: 300,
    warmUp: 100,
    open(folder) {
      const file = join(folder, 'raw.mjs')
      const fresh = join(folder, '.raw.mjs')
      // As long as the other is on average: what it keeps is let grow by half before it is thinned.
      const text = program + '//'.padEnd(80 * 1024 - program.length)
      return {
        step(i) {
          const fd = openSync(fresh, 'wx', 0o644)
          writeSync(fd, `${text}${i}\n`)
          fsyncSync(fd)
          closeSync(fd)
          renameSync(fresh, file)
          const parent = openSync(folder, 'r')
          fsyncSync(parent)
          closeSync(parent)
        },
        close() {},
      }
    },
  },
]
