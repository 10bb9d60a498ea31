import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyKept } from '../../src/value/apply.ts'
import { diffKept } from '../../src/value/diff.ts'
import { edit } from '../../src/value/draft/edit.ts'
import { invert } from '../../src/value/invert.ts'
import { keep } from '../../src/value/keep.ts'
import type { Kept } from '../../src/value/kept.ts'
import { decodePatches, encodePatches } from '../../src/value/patch-codec.ts'
import { isRoot } from '../../src/value/mark.ts'
import { isSealed, kindOf, placesOf } from '../../src/value/sealed.ts'
import { thaw } from '../../src/value/thaw.ts'
import { fuzz, runsOf } from '../fuzz.ts'
import { command, run, type Seen } from './draft-commands.ts'
import { setForking } from './forks.ts'
import { described, plainContainer, unshared } from './plain-values.ts'

const show = (kept: Kept): string => described(thaw(kept))

function expectSealed(kept: Kept, hasRoots: boolean): void {
  const kind = kindOf(kept)
  if (kind === 'primitive' || kind === 'leaf') return
  expect(isSealed(kept)).toBe(true)
  expect(Object.isFrozen(kept)).toBe(true)
  for (const [, part] of placesOf(kept)) {
    expectSealed(part, hasRoots)
    if (!hasRoots && isSealed(part)) expect(isRoot(part as object)).toBe(false)
  }
}

function expectClosed(draft: unknown): void {
  expect(() => Object.keys(draft as object)).toThrow(expect.objectContaining({ code: 'DRAFT_CLOSED' }))
}

test.each([
  ['Maps and Sets are copied', { forks: false, converts: false }],
  ['Maps and Sets are forked', { forks: true, converts: false }],
  ['it is taken in as immutables do', { forks: true, converts: true }],
])(
  'a recipe does to a draft what it does to a plain value, and its patches tell it both ways, where %s',
  (_, { forks, converts }) => {
    setForking(forks)
    fc.assert(
      fc.property(plainContainer(), fc.array(command, { minLength: 1, maxLength: 14 }), (plain, commands) => {
        const base = keep(plain, { name: 'value' })
        const before = show(base)
        const twin = unshared(plain)
        const seen: Seen[] = []
        const { value, patches } = edit(
          base,
          draft => commands.forEach(each => run(each, draft, twin, seen)),
          {
            name: null,
            converts,
          },
        )
        expect(show(value)).toBe(described(twin))
        expect(show(base)).toBe(before)
        expect(show(applyKept(base, patches))).toBe(described(twin))
        expect(show(applyKept(value, invert(patches)))).toBe(before)
        expect(show(applyKept(base, invert(invert(patches))))).toBe(described(twin))
        const stored = decodePatches(JSON.parse(encodePatches(patches)))
        expect(show(applyKept(base, stored))).toBe(described(twin))
        if (described(twin) !== before) expect(patches).not.toEqual([])
        if (patches.length === 0) expect(value).toBe(base)
        expectSealed(value, !converts)
        for (const { draft, isLeaf } of seen) if (!isLeaf) expectClosed(draft)
        const found = diffKept(base, value)
        expect(show(applyKept(base, found))).toBe(described(twin))
        expect(show(applyKept(value, invert(found)))).toBe(before)
      }),
      fuzz(600),
    )
  },
  runsOf(60_000),
)
