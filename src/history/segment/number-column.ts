import { corrupt } from '../../value/corrupt.ts'
import { fromPlanes, toPlanes, weightOf, widthOf } from './planes.ts'
import type { StreamReader, StreamWriter } from './streams.ts'

/** Numbers that step by the same: a start and a step. */
const even = 0
/** Whole numbers, and those with the same few decimals: as they are, or what each is more than the one before. */
const plain = 1
const differences = 3
/** As these two, where some are negative. */
const folded = 1
/** Whatever a double can hold. */
const doubles = 5
/** So many decimals are tried. */
const mostDecimals = 6
/** So many bytes have the greatest numbers that are whole in a double. */
const mostBytes = 7

/** Writes numbers in the form that takes least. Their count is known to the reader. */
export function writeNumbers(to: StreamWriter, values: readonly number[]): void {
  if (values.length === 0) return
  const decimals = decimalsOf(values)
  if (decimals === undefined) return writeDoubles(to, values)
  const wholes = decimals === 0 ? values : values.map(value => Math.round(value * 10 ** decimals))
  const [start] = wholes as [number]
  const steps = wholes.slice(1).map((value, i) => value - wholes[i]!)
  if (steps.every(step => step === steps[0])) {
    to.byte(even)
    to.byte(decimals)
    to.count(fold(start))
    return to.count(fold(steps[0] ?? 0))
  }
  const [asTheyAre, stepped] = [formOf(plain, wholes), formOf(differences, steps)]
  const best = asTheyAre.weight <= stepped.weight ? asTheyAre : stepped
  to.byte(best.form)
  to.byte(decimals)
  if (best === stepped) to.count(fold(start))
  to.byte(best.planes.length)
  for (const plane of best.planes) to.block(plane)
}

/** Reads so many numbers. */
export function readNumbers(from: StreamReader, count: number): number[] {
  if (count === 0) return []
  const form = from.byte()
  if (form === doubles) return readDoubles(from, count)
  if (form > doubles) return corrupt('a segment with numbers of no known form')
  const decimals = from.byte()
  if (decimals > mostDecimals) return corrupt('a segment with too many decimals')
  const numbers = readWholes(from, form, count)
  if (decimals > 0) for (let i = 0; i < count; i++) numbers[i]! /= 10 ** decimals
  return numbers
}

function readWholes(from: StreamReader, form: number, count: number): number[] {
  if (form === plain || form === plain + folded) return readPlanes(from, form !== plain, count)
  const start = unfold(from.count())
  if (form === even) {
    const step = unfold(from.count())
    return Array.from({ length: count }, (_, i) => start + i * step)
  }
  const numbers = readPlanes(from, form !== differences, count - 1)
  let last = start
  for (let i = 0; i < numbers.length; i++) [numbers[i], last] = [last, last + numbers[i]!]
  numbers.push(last)
  return numbers
}

function readPlanes(from: StreamReader, isFolded: boolean, count: number): number[] {
  const width = from.byte()
  if (width > mostBytes) return corrupt('a segment with numbers that are too great')
  const planes = Array.from({ length: width }, () => from.block(count))
  const numbers = fromPlanes(planes, count)
  if (isFolded) for (let i = 0; i < count; i++) numbers[i] = unfold(numbers[i]!)
  return numbers
}

interface Form {
  readonly form: number
  readonly planes: readonly Uint8Array[]
  readonly weight: number
}

function formOf(form: number, numbers: readonly number[]): Form {
  const isFolded = numbers.some(number => number < 0)
  const values = isFolded ? numbers.map(fold) : numbers
  const planes = toPlanes(values, widthOf(values))
  const weight = planes.reduce((sum, plane) => sum + weightOf(plane), 0)
  return { form: isFolded ? form + folded : form, planes, weight }
}

/** With how many decimals all of them are whole, and come back as they were; undefined where there is no such number. */
function decimalsOf(values: readonly number[]): number | undefined {
  let decimals = 0
  for (const value of values) {
    while (!isWhole(value, decimals)) if (++decimals > mostDecimals) return undefined
  }
  // Those of before were looked at with fewer.
  return decimals === 0 || values.every(value => isWhole(value, decimals)) ? decimals : undefined
}

function isWhole(value: number, decimals: number): boolean {
  const scale = 10 ** decimals
  const whole = Math.round(value * scale)
  // Folded, and as the difference of two, it has two bits more.
  return Math.abs(whole) < 2 ** 51 && whole / scale === value && !Object.is(value, -0)
}

/** Negative numbers between the others, so that small ones stay small: 0, -1, 1, -2… */
function fold(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unfold(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

function writeDoubles(to: StreamWriter, values: readonly number[]): void {
  to.byte(doubles)
  const bytes = new Uint8Array(Float64Array.from(values).buffer)
  for (let plane = 0; plane < 8; plane++) to.block(bytes.filter((_, i) => i % 8 === plane))
}

function readDoubles(from: StreamReader, count: number): number[] {
  const bytes = new Uint8Array(count * 8)
  for (let plane = 0; plane < 8; plane++) {
    const block = from.block(count)
    for (let i = 0; i < count; i++) bytes[i * 8 + plane] = block[i]!
  }
  return Array.from(new Float64Array(bytes.buffer))
}
