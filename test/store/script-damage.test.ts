import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { openSync } from 'varve'
import { BlockWriter } from '../../src/store/script/block-writer.ts'
import { readBlock } from '../../src/store/script/read-block.ts'
import { script } from '../../src/store/script/script.ts'
import { codeOf } from '../code-of.ts'
import { increment, outputOf, Scripts, valueIn } from './script-files.ts'

const scripts = new Scripts()
afterAll(() => scripts.end())

const program = "console.log('it runs')\n"

/** A script with a block of some size, with all that a block can have in it. */
function specimen(bytes: number): string {
  const file = scripts.file(program)
  const repository = openSync(script(file), { durable: 'each' })
  const runs = repository.watch('runs', 0)
  const notes = repository.watch('notes', { last: '', all: [] as string[] })
  for (let i = 1; readFileSync(file).length < bytes; i++) {
    runs.update(n => n + 1, `run ${i}`)
    if (i % 4 === 0)
      notes.update(n => {
        n.last = `note ${i}`
        n.all.push(`\u2028 ${i} */`)
      })
    if (i === 8) runs.mark('eight')
    if (i === 20) runs.prune({ last: 10 })
  }
  repository.close()
  return file
}

const text = (bytes: Buffer): string => {
  const read = readBlock(bytes)
  return 'problem' in read ? 'refused' : new BlockWriter().whole(read.held, false)
}

/** Its program's own bytes; where there is no block they are all. */
const own = (bytes: Buffer): string => {
  const read = readBlock(bytes)
  return 'problem' in read ? '' : read.program.before.toString()
}

test('of a block of 16 KiB, any bit of which is flipped, nothing but what it held is read', () => {
  const bytes = readFileSync(specimen(16_384))
  const whole = text(bytes)
  const said = new Map<string, number>()
  for (let at = Buffer.byteLength(program); at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const copy = Buffer.from(bytes)
      copy[at]! ^= 1 << bit
      const read = text(copy)
      if (read !== 'refused' && read !== whole) said.set(`bit ${bit} of byte ${at}: ${read.slice(0, 99)}`, at)
    }
  }
  expect([...said.keys()]).toEqual([])
}, 60_000)

test('a block that is cut at any byte is refused, but for one of which nothing is left', () => {
  const bytes = readFileSync(specimen(16_384))
  const whole = text(bytes)
  const kept: string[] = []
  for (let length = Buffer.byteLength(program); length < bytes.length; length++) {
    const cut = bytes.subarray(0, length)
    const read = text(cut)
    if (read === whole) kept.push('whole')
    else if (read === '') kept.push(own(cut).slice(program.length))
    else expect(read).toBe('refused')
  }
  // All but the last line end is whole; of `// varve 1` on, it is known that there was one: less may be a person's.
  expect(kept).toEqual([
    '',
    '\n',
    '\n/',
    '\n//',
    '\n// ',
    '\n// v',
    '\n// va',
    '\n// var',
    '\n// varv',
    '\n// varve',
    '\n// varve ',
    'whole',
  ])
})

test.each([
  ['a line is missing', (lines: string[]) => lines.toSpliced(4, 1)],
  ['a line comes twice', (lines: string[]) => lines.toSpliced(4, 0, lines[4]!)],
  ['two lines are swapped', (lines: string[]) => lines.toSpliced(4, 2, lines[5]!, lines[4]!)],
  ['a value is edited', (lines: string[]) => lines.map(line => line.replace('"b":1}', '"b":7}'))],
  ['the first line is missing', (lines: string[]) => lines.toSpliced(2, 1)],
  [
    'the first line is edited',
    (lines: string[]) => lines.map(line => line.replace('kept with', 'Kept with')),
  ],
  ['the last line is missing', (lines: string[]) => lines.slice(0, -2)],
  [
    'the last line is edited',
    (lines: string[]) => lines.map(line => line.replace('// varve end', '// Varve end')),
  ],
  ['a blank line is in it', (lines: string[]) => lines.toSpliced(4, 0, '')],
  ['code is in it', (lines: string[]) => lines.toSpliced(4, 0, "console.log('here')")],
  ['it is there twice', (lines: string[]) => [...lines, ...lines.slice(2)]],
  ['an older one is there, too', (lines: string[]) => [...older.split('\n').slice(2), ...lines]],
  [
    'git has left a conflict in it',
    (lines: string[]) =>
      lines.toSpliced(
        5,
        0,
        '<<<<<<< HEAD',
        '// {"i":2,"b":1}',
        '=======',
        '// {"i":2,"b":2}',
        '>>>>>>> theirs',
      ),
  ],
  [
    'it is of another text coding',
    (lines: string[]) => lines.map(line => line.replace('"runs"', '"r\u00fcns"')),
  ],
])('%s: refused, the file stays as it is, and the program goes on', (what, damage) => {
  const file = scripts.file(program)
  for (let i = 0; i < 3; i++) increment(file)
  const lines = readFileSync(file, 'utf8').split('\n')
  const damaged = damage(lines).join('\n')
  writeFileSync(file, damaged, what.includes('coding') ? 'latin1' : 'utf8')
  const bytes = readFileSync(file)
  expect(codeOf(() => valueIn(file))).toBe('CORRUPT')
  expect(codeOf(() => increment(file))).toBe('CORRUPT')
  expect(() => valueIn(file)).toThrow(/varve repair .* tells what can be kept/)
  expect(readFileSync(file).equals(bytes)).toBe(true)
  if (!/conflict/.test(what)) expect(outputOf(file)).toMatch(/^it runs\n/)
})

const older = (() => {
  const file = scripts.file(program)
  increment(file)
  return readFileSync(file, 'utf8')
})()

test('a block of a newer version: TOO_NEW, and it stays', () => {
  const file = scripts.file(program)
  increment(file)
  const text = readFileSync(file, 'utf8').replace('// varve 1:', '// varve 2:')
  writeFileSync(file, text)
  expect(codeOf(() => valueIn(file))).toBe('TOO_NEW')
  expect(codeOf(() => increment(file))).toBe('TOO_NEW')
  expect(readFileSync(file, 'utf8')).toBe(text)
})

const hostile: [what: string, text: string][] = [
  ['the end of a comment', '*/ process.exit(3) /*'],
  ['the end of a script', '</script><script>process.exit(3)</script>'],
  ['the beginning of an HTML comment', '<!-- -->'],
  ['the last line of a block', '\n// varve end: 1 lines, sha256 00\n'],
  ['the first line of a block', '// varve 1: values remembered by this script'],
  [
    'line ends',
    '\nprocess.exit(3)\r\nprocess.exit(3)\rprocess.exit(3)\u2028process.exit(3)\u2029process.exit(3)',
  ],
  ['backticks', '```js\n`${process.exit(3)}`'],
  ['a source map', '//# sourceMappingURL=data:application/json;base64,e30='],
  ['control characters', '\0\u0001\b\u001b[31m\u007f\u0085\u009b'],
  ['what cannot be seen', '\ufeff\u200b\u202e\u2066 \u00ad \u00a0'],
  ['halves of surrogate pairs', '\ud800 \udc00\ud800'],
  ['blanks at its end', 'blank   '],
  ['all of Unicode below', Array.from({ length: 0x3000 }, (_, i) => String.fromCharCode(i)).join('')],
  ['a line of 2 MB', 'é'.repeat(1_000_000)],
]

test.each(hostile)(
  'a value with %s is kept, is no code, and is the only thing that changes',
  (_what, value) => {
    const file = scripts.file(program)
    const set = () => {
      const repository = openSync(script(file), { durable: 'each' })
      const variable = repository.watch('value', { text: '' })
      variable.set({ text: value }, { label: value.slice(0, 100), creator: 'ann' })
      variable.update(draft => {
        draft.text += '.'
      })
      repository.close()
    }
    set()
    expect(valueIn(file, 'value')).toEqual({ text: `${value}.` })
    expect(outputOf(file)).toBe('it runs\n')
    const text = readFileSync(file, 'utf8')
    expect(text.isWellFormed()).toBe(true)
    expect(text.startsWith(program)).toBe(true)
    const block = text.slice(program.length + 1)
    // eslint-disable-next-line no-control-regex
    expect(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\u202e]|<\/script|<!--|[#@] ?sourceMapping/i.test(
        block,
      ),
    ).toBe(false)
    expect(block.split('\n').every(line => line === '' || /^\/\/ .*[^ ]$/.test(line))).toBe(true)
  },
)

test('names that are hostile stay names', () => {
  const file = scripts.file(program)
  const store = script(file)
  const repository = openSync(store, { durable: 'each' })
  const names = ['" branch "x', '*/', '</script>', 'a\\', '`${}`', 'line "x"', 'é \u00a0 ']
  for (const name of names) repository.watch(name, name).mark(`m ${name}`)
  repository.close()
  for (const name of names) expect(valueIn(file, name)).toBe(name)
  expect(outputOf(file)).toBe('it runs\n')
})
