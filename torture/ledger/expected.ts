import { isDeepStrictEqual } from 'node:util'
import { noteOf, PLACES, type Log, type Name, type Note } from './changes.ts'

/** Whether the values of a variable are those that its tokens say; the first index where not. */
export function firstWrong(name: Name, tokens: readonly string[], values: readonly unknown[]): number {
  if (name === 'log') return firstWrongLog(tokens, values as readonly Log[])
  return values.findIndex((value, index) => {
    const token = tokens[index]!
    if (name !== 'note') return value !== token
    return !isDeepStrictEqual(value, noteOf(token, (value as Note).length))
  })
}

function firstWrongLog(tokens: readonly string[], values: readonly Log[]): number {
  const places = Array<string>(PLACES).fill('')
  return values.findIndex((value, index) => {
    if (index > 0) places[index % PLACES] = tokens[index]!
    return value.count !== index || value.last !== tokens[index] || !isDeepStrictEqual(value.places, places)
  })
}
