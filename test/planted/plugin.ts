import { relative } from 'node:path'
import { root } from '../../tools/entries.ts'
import { faults } from './faults.ts'

/** Plants the fault that PLANT names into the source as vitest loads it; the file on disk stays as it is. */
export function planted(name: string): {
  name: string
  enforce: 'pre'
  transform: (code: string, id: string) => string | undefined
} {
  const fault = faults.find(each => each.name === name)
  if (!fault) throw new Error(`PLANT=${name}: there is no such fault in test/planted/faults.ts`)
  return {
    name: 'planted-fault',
    enforce: 'pre',
    transform(code, id) {
      if (relative(root, id) !== fault.file) return undefined
      if (!code.includes(fault.from)) throw new Error(`${fault.file} no longer has: ${fault.from}`)
      return code.replace(fault.from, fault.to)
    },
  }
}
