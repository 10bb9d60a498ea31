import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { openSync } from 'varve'
import { sqlite } from 'varve/sqlite'
import { parseGap } from '../../src/history/gap.ts'
import { revisionHash, rootHash } from '../../src/history/hash.ts'
import { lineIndex } from '../../src/history/line.ts'
import { FORMAT } from '../../src/store/sqlite/schema.ts'
import { freshFile, removeFiles } from '../openers.ts'

/** What was read when the fixture was made. */
interface Told {
  readonly name: string
  readonly revisions: readonly (readonly [hash: string, kind: string, value: string])[]
  readonly marks: readonly (readonly [name: string, index: number])[]
}

const folder = fileURLToPath(new URL('fixtures/', import.meta.url))
const formats = readdirSync(folder).filter(name => name.endsWith('.db'))

afterAll(removeFiles)

test('there is a frozen file of each format before this one', () => {
  expect(formats).toEqual(Array.from({ length: FORMAT - 1 }, (_, i) => `format-${i + 1}.db`))
})

describe.each(formats)('%s', name => {
  const frozen = readFileSync(folder + name)
  const told = JSON.parse(readFileSync(folder + name.replace('.db', '.json'), 'utf8')) as Told[]
  const copied = () => {
    const file = freshFile()
    copyFileSync(folder + name, file)
    return file
  }

  test.each([true, false])(
    'lines, hashes and marks are read, and no byte is changed (readOnly: %s)',
    readOnly => {
      const file = copied()
      const store = sqlite(file, { readOnly })
      expect(store.headsSync().map(head => head.variable)).toEqual(told.map(each => each.name).toSorted())
      for (const { name: variable, revisions, marks } of told) {
        const hashes = hashesOf(store, variable)
        expect([...hashes.values()]).toEqual(revisions.map(([kept]) => kept))
        const [index, hash] = [...hashes].at(-1)!
        expect(store.headSync(variable, 'main')).toEqual({ index, hash })
        expect(store.marksSync(variable).map(mark => [mark.name, mark.index, mark.hash])).toEqual(
          marks.map(([mark, at]) => [mark, at, hashes.get(at)]),
        )
      }
      expect(store.keyframeSync('patched', 'main')).toBeDefined()
      store.closeSync()
      expect(readFileSync(file).equals(frozen)).toBe(true)
    },
  )

  test.each([true, false])(
    'values and kinds are read through a repository, and no byte is changed (readOnly: %s)',
    readOnly => {
      const file = copied()
      const repository = openSync(sqlite(file, { readOnly }))
      for (const { name: variable, revisions, marks } of told) {
        const watched = repository.watch<any>(variable, 0)
        expect(watched.history().map(r => [r.hash, r.kind, inShort(r.value)])).toEqual(revisions)
        expect([...watched.marks()].map(([mark, { index }]) => [mark, index])).toEqual(marks)
      }
      repository.close()
      expect(readFileSync(file).equals(frozen)).toBe(true)
    },
  )
})

/** The hashes of the lines that are left, by index. */
function hashesOf(store: ReturnType<typeof sqlite>, variable: string): Map<number, string> {
  const gaps = new Map(
    store.gapsSync(variable, 'main').map(({ last, record }) => [last, parseGap(record).after]),
  )
  const hashes = new Map<number, string>()
  for (const line of store.readSync(variable, 'main', 0, Infinity)) {
    const index = lineIndex(line)
    const parent = hashes.get(index - 1) ?? gaps.get(index - 1) ?? rootHash(variable)
    hashes.set(index, revisionHash(parent, line))
  }
  return hashes
}

/** As `fixtures/make.ts` shows values. */
function inShort(value: unknown): string {
  return inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity })
}
