import fc from 'fast-check'

const extremes = [
  '-0',
  '0',
  '1e+21',
  '1.0',
  '0.1',
  '1e-7',
  '9007199254740993',
  '-9007199254740991',
  '1E5',
  '00',
  '-',
]

/** Numbers as a line may have them, also such as ECMAScript would write otherwise. */
export const numbers: fc.Arbitrary<string> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.maxSafeInteger().map(String),
  fc.integer({ min: -1e9, max: 1e9 }).map(n => String(n / 100)),
  fc.constantFrom(...extremes),
)

const words = ['"', '\\"', '\\', '"b":', '"i":', ':', ',', '{', '}', '[', ']', '["t",', '"="', '\n', '\u0001', '\u0002', 'true', 'é', '𝄞', '\ud800', '""', '[[', ']]', '{"i":1,"k":"set","b":1}'] // prettier-ignore

/** Texts that look like lines, and are none. */
export const lineTexts: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.json(),
  fc.array(fc.oneof(fc.constantFrom(...words), numbers), { maxLength: 20 }).map(parts => parts.join('')),
  fc
    .tuple(
      fc.array(fc.tuple(fc.constantFrom('"i":', '"g":', '"k":', '"b":', '"i":"'), fc.json()), {
        maxLength: 4,
      }),
      fc.json(),
    )
    .map(([fields, body]) => `{${fields.map(([key, value]) => `${key}${value},`).join('')}"b":${body}}`),
)
