import { deepStrictEqual } from 'node:assert'
import { decodeValue, encodeValue } from '../../src/value/codec.ts'
import { keep } from '../../src/value/keep.ts'
import { thaw } from '../../src/value/thaw.ts'

// Runs in a Node of its own, with Temporal switched on, where this Node doesn't have it by default.
const { Temporal } = globalThis as any
const values = [
  Temporal.PlainDate.from('2026-11-22'),
  Temporal.PlainDate.from('2026-11-22[u-ca=hebrew]'),
  Temporal.PlainTime.from('12:30:00.123456789'),
  Temporal.PlainDateTime.from('2026-11-22T01:02:03'),
  Temporal.PlainYearMonth.from('2026-11'),
  Temporal.PlainMonthDay.from('11-22'),
  Temporal.Instant.from('2026-11-22T00:00:00Z'),
  Temporal.ZonedDateTime.from('2026-11-22T00:00:00+01:00[Europe/Berlin]'),
  Temporal.Duration.from('P1Y2M3DT4.5S'),
]
for (const value of values) {
  const snapshot: any = decodeValue(JSON.parse(encodeValue(keep({ value }, { name: 'value' }))))
  deepStrictEqual(Object.getPrototypeOf(snapshot.value), Object.getPrototypeOf(value))
  deepStrictEqual(String((thaw(snapshot) as any).value), String(value))
  deepStrictEqual(encodeValue(snapshot), encodeValue(keep({ value }, { name: 'value' })))
}
console.log('exact')
