import fc from 'fast-check'
import { expect, test } from 'vitest'
import { baseDigest, encodeGap, parseGap, type StoredGap } from '../../src/history/gap.ts'
import { revisionHash, rootHash } from '../../src/history/hash.ts'
import { parsePortableSync } from '../../src/history/parse-portable.ts'
import { exportLines, type PortableSource } from '../../src/history/portable.ts'
import { verify, type StoredHistory } from '../../src/history/verify.ts'
import { encodeValue } from '../../src/value/codec.ts'
import { fuzz } from '../fuzz.ts'
import { Forgetful } from './forgetful.ts'

interface Stored extends StoredHistory {
  readonly lines: string[]
}

/** Two gaps, each named by a later line, a mark, a rollback, and a keyframe at the head. */
function sample(): Stored {
  const subject = new Forgetful({ n: 0, list: [1, 2, 3] })
  const { variable, timeline } = subject
  const set = (n: number) => {
    subject.now += 1000
    variable.update(d => {
      d.n = n
      d.list.push(n)
    })
  }
  for (let n = 1; n <= 12; n++) set(n)
  variable.mark('agreed', 6)
  subject.prune({ last: 3 })
  for (let n = 13; n <= 18; n++) set(n)
  variable.rollback(16)
  set(20)
  const { stored } = subject
  expect(stored.gaps.map(({ first, last }) => [first, last])).toEqual([
    [1, 5],
    [7, 9],
  ])
  expect(timeline.entry(13).namedGaps.length).toBe(2)
  const { head } = stored
  return { ...stored, keyframe: { ...head, value: encodeValue(timeline.head) } }
}

const clean = sample()

/** The lines and gaps with hashes made anew from the lines, as somebody with a pen would. */
function rehashed({ variable, lines, gaps, ...rest }: Stored): Stored {
  let hash = rootHash(variable)
  let index = 0
  const after: StoredGap[] = []
  for (const line of lines) {
    const gap = gaps.find(({ first }) => first === index)
    if (gap) {
      const { first, last, record, base } = gap
      after.push({ first, last, base, record: encodeGap({ ...parseGap(record), before: hash }) })
      hash = parseGap(record).after
      index = last + 1
    }
    hash = revisionHash(hash, line)
    index++
  }
  return { ...rest, variable, lines, gaps: after, head: { index: index - 1, hash } }
}

function found(stored: Stored): string[] {
  return verify(stored).map(({ index, message }) => `${index}: ${message}`)
}

function changedLine(place: number, change: (line: any) => void): Stored {
  const line = JSON.parse(clean.lines[place]!)
  change(line)
  return { ...clean, lines: clean.lines.with(place, JSON.stringify(line)) }
}

function changedGap(place: number, change: object, base = clean.gaps[place]!.base): Stored {
  const { record, first, last } = clean.gaps[place]!
  const gap = { first, last, base, record: JSON.stringify({ ...parseGap(record), ...change }) }
  return { ...clean, gaps: clean.gaps.with(place, gap) }
}

test('what is whole has no problems', () => {
  expect(found(clean)).toEqual([])
  expect(found({ ...clean, trusted: [clean.head, clean.marks[0]!] })).toEqual([])
})

test('every line dropped, doubled, swapped or edited is found', () => {
  const { lines } = clean
  for (const [place, line] of lines.entries()) {
    const others: Record<string, string[]> = {
      dropped: lines.toSpliced(place, 1),
      doubled: lines.toSpliced(place, 0, line),
      edited: lines.with(place, line.replace(/"t":\d/, '"t":2')),
      spaced: lines.with(place, `${line} `),
      emptied: lines.with(place, ''),
      inserted: lines.toSpliced(
        place,
        0,
        line.replace(/^\{"i":(\d+)/, (_, i) => `{"i":${Number(i) + 1}`),
      ),
    }
    if (place > 0) others['swapped'] = lines.with(place, lines[place - 1]!).with(place - 1, line)
    for (const [how, tampered] of Object.entries(others))
      expect(found({ ...clean, lines: tampered }), `${how} @${place}`).not.toEqual([])
  }
})

test('a problem says where and what', () => {
  const { lines } = clean
  const at = (index: number) => lines.findIndex(line => line.startsWith(`{"i":${index},`))
  const without = (index: number) => found({ ...clean, lines: lines.toSpliced(at(index), 1) })
  expect(without(12)[0]).toBe('12: v@12: the line of @12 is missing')
  expect(without(20).at(-1)).toBe('20: v@20: the line of @20 is missing')
  const twice = lines.toSpliced(at(12), 0, lines[at(12)]!)
  expect(found({ ...clean, lines: twice })).toEqual(['13: v@13: the line of @12 stands after that of @12'])
  const edited = lines.with(at(12), lines[at(12)]!.replace('"k":"update"', '"k":"set"'))
  expect(found({ ...clean, lines: edited })).toEqual([
    '10: v@10: the chain does not lead to @20: a line was changed, one of @10 to @20',
  ])
  // A mark's hash shows that what lies before it is right.
  const marked = { ...clean, marks: [...clean.marks, mark(clean, 15)] }
  const later = lines.with(at(17), lines[at(17)]!.replace('"k":"update"', '"k":"set"'))
  expect(found({ ...marked, lines: later })[0]).toContain('one of @16 to @')
})

function mark(stored: Stored, index: number): { name: string; index: number; hash: string } {
  const history = [...parsePortableSync(exportLines(portable(stored)))][0]!
  return { name: 'more', index, hash: history.hashes[history.gaps.positionOf(index)]! }
}

function portable({ variable: name, head, gaps, marks, lines }: Stored): PortableSource {
  const byIndex = lines.map(line => [Number(/\d+/.exec(line)![0]), line] as const)
  return { name, branch: 'main', head, gaps, marks, lines: byIndex }
}

/** Without what a store keeps beside lines and gaps. */
function bare(stored: Stored): Stored {
  return { ...stored, keyframe: undefined, marks: [] }
}

test('lines that are chained anew need the head to be known', () => {
  for (let place = 0; place < clean.lines.length; place++) {
    const forged = bare(rehashed(changedLine(place, line => (line.l = 'forged'))))
    // Of what stands before a gap its record tells, and the line that names it; behind the last one all fits again.
    if (place > 1) expect(found(forged), `@${place}`).toEqual([])
    else expect(found(forged)[0], `@${place}`).toMatch(/names a gap that is none of/)
    expect(found({ ...forged, trusted: [clean.head] }), `@${place}`).not.toEqual([])
    // With the head as it was it shows without that.
    expect(found({ ...forged, head: clean.head }), `@${place}`).not.toEqual([])
  }
})

test('a cut end needs the head to be known', () => {
  const cut = rehashed({ ...clean, lines: clean.lines.slice(0, -1) })
  expect(found(bare(cut))).toEqual([])
  expect(found({ ...bare(cut), trusted: [clean.head] })).toEqual([
    '20: v@20: the chain ends with @19, before this trusted head',
  ])
  expect(found({ ...clean, lines: clean.lines.slice(0, -1) })).not.toEqual([])
})

test('every field of a gap is held to what is around it', () => {
  const hash = 'a'.repeat(64)
  const changes: object[] = [
    { first: 2 },
    { last: 4 },
    { last: 6 },
    { before: hash },
    { after: hash },
    { from: 0 },
    { to: 4e12 },
    { base: hash },
    { head: 11 },
    { head: 99 },
    { at: 5 },
    { policy: 'the last 4' },
    { more: 1 },
  ]
  for (const place of [0, 1])
    for (const change of changes)
      expect(found(changedGap(place, change)), JSON.stringify(change)).not.toEqual([])
})

test('the times of a gap lie between those around it, whenever it was made', () => {
  for (const place of [0, 1]) {
    expect(found(changedGap(place, { from: 0, head: 20 }))[0]).toMatch(/begins earlier/)
    expect(found(changedGap(place, { to: 4e12, head: 20 }))[0]).toMatch(/recorded earlier/)
  }
})

test('two gaps do not touch, even where the chain holds', () => {
  const subject = new Forgetful(0)
  for (let n = 1; n < 9; n++) subject.variable.set(n)
  const { hash } = subject.variable.revision(3)
  subject.prune({ last: 2 })
  const { record, base } = subject.stored.gaps[0]!
  const part = (first: number, last: number, change: object, value: string) => {
    const facts = { ...parseGap(record), ...change, first, last, base: baseDigest(value) }
    return { first, last, record: encodeGap(facts), base: value }
  }
  const gaps = [part(1, 3, { after: hash }, '3'), part(4, 6, { before: hash }, base)]
  expect(found({ ...subject.stored, gaps })[0]).toBe('4: v@4: the gap to @6 touches the one before it')
  const history = exportLines(portable({ ...subject.stored, gaps }))
  expect(() => [...parsePortableSync(history)]).toThrow(/^line 4: a gap @4 to @6 stands after v@3/)
})

test('a base that was changed is found, also with its digest', () => {
  for (const place of [0, 1]) {
    const base = clean.gaps[place]!.base.replace('"list":[', '"list":[9,')
    expect(found(changedGap(place, {}, base))[0]).toMatch(/is not the one that its record names/)
    // The line that names the gap stands for it.
    expect(found(changedGap(place, { base: baseDigest(base) }, base))[0]).toMatch(
      /names a gap that is none of/,
    )
    // Who says that it was forgotten only now is not contradicted by any line, but by values that are known.
    const forged = (head: number) => changedGap(place, { base: baseDigest(base), head }, base)
    for (const head of [13, 20]) expect(found(bare(forged(head)))).toEqual([])
    if (place === 1) expect(found(forged(20))[0]).toMatch(/keyframe is another value/)
  }
})

test('gaps that are missing, doubled or out of order are found', () => {
  const [first, second] = clean.gaps
  for (const gaps of [[], [first!], [second!], [second!, first!], [first!, first!, second!]])
    expect(found({ ...clean, gaps })).not.toEqual([])
})

test('lines that a gap covers are passed over: they were read before it was made', () => {
  const subject = new Forgetful(0)
  for (let n = 1; n < 9; n++) subject.variable.set(n)
  const { lines } = subject.stored
  subject.prune({ last: 2 })
  expect(found({ ...subject.stored, lines })).toEqual([])
  const [gap] = subject.stored.gaps
  const [base, record] = ['7777', parseGap(gap!.record)]
  const other = { ...gap!, base, record: encodeGap({ ...record, base: baseDigest(base) }) }
  expect(found({ ...subject.stored, gaps: [other], lines })).toEqual([
    '6: v@6: the base of the gap is another value than the lines in it lead to',
  ])
  expect(found({ ...subject.stored, lines: lines.toSpliced(3, 1) })).toEqual([
    '1: v@1: lines stand in the gap that were never in it',
  ])
})

test('keyframes and marks are held to the lines', () => {
  const { keyframe, marks } = clean
  expect(found({ ...clean, keyframe: { ...keyframe!, value: '{"v":{}}' } })).toEqual([
    '20: v@20: the keyframe is another value than the lines lead to',
  ])
  expect(found({ ...clean, keyframe: { ...keyframe!, value: '{"v":' } })).not.toEqual([])
  // One of another revision is left aside.
  expect(found({ ...clean, keyframe: { ...keyframe!, hash: marks[0]!.hash, value: '1' } })).toEqual([])
  const wrong = [
    { ...marks[0]!, index: 5 },
    { ...marks[0]!, index: 99 },
    { ...marks[0]!, hash: clean.head.hash },
    { ...marks[0]!, index: 9, hash: parseGap(clean.gaps[1]!.record).after },
  ]
  for (const each of wrong) expect(found({ ...clean, marks: [each] })[0]).toMatch(/the mark 'agreed' names/)
  // The keyframe of a revision that was forgotten is its base.
  const { last, base, record } = clean.gaps[1]!
  const atGap = { index: last, hash: parseGap(record).after, value: base }
  expect(found({ ...clean, keyframe: atGap })).toEqual([])
  expect(found({ ...clean, keyframe: { ...atGap, value: '{"v":[]}' } })).not.toEqual([])
})

test('what lines say is checked behind a chain that holds', () => {
  const bad: [place: number, change: (line: any) => void, told: RegExp][] = [
    [3, line => (line.t = 0), /recorded earlier/],
    [3, line => (line.k = 'whatever'), /unknown kind/],
    [3, line => (line.b = [['=', ['nope', 'n'], 1]]), /@11/],
    [3, line => (line.b = [['?']]), /a patch that is not in the form/],
    [3, line => (line.b = { v: 1 }), /a cell must be/],
    [3, line => (line.g = 99), /target/],
    [3, line => (line.p = 'x'), /names no gaps/],
    [3, line => (line.p = 'a'.repeat(64)), /.*/],
  ]
  for (const [place, change, told] of bad) {
    const messages = found(bare(rehashed(changedLine(place, change))))
    if (String(told) !== '/.*/') expect(messages[0]).toMatch(told)
  }
  const named = rehashed(changedLine(9, line => (line.p = 'a'.repeat(64))))
  expect(found(bare(named))[0]).toMatch(/names a gap that is none of those before it/)
})

test('it goes on behind what it finds', () => {
  const { lines } = clean
  const twice = lines
    .with(0, lines[0]!.replace('"n":0', '"n":7'))
    .with(4, lines[4]!.replace('"t":1', '"t":2'))
  expect(found({ ...clean, lines: twice }).map(text => text.split(':')[0])).toEqual(['0', '10', '13'])
})

test('whatever is stored, it answers', () => {
  const text = fc.oneof(
    fc.constantFrom(...clean.lines, '', '{}', '[', '{"i":3,', '{"i":3,"k":"set"}', 'null'),
    fc.string({ maxLength: 20 }),
  )
  const property = fc.property(
    fc.array(text, { maxLength: 8 }),
    fc.array(text, { maxLength: 3 }),
    (lines, gaps) => {
      const all = gaps.map((record, first) => ({ first, last: first + 1, record, base: record }))
      const problems = verify({ ...clean, lines, gaps: [...all, ...clean.gaps] })
      expect(problems.length).toBeGreaterThan(0)
    },
  )
  fc.assert(property, fuzz(200))
})

test('a value is not copied for each of its lines', () => {
  const time = (size: number) => {
    const lines: string[] = []
    let hash = rootHash('long')
    const add = (line: string) => {
      lines.push(line)
      hash = revisionHash(hash, line)
    }
    const head = (index: number) => `{"i":${index},"k":"update","t":${index},"w":"0123456789abcdef"`
    add(`${head(0)},"b":{"v":[${Array.from({ length: size }, () => 0).join(',')}]}}`)
    for (let index = 1; index < 10_000; index++) add(`${head(index)},"b":[["=",[${index % size}],${index}]]}`)
    const index = lines.length - 1
    const start = performance.now()
    expect(verify({ variable: 'long', head: { index, hash }, lines, gaps: [], marks: [] })).toEqual([])
    return performance.now() - start
  }
  time(10)
  const [small, large] = [time(10), time(100_000)]
  expect(large / small).toBeLessThan(8)
})
