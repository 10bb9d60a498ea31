import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { script } from '../../src/store/script/script.ts'
import { codeOf } from '../code-of.ts'
import { increment, outputOf, partsOf, Scripts, valueIn } from './script-files.ts'

const scripts = new Scripts()
afterAll(() => scripts.end())

const big = `console.log('big')\n${'// a line that says nothing of any use to anybody, of a hundred characters or so, again and again\n'.repeat(52_000)}`

const programs: [what: string, text: string, prints: string, ending?: string][] = [
  ['an ordinary one', "console.log('hello')\n", 'hello\n'],
  ['a shebang', "#!/usr/bin/env node\nconsole.log('hello')\n", 'hello\n'],
  ['nothing but a shebang', '#!/usr/bin/env node', ''],
  ['a byte order mark', "\ufeffconsole.log('hello')\n", 'hello\n'],
  ['nothing but a byte order mark', '\ufeff', ''],
  ['CRLF', 'const a = 1\r\nconsole.log(a)\r\n', '1\n'],
  ['CRLF, no line end at the end', 'const a = 1\r\nconsole.log(a)', '1\n'],
  ['CR', 'const a = 1\rconsole.log(a)\r', '1\n'],
  ['no line end at the end', "console.log('hello')", 'hello\n'],
  ['many line ends at the end', "console.log('hello')\n\n\n\n", 'hello\n'],
  ['blanks at the end', "console.log('hello')   \t", 'hello\n'],
  ['a directive', "'use strict'\nconsole.log((function () { return this })())\n", 'undefined\n', '.cjs'],
  ['nothing but a directive', "'use strict'", '', '.cjs'],
  ['a source map at the end', "console.log('hello')\n//# sourceMappingURL=x.js.map\n", 'hello\n'],
  [
    'a source map at the end, without a line end',
    "console.log('hello')\n//# sourceMappingURL=x.js.map",
    'hello\n',
  ],
  ['one expression', '1 + 1', ''],
  ['a comment at the end', "console.log('hello') // and that is it", 'hello\n'],
  ['a comment of several lines at the end', "console.log('hello') /* and\nthat is it */", 'hello\n'],
  ['a template at the end', 'console.log(`a\n// b`);\n`c\n// d`', 'a\n// b\n'],
  ['a regular expression at the end', "console.log('hello');\n/a\\/\\//", 'hello\n'],
  ['TypeScript', 'const a: number = 1\nconsole.log(a as unknown)\n', '1\n', '.mts'],
  ['CommonJS', 'console.log(typeof require)\n', 'function\n', '.cjs'],
  ['no extension', "console.log('hello')\n", 'hello\n', ''],
  [
    'what talks of blocks',
    "// varve is great\nconsole.log('// varve 1: values remembered by this script')\n",
    '// varve 1: values remembered by this script\n',
  ],
  ['5 MB', big, 'big\n'],
  ['nothing', '', ''],
]

test.each(programs)('%s: is kept to the byte, and runs', (_what, text, prints, ending) => {
  const file = scripts.file(text, ending)
  expect(outputOf(file)).toBe(prints)
  expect([increment(file), increment(file), valueIn(file)]).toEqual([1, 2, 2])
  expect(outputOf(file)).toBe(prints)
  const own = Buffer.from(text)
  const bytes = readFileSync(file)
  expect(bytes.subarray(0, own.length).equals(own)).toBe(true)
  // What is added is line ends and comments, with the line ends of the program.
  const added = bytes.subarray(own.length).toString()
  const eol = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  expect(added.split(eol).filter(line => line !== '' && !/^\/\/ [^\r\n]*$/.test(line))).toEqual([])
  expect(added.endsWith(eol)).toBe(true)
})

test('what was never set is not there, and reading does not write', () => {
  const text = "console.log('hello')"
  const file = scripts.file(text)
  const looks = () => {
    const { ino, mtimeNs, ctimeNs, size } = statSync(file, { bigint: true })
    return [ino, mtimeNs, ctimeNs, size]
  }
  const before = looks()
  const store = script(file)
  expect(store.headsSync()).toEqual([])
  expect(store.loadSync('runs', 'main', 0)).toBeUndefined()
  expect(store.checkSync()).toEqual([])
  store.closeSync()
  expect(looks()).toEqual(before)
})

test('an append adds lines and changes the last two, and nothing else', () => {
  const file = scripts.file("console.log('hello')\n")
  increment(file)
  const before = readFileSync(file, 'utf8').split('\n')
  increment(file)
  const after = readFileSync(file, 'utf8').split('\n')
  expect(after.slice(0, before.length - 3)).toEqual(before.slice(0, -3))
  expect(after).toHaveLength(before.length + 1)
})

test.each([0o755, 0o644, 0o600])('mode %o stays', mode => {
  const file = scripts.file("#!/usr/bin/env node\nconsole.log('hello')\n", '')
  chmodSync(file, mode)
  increment(file)
  expect(statSync(file).mode & 0o7777).toBe(mode)
})

test('mode 0444: is read, and READ_ONLY at the first append, which changes nothing', () => {
  const file = scripts.file("console.log('hello')\n")
  increment(file)
  chmodSync(file, 0o444)
  const before = readFileSync(file)
  expect(valueIn(file)).toBe(1)
  expect(codeOf(() => increment(file))).toBe('READ_ONLY')
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('links and chains of links are followed, and stay', () => {
  const file = scripts.file("console.log('hello')\n")
  const folder = join(scripts.folder, 'elsewhere')
  mkdirSync(folder)
  symlinkSync(file, join(folder, 'a.mjs'))
  symlinkSync('a.mjs', join(folder, 'b.mjs'))
  expect([increment(join(folder, 'b.mjs')), increment(join(folder, 'a.mjs')), valueIn(file)]).toEqual([
    1, 2, 2,
  ])
  expect(readlinkSync(join(folder, 'b.mjs'))).toBe('a.mjs')
  expect(lstatSync(file).isFile()).toBe(true)
  expect(readdirSync(folder)).toEqual(['a.mjs', 'b.mjs'])
})

test('a hard link is refused with the way out; it can be read', () => {
  const file = scripts.file("console.log('hello')\n")
  increment(file)
  const before = readFileSync(file)
  linkSync(file, `${file}.other`)
  expect(valueIn(file)).toBe(1)
  expect(() => increment(file)).toThrow(/has 2 names \(hard links\).*cp a b && mv b a/)
  expect(codeOf(() => increment(file))).toBe('NOT_OURS')
  expect(readFileSync(file).equals(before)).toBe(true)
})

test.each([
  ['a file that is not there', () => join(scripts.folder, 'none.mjs'), 'NOT_OURS'],
  ['a folder that is not there', () => join(scripts.folder, 'none/none.mjs'), 'NOT_OURS'],
  ['a folder', () => scripts.folder, 'NOT_OURS'],
  ['a text', () => scripts.file('{}', '.json'), 'BAD_OPTION'],
  ['no name', () => '', 'BAD_OPTION'],
  [
    'a text of two bytes each',
    () => scripts.file(Buffer.from('\ufeffconsole.log(1)', 'utf16le')),
    'NOT_OURS',
  ],
])('%s: refused, and nothing is made', (_what, name, code) => {
  const file = name()
  const before = readdirSync(scripts.folder)
  expect(codeOf(() => increment(file))).toBe(code)
  expect(readdirSync(scripts.folder)).toEqual(before)
})

test('a file that is removed while it is open: nothing more is kept, and nothing is made', () => {
  const file = scripts.file("console.log('hello')\n")
  const store = script(file)
  expect(store.headsSync()).toEqual([])
  const moved = `${file}.moved.mjs`
  writeFileSync(moved, readFileSync(file))
  scripts.remove(file)
  expect(codeOf(() => increment(file))).toBe('NOT_OURS')
  expect(existsSync(file)).toBe(false)
  store.closeSync()
})

test('what a killed program has left is cleared away by the next write', () => {
  const file = scripts.file("console.log('hello')\n")
  const name = file.slice(scripts.folder.length + 1)
  writeFileSync(join(scripts.folder, `.${name}.varve-new`), 'half')
  symlinkSync(`varve:999999999:1:-:-:-:0`, join(scripts.folder, 'stale'))
  increment(file)
  expect(readdirSync(scripts.folder).filter(each => each.includes(name))).toEqual([name])
})

test('code that was written behind the block is kept in its order, and the block goes behind it', () => {
  const file = scripts.file("console.log('one')")
  increment(file)
  writeFileSync(file, "console.log('two')\nconsole.log(`three`)", { flag: 'a' })
  expect(outputOf(file)).toBe('one\ntwo\nthree\n')
  expect(valueIn(file)).toBe(1)
  expect(increment(file)).toBe(2)
  expect(outputOf(file)).toBe('one\ntwo\nthree\n')
  expect(partsOf(file).before).toBe("console.log('one')\nconsole.log('two')\nconsole.log(`three`)\n\n")
  expect(increment(file)).toBe(3)
})

test('blank lines and a source map behind the block stay there', () => {
  const file = scripts.file("console.log('one')\n")
  increment(file)
  const tail = '\n  \n//# sourceMappingURL=x.js.map\n'
  writeFileSync(file, tail, { flag: 'a' })
  expect(increment(file)).toBe(2)
  expect(readFileSync(file, 'utf8').endsWith(tail)).toBe(true)
  expect(valueIn(file)).toBe(2)
})

test('a block behind which a string was opened is not moved: the string might be around it', () => {
  const file = scripts.file("console.log('one')\n")
  increment(file)
  const around = `console.log(\`\n${readFileSync(file, 'utf8')}\`)\n`
  writeFileSync(file, around)
  expect(codeOf(() => increment(file))).toBe('REFUSED')
  expect(readFileSync(file, 'utf8')).toBe(around)
})

test.each([
  ['to CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['to CR', (text: string) => text.replaceAll('\n', '\r')],
  ['without the last line end', (text: string) => text.trimEnd()],
  ['without blank lines', (text: string) => text.replaceAll('\n\n', '\n')],
  ['with more blank lines at the end', (text: string) => `${text}\n\n\n`],
  ['with a byte order mark', (text: string) => `\ufeff${text}`],
])('an editor that saves it %s: the values are read, and go on', (_what, save) => {
  const file = scripts.file("console.log('one')\n")
  increment(file)
  writeFileSync(file, save(readFileSync(file, 'utf8')))
  expect(valueIn(file)).toBe(1)
  expect(increment(file)).toBe(2)
  expect(outputOf(file)).toBe('one\n')
  expect(valueIn(file)).toBe(2)
})
