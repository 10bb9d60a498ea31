import { expect, test } from 'vitest'
import { blocksOf, missingLines, printsAs, promisedLines } from './blocks.ts'

const page = `# Page

\`\`\`ts
import 'varve'
\`\`\`

It prints

\`\`\`text
10
\`\`\`

\`\`\`ts no-run
alone()
\`\`\`

First paragraph.

Second paragraph.

\`\`\`text
not its output
\`\`\`
`

test('finds blocks, their marks and their outputs', () => {
  expect(blocksOf('page.md', page)).toMatchObject([
    { where: 'page.md:3', language: 'ts', marks: [], text: "import 'varve'\n", output: '10\n' },
    { where: 'page.md:9', language: 'text' },
    { where: 'page.md:13', language: 'ts', marks: ['no-run'], output: null },
    { where: 'page.md:21', language: 'text' },
  ])
})

test('takes promised lines from comments after console.log', () => {
  const program = `score.value = 3 // not this\nconsole.log(score.value)   // 3\n  console.log(f(1)) // { a: 1 }`
  expect(promisedLines(program)).toEqual(['3', '{ a: 1 }'])
})

test('reports the promised lines that did not come, in order', () => {
  expect(missingLines(['1', '3'], '1\n2\n3\n')).toEqual([])
  expect(missingLines(['3', '1'], '1\n2\n3\n')).toEqual(['1'])
  expect(missingLines(['at … ms'], 'at 12 ms')).toEqual([])
})

test('compares outputs whole, … standing for anything within a line', () => {
  expect(printsAs('a\n…\nc', 'a\nb\nc\n')).toBe(true)
  expect(printsAs('a\n…\nc', 'a\nb\nb\nc\n')).toBe(false)
  expect(printsAs('a.b', 'axb')).toBe(false)
})
