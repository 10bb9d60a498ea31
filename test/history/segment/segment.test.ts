import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Registry } from 'varve'
import { expect, test } from 'vitest'
import { isVarveError } from '../../../src/errors.ts'
import { decodeSegment } from '../../../src/history/segment/decode-segment.ts'
import { encodeSegment } from '../../../src/history/segment/encode-segment.ts'
import { rememberableValues } from '../../../src/testing/values.ts'
import { fuzz } from '../../fuzz.ts'
import { lineTexts, numbers } from './line-texts.ts'

/** Encodes, which must be possible, and gives how many bytes that took. */
function sealed(lines: readonly string[]): number {
  const streams = encodeSegment(lines)
  expect(decodeSegment(streams!)).toEqual(lines)
  return streams!.reduce((sum, stream) => sum + stream.length, 0)
}

/** The lines of a variable as it would be written. */
function linesOf(variable: { export(): Iterable<string> }): string[] {
  return [...variable.export()].filter(line => line.startsWith('{"i":'))
}

test('whatever a variable has recorded comes back byte for byte', () => {
  const info = fc.record(
    {
      label: fc.string({ unit: 'binary' }),
      comment: fc.string(),
      creator: fc.constantFrom('ann', 'ben'),
      validFrom: fc.date({ noInvalidDate: true, max: new Date('2000-01-01') }),
      validTo: fc.date({ noInvalidDate: true, min: new Date('2000-01-02') }),
    },
    { requiredKeys: [] },
  )
  const change = fc.tuple(fc.nat(5), rememberableValues(fc), fc.nat(20), info)
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), changes => {
      const registry = new Registry()
      const variable = registry.watch<any>('v', { text: '', items: [], map: new Map() })
      for (const [what, value, at, told] of changes) {
        if (what === 0) variable.set({ text: 'anew', items: [value], map: new Map() }, told)
        else if (what === 1) variable.splice(['text'], 0, 0, `${at}é𝄞\n"\\`, told)
        else if (what === 2) variable.update(d => void d.items.splice(at, 1, value, at / 8), told)
        else if (what === 3) variable.update(d => void d.map.set(at, value), told)
        else if (what === 4) variable.rollback(at % variable.history().length, told)
        else if (variable.canUndo) variable.undo(told)
      }
      sealed(linesOf(variable))
    }),
    fuzz(150),
  )
})

test.each(['format-1.db', 'format-2.db'])('so do the lines in %s', name => {
  const text = readFileSync(new URL(`../../store/fixtures/${name}`, import.meta.url), 'utf8')
  const lines = text.match(/\{"i":[^\n]*?\}(?=,\n|\])/g)!
  expect(lines.length).toBeGreaterThan(30)
  sealed(lines)
})

test('numbers of every kind come back as they are written', () => {
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 100 }), values => {
      sealed(values.map((value, i) => `{"i":${i},"b":${value}}`))
    }),
    fuzz(500),
  )
})

test('what is no line of ours comes back too, or is refused', () => {
  fc.assert(
    fc.property(fc.array(lineTexts, { maxLength: 30 }), lines => {
      const streams = encodeSegment(lines)
      if (streams) expect(decodeSegment(streams)).toEqual(lines)
      // The only thing that UTF-8 cannot say.
      else expect(lines.length === 0 || lines.some(line => !line.isWellFormed())).toBe(true)
    }),
    fuzz(500),
  )
})

test('a long history takes few bytes before anything is compressed', () => {
  const steps = Array.from({ length: 4_096 }, (_, i) => i)
  const set = (i: number, body: string | number) =>
    `{"i":${i},"k":"set","t":${1.7e12 + i * 5},"w":"w1","b":${body}}`
  expect(sealed(steps.map(i => set(i, i)))).toBeLessThan(100)
  expect(sealed(steps.map(i => set(i, (i * i) % 251)))).toBeLessThan(4_096 * 1.1)
  expect(sealed(steps.map(i => set(i, ((i * i) % 251) / 100)))).toBeLessThan(4_096 * 1.1)
  const splice = (i: number) => `[["t",["text"],${i},0,"${'abcdef'[i % 6]}"]]`
  expect(sealed(steps.map(i => set(i, splice(i))))).toBeLessThan(4_096 * 1.1)
  const leaf = (i: number) => `[["=",["items",${(i * i) % 251},"value"],${i}]]`
  expect(sealed(steps.map(i => set(i, leaf(i))))).toBeLessThan(4_096 * 1.1)
})

test('no lines, too many, and halves of surrogate pairs are refused', () => {
  expect(encodeSegment([])).toBeUndefined()
  expect(encodeSegment(new Array(65_537).fill('{"i":0,"b":0}'))).toBeUndefined()
  expect(encodeSegment(['{"i":0,"b":"\ud800"}'])).toBeUndefined()
})

const sample = linesOf(varied()).slice(0, 300)
const streams = encodeSegment(sample)!

test('bytes that were changed, cut off or put in are CORRUPT, or other lines', () => {
  const place = fc.tuple(fc.nat(streams.length - 1), fc.nat(), fc.nat(255), fc.nat(3))
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 4 }), places => {
      const hostile = streams.map(stream => Uint8Array.from(stream))
      for (const [which, at, byte, how] of places) {
        const stream = hostile[which]!
        if (how === 0) hostile[which] = stream.slice(0, at % (stream.length + 1))
        else if (how === 1) hostile[which] = Uint8Array.from([...stream, byte])
        else if (stream.length > 0) stream[at % stream.length] = byte
      }
      withstand(hostile)
    }),
    fuzz(2_000),
  )
})

test('bytes from anywhere are CORRUPT, or lines', () => {
  const bytes = fc.uint8Array({ maxLength: 60 })
  const small = fc.array(fc.constantFrom(0, 1, 2, 3, 4, 65, 127, 128, 255), { maxLength: 40 })
  const first = fc.oneof(bytes, small.map(Uint8Array.from.bind(Uint8Array)))
  fc.assert(
    fc.property(
      fc.tuple(first, fc.array(fc.uint8Array({ minLength: 64, maxLength: 80 }), { maxLength: 3 })),
      ([main, rest]) => withstand([main, ...rest]),
    ),
    fuzz(3_000),
  )
})

/** Few bytes that ask for a great many lines, numbers or characters. */
test('a segment that asks for more than it may is CORRUPT before it is made', () => {
  const most = [0x80, 0x80, 4]
  const text = (value: string) => [(value.length & 127) | 128, value.length >> 7, ...Buffer.from(value)]
  const even = (start: number) => [0, 0, start * 2, 0]
  const refused = (bytes: readonly number[], ...others: Uint8Array[]) =>
    refusal([Uint8Array.from(bytes), ...others])
  expect(refused(new Array(9).fill(0xff))).toMatch(/no end/)
  expect(refused([0x81, 0x80, 4])).toMatch(/too great/)
  const places = `${'\u0001,'.repeat(130)}"b":`
  expect(refused([...most, 1, ...text(places), 0, ...even(1), ...even(0)])).toMatch(/too much in it/)
  // One word of 1,000 characters in every line.
  const repeated = [...most, 1, ...text('{"b":'), 1, ...text('"\u0002"'), ...even(1), ...even(1)]
  const word = [1, 1, 0, 0, 0xd0, 0x0f, 0, 0xe8, 0x07]
  expect(refused([...repeated, ...word, ...even(0)], Buffer.alloc(1_000, 'x'))).toMatch(/too much comes/)
  // One line in which a long word stands a thousand times.
  const thousand = [1, 1, ...text(`${'"w":"\u0002",'.repeat(1_000)}"b":`), 0, ...even(1), ...even(0)]
  const long = [1, 1, 0, 0, 0x80, 0x89, 0x7a, 0, 0xc0, 0x84, 0x3d]
  const bare = [0, ...even(0), 0]
  expect(refused([...thousand, ...long, ...even(0), ...bare], Buffer.alloc(1_000_000, 'x'))).toMatch(
    /too much comes/,
  )
})

function withstand(hostile: readonly Uint8Array[]): void {
  try {
    const lines = decodeSegment(hostile)
    expect(lines.every(line => typeof line === 'string')).toBe(true)
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT')) throw error
  }
}

function refusal(hostile: readonly Uint8Array[]): string {
  try {
    decodeSegment(hostile)
  } catch (error) {
    if (isVarveError(error, 'CORRUPT')) return error.message
    throw error
  }
  return 'it was taken'
}

function varied() {
  const variable = new Registry().watch<any>('v', { n: 0, text: '', items: [] })
  for (let i = 0; i < 400; i++) {
    const info = i % 3 === 0 ? { label: `step ${i % 5}`, creator: 'ann' } : {}
    if (i % 4 === 0) variable.splice(['text'], variable.value.text.length, 0, 'é𝄞a'[i % 3]!, info)
    else if (i % 4 === 1) variable.update((d: any) => void (d.n = i * 1.25), info)
    else if (i % 4 === 2) variable.update((d: any) => void d.items.push({ id: i, name: `item ${i}` }), info)
    else variable.undo()
  }
  return variable
}
