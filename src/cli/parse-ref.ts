import type { Ref } from '../history/ref.ts'
import { CommandFailure } from './exit-codes.ts'
import { looksLikeDate, parseDate } from './parse-date.ts'

/** A variable, and which of its revisions is meant; without a ref the last one. */
export interface NamedRef {
  readonly name: string
  readonly ref: Ref
}

const example = 'write score@3, score@~2, score@2026-11-01T10:00, score@#9f3c or score@mark'

/** Reads `score`, `score@3`, `score@~2`, `score@2026-11-01T10:00`, `score@#9f3c` or `score@mark`. */
export function parseRef(text: string): NamedRef {
  // No name holds any of these signs, so `score~2` and `score#9f3c` are clear too.
  const [, name = '', sign = '', rest = ''] = /^([^@~#]*)([@~#]?)(.*)$/s.exec(text) ?? []
  if (name === '') throw bad(text, 'names no variable')
  if (sign === '') return { name, ref: 'main' }
  return { name, ref: refOf(text, sign === '@' ? rest : sign + rest) }
}

/** As `parseRef`, where a revision has to be named. */
export function parseRevisionRef(text: string): NamedRef {
  const { name, ref } = parseRef(text)
  if (name === text) throw bad(text, 'names no revision')
  return { name, ref }
}

function refOf(text: string, ref: string): Ref {
  if (ref === '') throw bad(text, "has nothing after '@'")
  if (/^\d+$/.test(ref)) return Number(ref)
  if (/^[-+]\d+$/.test(ref))
    throw bad(text, `is no revision: indexes count from 0, and ~${ref.slice(1)} goes back from the last`)
  if (looksLikeDate(ref)) return parseDate(ref) ?? fail(text, `has no such date: ${ref}`)
  if (ref.startsWith('~') && !/^~\d+$/.test(ref)) throw bad(text, 'needs a number after ~')
  if (ref.startsWith('#') && !/^#[0-9a-f]{4,64}$/.test(ref))
    throw bad(text, 'needs 4 to 64 hexadecimal digits after #')
  if (/[@:~#]/.test(ref.slice(1)) || /^[@:]/.test(ref))
    throw bad(text, `names no mark: '${ref}' has a sign that no mark may have`)
  return ref
}

function fail(text: string, why: string): never {
  throw bad(text, why)
}

function bad(text: string, why: string): CommandFailure {
  return new CommandFailure('usage', `'${text}' ${why}; ${example}`)
}
