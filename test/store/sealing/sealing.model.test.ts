import fc from 'fast-check'
import { memory } from 'varve'
import { sqlite } from 'varve/sqlite'
import { makeRun } from 'varve/testing'
import { afterAll, expect, test } from 'vitest'
import { revisionHash, rootHash } from '../../../src/history/hash.ts'
import { encodeGap, type GapRecord } from '../../../src/history/gap.ts'
import type { Forgetting, Gap, Outcome, Run, SyncForgetful, SyncStore } from '../../../src/store/store.ts'
import { freshFile, removeFiles } from '../../openers.ts'
import { fuzz } from '../../fuzz.ts'
import { numbers } from '../../history/segment/line-texts.ts'

afterAll(removeFiles)

/** What is done to both stores; a number chooses among what there is. */
type Command =
  | { readonly is: 'append'; readonly bodies: readonly string[]; readonly keyframe: boolean }
  | { readonly is: 'again'; readonly which: number }
  | { readonly is: 'other'; readonly which: number }
  | { readonly is: 'forget'; readonly from: number; readonly count: number; readonly isKnown: boolean }
  | { readonly is: 'mark'; readonly which: number }
  | { readonly is: 'seal' }
  | { readonly is: 'reopen' }

const bodies = fc.oneof(
  numbers,
  fc.string().map(text => JSON.stringify(text)),
  fc.json().map(json => `{"v":[${json}]}`),
  fc.tuple(fc.nat(), numbers).map(([key, value]) => `[["=",["items",${key},"value"],${value}]]`),
  fc.tuple(fc.nat(999), fc.string()).map(([at, text]) => `[["t",[],${at},0,${JSON.stringify(text)}]]`),
)

const commands: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant('append' as const),
      bodies: fc.array(bodies, { minLength: 10, maxLength: 40 }),
      keyframe: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constantFrom('again' as const, 'other' as const), which: fc.nat() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('forget' as const),
      from: fc.nat(),
      count: fc.nat(60),
      isKnown: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('mark' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.constant({ is: 'seal' as const }) },
  { weight: 1, arbitrary: fc.constant({ is: 'reopen' as const }) },
)

test('a store that seals tells the same as one that does not, whatever is appended, forgotten and sent again', () => {
  let sealed = 0
  fc.assert(
    fc.property(fc.array(commands, { minLength: 20, maxLength: 40 }), list => {
      const twin = new Twin()
      for (const command of list) twin.perform(command)
      sealed += twin.sealed
      twin.close()
    }),
    fuzz(12),
  )
  expect(sealed).toBeGreaterThan(1_000)
})

class Twin {
  sealed = 0
  readonly #file = freshFile()
  readonly #plain = memory()
  #sealing = sqlite(this.#file)
  readonly #runs: Run[] = []
  #gaps: readonly Gap[] = []

  perform(command: Command): void {
    const head = this.#runs.at(-1)?.head ?? null
    const chosen = 'which' in command ? this.#runs[command.which % Math.max(this.#runs.length, 1)] : undefined
    if (command.is === 'append') {
      const keyframe = command.keyframe ? { keyframe: '1' } : {}
      const run = makeRun('x', head, { bodies: command.bodies, ...keyframe })
      this.#both(store => store.appendSync([{ runs: [run] }]))
      this.#runs.push(run)
    } else if (command.is === 'seal') this.sealed += this.#sealing.sealSync('x', 'main').lines
    else if (command.is === 'reopen') {
      this.#sealing.closeSync()
      this.#sealing = sqlite(this.#file)
    } else if (command.is === 'forget') this.#forget(command)
    else if (chosen && command.is === 'again') this.#both(store => store.appendSync([{ runs: [chosen] }]))
    else if (chosen && command.is === 'mark') {
      const mark = { variable: 'x', name: `m${chosen.head.index}`, ...chosen.head }
      this.#both(store => store.appendSync([{ runs: [], marks: [mark] }]))
    } else if (chosen) {
      const other = makeRun('x', chosen.expected, { bodies: chosen.lines.length, writer: 'w2' })
      this.#both(store => store.appendSync([{ runs: [other] }]))
    }
    this.#compare()
  }

  close(): void {
    expect(this.#sealing.checkSync()).toEqual([])
    this.#sealing.closeSync()
  }

  /** Adds a gap, with a record as it is or one that says nothing of hashes. */
  #forget({ from, count, isKnown }: Command & { is: 'forget' }): void {
    const expected = this.#runs.at(-1)?.head
    if (!expected || expected.index < 2) return
    const first = 1 + (from % (expected.index - 1))
    let [low, high] = [first, Math.min(first + count, expected.index - 1)]
    const apart = this.#gaps.filter(gap => {
      const touches = gap.first <= high + 1 && gap.last >= low - 1
      if (touches) [low, high] = [Math.min(low, gap.first), Math.max(high, gap.last)]
      return !touches
    })
    if (apart.some(gap => gap.first <= high + 1 && gap.last >= low - 1)) return
    const gaps = [...apart, gapOf(this.#hashes(), low, high, isKnown)].sort((a, b) => a.first - b.first)
    const forgetting: Forgetting = { variable: 'x', branch: 'main', expected, gaps }
    const [outcome] = this.#both(store => [store.forgetSync(forgetting)]) as [Outcome]
    if (outcome.ok) this.#gaps = gaps
  }

  #hashes(): string[] {
    let hash = rootHash('x')
    return this.#runs.flatMap(({ lines }) => lines.map(line => (hash = revisionHash(hash, line))))
  }

  #both<R>(act: (store: SyncStore & SyncForgetful) => R): R {
    const expected = act(this.#plain)
    expect(act(this.#sealing)).toEqual(expected)
    return expected
  }

  #compare(): void {
    const last = this.#runs.at(-1)?.head.index ?? 0
    const [low, high] = [Math.floor(last / 3), Math.floor((last * 2) / 3)]
    this.#both(store => [
      store.headsSync(),
      store.loadSync('x', 'main', 0),
      store.loadSync('x', 'main', high),
      store.readSync('x', 'main', low, high),
      store.readSync('x', 'main', high, high),
      store.gapsSync('x', 'main'),
      store.keyframeSync('x', 'main'),
    ])
  }
}

function gapOf(hashes: readonly string[], first: number, last: number, isKnown: boolean): Gap {
  const facts: GapRecord = {
    ...{ first, last, before: hashes[first - 1]!, after: hashes[last]! },
    ...{ from: 0, to: 0, base: hashes[0]!, head: hashes.length - 1, at: 0, policy: 'a test' },
  }
  return { first, last, record: isKnown ? encodeGap(facts) : '{}', base: '1' }
}
