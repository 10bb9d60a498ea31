import { VarveError } from '../errors.ts'

const longest = 200

/** Refuses what can't be the name of a variable, mark or branch (`BAD_NAME`). */
export function checkName(name: unknown, of: 'variable' | 'mark' | 'branch'): asserts name is string {
  const problem = typeof name === 'string' ? problemOf(name, of) : 'is no text'
  if (!problem) return
  const message = `${JSON.stringify(name) ?? String(name)} cannot be the name of a ${of}: it ${problem}`
  throw new VarveError('BAD_NAME', message, { name: String(name) })
}

function problemOf(name: string, of: string): string | undefined {
  if (name.length === 0) return 'is empty'
  if (name.length > longest) return `has ${name.length} characters; ${longest} are allowed`
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) return 'has a control character'
  const taken = /[@:~#]/.exec(name)
  if (taken) return `has '${taken[0]}', which refs use; leave out @ : ~ #`
  if (!name.isWellFormed()) return 'has half of a surrogate pair'
  if (of !== 'variable' && /^[-+]?\d+$/.test(name)) return 'looks like an index'
  if (of !== 'variable' && /^\d{4}-\d{2}/.test(name)) return 'looks like a date'
  return undefined
}
