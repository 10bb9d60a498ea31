import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { afterAll, describe, expect, test } from 'vitest'
import { readBlock } from '../../src/store/script/read-block.ts'
import { readWreck } from '../../src/store/script/wreck.ts'
import { codeOf } from '../code-of.ts'
import { increment, outputOf, partsOf, Scripts, valueIn } from './script-files.ts'

const scripts = new Scripts()
afterAll(() => scripts.end())
const program = "console.log('it runs')\n"

/** A script that has counted to two, with a change made to its text. */
function changed(change: (text: string) => string, text = program): string {
  const file = scripts.file(text)
  increment(file)
  increment(file)
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return file
}

const ofBlock = (each: (line: string) => string) => (text: string) => text.replace(/^\/\/ .*$/gm, each)

describe('comments that were moved as one are read, and stand at the left edge after the next change', () => {
  test.each<[string, (text: string) => string]>([
    ['by blanks', ofBlock(line => `  ${line}`)],
    ['by tabs', ofBlock(line => `\t\t${line}`)],
    ['together', ofBlock(line => line.replace('// ', '//'))],
    ['some of them', text => text.replaceAll('// varve', '  // varve')],
    ['into a comment with stars', text => starred(text)],
    ['by what is not ASCII', ofBlock(line => `// \u00a0${line}`)],
    ['with CRLF', text => ofBlock(line => `    ${line}`)(text).replaceAll('\n', '\r\n')],
  ])('%s', (_what, change) => {
    const file = changed(change)
    expect(valueIn(file)).toBe(2)
    expect(increment(file)).toBe(3)
    const { before, block } = partsOf(file)
    expect(before.trimEnd().replaceAll('\r', '')).toMatch(/^console.log\('it runs'\)(\n+\/\*\n \*\/)?$/)
    expect(block.split(/\r?\n/).every(line => line === '' || line.startsWith('// '))).toBe(true)
    expect(outputOf(file)).toBe('it runs\n')
  })

  test('by Prettier, in braces that were put around all of it', async () => {
    const file = changed(text => text)
    const text = await format(`{\n${readFileSync(file, 'utf8')}}\n`, { parser: 'babel' })
    expect(text).toMatch(/^ {2}\/\/ varve end/m)
    writeFileSync(file, text)
    expect(increment(file)).toBe(3)
    expect(partsOf(file).before).toBe("{\n  console.log('it runs');\n}\n\n".replaceAll("'", '"'))
    expect(outputOf(file)).toBe('it runs\n')
  })
})

function starred(text: string): string {
  const [code, block] = text.split(/^(?=\/\/ varve 1)/m)
  return `${code}/*\n${block!.replaceAll(/^\/\/ /gm, ' * ')} */\n`
}

describe('comments that were written anew are refused, and nothing is begun anew', () => {
  test.each<[string, (text: string) => string]>([
    ['with capitals', ofBlock(line => line.replace(/^\/\/ [a-z]/, letter => letter.toUpperCase()))],
    ['the first and last with capitals', text => text.replaceAll('// varve', '// Varve')],
    ['the first and last in capitals, together', text => text.replaceAll('// varve', '//VARVE')],
    ['the last indented', text => text.replace('// varve end', '  // varve end')],
    ['indented, and one edited', text => ofBlock(line => `  ${line}`)(text).replace('"b":1}', '"b":7}')],
    ['indented, and cut', text => ofBlock(line => `  ${line}`)(text).replace(/ {2}\/\/ head[^]*/, '')],
    ['indented, and there again', text => text + ofBlock(line => `  ${line}`)(text)],
    [
      'into one comment',
      text => text.replace('// varve 1', '/* varve 1').replaceAll('\n// ', '\n   ') + '*/',
    ],
  ])('%s', (what, change) => {
    const file = changed(change)
    const text = readFileSync(file, 'utf8')
    expect(codeOf(() => valueIn(file))).toBe('CORRUPT')
    expect(codeOf(() => increment(file))).toBe('CORRUPT')
    expect(readFileSync(file, 'utf8')).toBe(text)
    const { program: left, sides } = readWreck(readFileSync(file), [])
    if (what.includes('again')) expect(sides).toHaveLength(2)
    else if (!what.includes('cut')) expect(sides[0]!.branches[0]!.lines).toHaveLength(3)
    writeFileSync(file, left)
    expect(outputOf(file)).toMatch(/^it runs\n/)
    expect(left.toString()).toMatch(
      /^console.log\('it runs'\)\n+(\/\*\n\s*\*\/\n?)?(console.log\('it runs'\)\n*)?$/,
    )
  })
})

const first =
  '// varve 1: values remembered by this script, kept with its code; "npx varve ls FILE" lists them'

describe('a text that only speaks of blocks is the program’s', () => {
  test.each<[string, string]>([
    ['a comment of several lines with a first line', `/*\n${first}\n*/\n${program}`],
    ['a first line among comments', `// It begins with\n${first}\n// and so on.\n${program}`],
    ['a template with a first line', `const a = \`\n${first}\n\`\n${program}`],
    ['a last line without its hash', `// varve end: 12 lines, sha256 …\n${program}`],
    ['a name', `${program}// varve`],
    ['a name with what was begun', `${program}\n// varve `],
  ])('%s', (_what, text) => {
    const file = scripts.file(text)
    expect(valueIn(file)).toBeUndefined()
    expect([increment(file), increment(file), valueIn(file)]).toEqual([1, 2, 2])
    expect(readFileSync(file, 'utf8').startsWith(text)).toBe(true)
    expect(outputOf(file)).toBe('it runs\n')
  })

  test('but a block that was cut off behind its first line is damaged', () => {
    for (const rest of ['', '\n', '\n//', '\n// vari', '\n// variable "r', '\n// variable "runs"\n// {"i":0'])
      expect(readBlock(Buffer.from(`${program}\n${first}${rest}`))).toHaveProperty('problem')
  })
})

describe('git’s marks', () => {
  const marks = (a: string, b: string) => `<<<<<<< HEAD\n${a}\n=======\n${b}\n>>>>>>> theirs\n`
  const text = `${marks('let a = 1', 'let a = 2')}${program}`

  test.each([
    ['in the program', text],
    ['at its end', `${program}${marks('let a = 1', 'let a = 2')}`],
    ['in a template', `const a = \`\n${marks('', '')}\`\n${program}`],
  ])('%s are not the block’s', (_what, own) => {
    const file = changed(t => t, own)
    expect(valueIn(file)).toBe(2)
    expect(increment(file)).toBe(3)
    expect(readFileSync(file, 'utf8').startsWith(own)).toBe(true)
  })

  test.each<[string, (block: string) => string]>([
    ['in it', block => block.replace('// head', '=======\n// head')],
    ['around it', block => marks('', block)],
    ['around it and a part of the program', block => marks(`let a = 1\n${block.trimEnd()}`, 'let a = 2')],
    ['right before it', block => `<<<<<<< HEAD\n${block}`],
    ['behind it', block => `${block}\n\n>>>>>>> theirs\n`],
  ])('%s are, and taken out with it unless they part the program', (what, change) => {
    const file = changed(t => t)
    const { before, block } = partsOf(file)
    writeFileSync(file, before + change(block))
    expect(() => valueIn(file)).toThrow('conflict marks of git')
    const wreck = readWreck(readFileSync(file), [])
    const left = what.includes('program') ? `${program}\n${marks('let a = 1', 'let a = 2')}` : program
    expect(wreck.program.toString().replace(/\n{2,}$/, '\n')).toBe(left)
    expect(wreck.sides.flatMap(({ branches }) => branches[0]?.lines ?? [])).toHaveLength(3)
  })
})

test('what is taken out of a damaged script is the block’s: comments of the program stay, wherever they stand', () => {
  const own = ['// a note', '// variable names are short', '// {x: 1}', '// head of the list', '// base 5']
  const file = changed(text => {
    const lines = text.replace('"b":1}', '"b":7}').split('\n')
    for (const [i, line] of own.entries()) lines.splice(3 + 2 * i, 0, line)
    return `${lines.join('\n')}// varves\nlet a = 1`
  })
  expect(codeOf(() => valueIn(file))).toBe('CORRUPT')
  const left = readWreck(readFileSync(file), []).program.toString()
  expect(left).toBe(`${program}${own.join('\n')}\n// varves\nlet a = 1`)
})
