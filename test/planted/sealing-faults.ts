import type { Fault } from './fault.ts'

/** What could go wrong where lines are sealed. */
export const sealingFaults: readonly Fault[] = [
  {
    name: 'a segment that is not read back',
    file: 'src/history/segment/encode-segment.ts',
    from: 'return comesBack(streams, lines) ? streams : undefined',
    to: 'return streams',
    caughtBy: ['test/history/segment/segment.test.ts', 'no lines, too many, and halves'],
  },
  {
    name: 'a segment without a bound',
    file: 'src/history/segment/decode-segment.ts',
    from: 'if (this.#text.length > this.#most) tooMuch()',
    to: '',
    caughtBy: ['test/history/segment/segment.test.ts', 'a segment that asks for more'],
  },
  {
    name: 'numbers that lose a decimal',
    file: 'src/history/segment/number-column.ts',
    from: 'return decimals === 0 || values.every(value => isWhole(value, decimals)) ? decimals : undefined',
    to: 'return 0',
    caughtBy: ['test/history/segment/segment.test.ts', 'numbers of every kind'],
  },
  {
    name: 'a digest that nobody looks at',
    file: 'src/store/sealing/packed-segment.ts',
    from: 'if (Buffer.compare(digest, digestOf(first, last, this.link, this.#content)) !== 0)',
    to: 'if (digest.length !== hashBytes)',
    caughtBy: ['test/store/sealing/packed-segment.test.ts', 'whatever bit is flipped'],
  },
  {
    name: 'the newest run sealed too',
    file: 'src/store/sqlite/sealer.ts',
    from: 'planSegments(pieces.slice(0, -1))',
    to: 'planSegments(pieces)',
    caughtBy: ['test/laws.test.ts', 'whoever reads cannot tell what is sealed'],
  },
  {
    name: 'what others forgot meanwhile comes back',
    file: 'src/store/sqlite/sealer.ts',
    from: 'if (Number((result as { changes: number | bigint }).changes) !== 1)',
    to: 'if (result === undefined)',
    caughtBy: ['test/store/sqlite-sealing.test.ts', 'before a slice is written, nothing comes back'],
  },
  {
    name: 'a walk that goes on to what is gone',
    file: 'src/store/sqlite/sealer.ts',
    from: 'if (above !== undefined) mustChangeOne',
    to: 'if (above === -1) mustChangeOne',
    caughtBy: ['test/store/sqlite-sealing.test.ts', 'it goes by slices'],
  },
  {
    name: 'sealed lines stay in free pages',
    file: 'src/store/sqlite/sealer.ts',
    from: 'this.#connection.deletingForGood(() =>',
    to: '(act => act())(() =>',
    caughtBy: ['test/store/sqlite-sealing.test.ts', 'what is forgotten after it was sealed'],
  },
  {
    name: 'forgetting that passes sealed lines by',
    file: 'src/store/sqlite/forgetter.ts',
    from: "AND kind <> 'gap'",
    to: "AND kind = 'lines'",
    caughtBy: ['test/laws.test.ts', 'what is sealed can be forgotten'],
  },
  {
    name: 'segments that are sealed again at every turn',
    file: 'src/store/sealing/plan-segments.ts',
    from: 'linesOf([group[from]!]) > linesOf(group.slice(from + 1))',
    to: 'false',
    caughtBy: ['test/store/sealing/plan-segments.test.ts', 'however often one seals'],
  },
]
