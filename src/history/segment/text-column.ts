import { corrupt } from '../../value/corrupt.ts'
import { textOf } from './byte-reader.ts'
import { readNumbers, writeNumbers } from './number-column.ts'
import type { StreamReader, StreamWriter } from './streams.ts'

/** The texts one behind the other, and how long each is. */
const all = 0
/** The different ones, and which of them stands where. */
const words = 1

const encoder = new TextEncoder()

/** Writes texts in the form that takes least. Their count is known to the reader. */
export function writeTexts(to: StreamWriter, texts: readonly string[]): void {
  if (texts.length === 0) return
  const numbers = new Map<string, number>()
  const which = texts.map(text => {
    const known = numbers.get(text)
    if (known === undefined) numbers.set(text, numbers.size)
    return known ?? numbers.size - 1
  })
  if (!isVocabulary(texts, [...numbers.keys()])) {
    to.byte(all)
    return writeAll(to, texts)
  }
  to.byte(words)
  to.count(numbers.size)
  writeAll(to, [...numbers.keys()])
  writeNumbers(to, which)
}

/** Reads so many texts. */
export function readTexts(from: StreamReader, count: number): readonly string[] {
  if (count === 0) return []
  const form = from.byte()
  if (form === all) return readAll(from, count)
  if (form !== words) return corrupt('a segment with texts of no known form')
  const vocabulary = readAll(from, from.count(count))
  return readNumbers(from, count).map(
    number => vocabulary[number] ?? corrupt('a segment with a text that it does not have'),
  )
}

/** Whether texts repeat each other so much that numbers in their place are shorter, once both are compressed. */
function isVocabulary(texts: readonly string[], different: readonly string[]): boolean {
  if (different.length === 1) return true
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  const once = different.reduce((sum, text) => sum + text.length, 0)
  const bits = Math.log2(different.length)
  return once * 0.5 + (texts.length * bits) / 8 < length * 0.4
}

function writeAll(to: StreamWriter, texts: readonly string[]): void {
  const bytes = encoder.encode(texts.join(''))
  // Most texts are ASCII, whose length is that of their bytes.
  const isAscii = texts.reduce((sum, text) => sum + text.length, 0) === bytes.length
  writeNumbers(
    to,
    texts.map(text => (isAscii ? text.length : encoder.encode(text).length)),
  )
  to.count(bytes.length)
  to.block(bytes)
}

function readAll(from: StreamReader, count: number): readonly string[] {
  const lengths = readNumbers(from, count)
  const bytes = from.block(from.count())
  let end = 0
  for (const length of lengths) {
    if (!Number.isSafeInteger(length) || length < 0) corrupt('a segment with a text of no length')
    end += length
  }
  if (end !== bytes.length) corrupt('a segment whose texts are of another length')
  const text = textOf(bytes)
  const isAscii = text.length === bytes.length
  let at = 0
  return lengths.map(length => {
    at += length
    return isAscii ? text.slice(at - length, at) : textOf(bytes.subarray(at - length, at))
  })
}
