import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Case } from './case.ts'
import { program } from './program.ts'

/**
 * The least that keeps a value in a script and harms nothing else: within a lock a new file is written, gets the mode of the old
 * one, is synchronised, read and compared, and put in its place; and the folder is synchronised.
 */
export const rawRewrite: readonly Case[] = [
  {
    name: 'raw safe rewrite of a script',
    unit: 'lines',
    unitsPerStep: 1,
    steps: 300,
    warmUp: 100,
    open(folder) {
      const file = join(folder, 'raw.mjs')
      const [fresh, lock] = [join(folder, '.raw.new'), join(folder, '.raw.lock')]
      const room = Buffer.alloc(128 * 1024)
      // As long as the other is on average: what it keeps is let grow by half before it is thinned.
      const text = program + '//'.padEnd(80 * 1024 - program.length)
      writeFileSync(file, text)
      return {
        step(i) {
          const bytes = Buffer.from(`${text}${i}\n`)
          symlinkSync(String(process.pid), lock)
          const { mode } = statSync(file)
          const fd = openSync(fresh, 'wx+', 0o600)
          for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
          fchmodSync(fd, mode & 0o7777)
          fsyncSync(fd)
          const written = room.subarray(0, readSync(fd, room, 0, room.length, 0))
          closeSync(fd)
          if (!written.equals(bytes)) throw new Error('something else was written')
          renameSync(fresh, file)
          const parent = openSync(folder, 'r')
          fsyncSync(parent)
          closeSync(parent)
          unlinkSync(lock)
        },
        close() {},
      }
    },
  },
]
