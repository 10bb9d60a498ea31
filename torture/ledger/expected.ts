import { isDeepStrictEqual } from 'node:util'
import { PLACES, textOf, type Log, type Name, type Note } from './changes.ts'

/** Whether the values of a variable are those that its tokens say; the first index where not. */
export function firstWrong(name: Name, tokens: readonly string[], values: readonly unknown[]): number {
  if (name === 'log') return firstWrongLog(tokens, values as readonly Log[])
  return values.findIndex((value, index) => {
    const token = tokens[index]!
    if (name !== 'note') return value !== token
    const note = value as Note
    const { length } = note.text
    return !isDeepStrictEqual(note, { token, text: textOf(token, Math.ceil(length / 4)).slice(0, length) })
  })
}

function firstWrongLog(tokens: readonly string[], values: readonly Log[]): number {
  const places = Array<string>(PLACES).fill('')
  return values.findIndex((value, index) => {
    if (index > 0) places[index % PLACES] = tokens[index]!
    return value.count !== index || value.last !== tokens[index] || !isDeepStrictEqual(value.places, places)
  })
}
