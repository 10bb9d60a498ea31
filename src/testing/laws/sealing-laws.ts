import { revisionHash, rootHash } from '../../history/hash.ts'
import { isCheckable, isForgetful, isWatchful } from '../../store/capabilities.ts'
import type { Forgetful, Head, Mark, Run, Sealing, Store, SyncSealing } from '../../store/store.ts'
import { holds, refuses, same } from '../check.ts'
import { gap, without } from '../gap-maker.ts'
import { isSync, keep, kept, type Law, lost, readAll, reopened, repeated, sealing } from '../law.ts'
import { makeRun } from '../line-maker.ts'

/** That sealing changes nothing but the room that lines take. */
export const sealingLaws: readonly Law[] = [
  {
    name: 'whoever reads cannot tell what is sealed',
    needs: ['seal'],
    async run(bench) {
      const { store, runs, head } = await filled(sealing(await bench.open()))
      const marks = [mark('first', runs[0]!.head), mark('late', runs[40]!.head)]
      same(await store.append([{ runs: [], marks }]), [kept], 'marks')
      const before = await all(store, head)
      const { lines, segments, bytes } = await store.seal('x', 'main')
      holds(lines > 400 && lines <= head.index, `${lines} of ${head.index + 1} lines were sealed`)
      holds(segments > 0 && bytes.after * 4 < bytes.before, `${bytes.before} bytes are ${bytes.after} now`)
      same(await all(store, head), before, 'what is read')
      const again = { lines: 0, segments: 0, bytes: { before: 0, after: 0 } }
      same(await store.seal('x', 'main'), again, 'sealing what is sealed')
      await store.close()
    },
  },
  {
    name: 'lines that are sent again are known where they are sealed, and others are not',
    needs: ['seal'],
    async run(bench) {
      const { store, runs, head } = await filled(sealing(await bench.open()))
      await store.seal('x', 'main')
      const outcomes = await store.append(runs.map(run => ({ runs: [run] })))
      same(
        outcomes,
        runs.map(() => repeated),
        'the same runs',
      )
      const other = makeRun('x', runs[7]!.expected, { bodies: 3, writer: 'w2' })
      same(await store.append([{ runs: [other] }]), [lost(other, head)], 'another run in the same place')
      await store.close()
    },
  },
  {
    name: 'a sealed branch goes on, and what was appended is sealed the next time',
    needs: ['seal'],
    async run(bench) {
      const { store, lines, head } = await filled(sealing(await bench.open()))
      const expected = [...lines]
      let last = head
      for (let round = 0; round < 6; round++) {
        await store.seal('x', 'main')
        for (const run of runsBehind(last, 5 + round * 8)) {
          await keep(store, run)
          expected.push(...run.lines)
          last = run.head
        }
        same(await readAll(store, 'x'), expected, `lines in round ${round}`)
      }
      same(await store.head('x', 'main'), last, 'head')
      const { lines: sealed } = await store.seal('x', 'main')
      holds(sealed > 0, 'nothing that was appended was sealed')
      same(await readAll(store, 'x'), expected, 'lines in the end')
      await store.close()
    },
  },
  {
    name: 'what is sealed can be forgotten, and what is left of it sealed again',
    needs: ['seal', 'forget'],
    async run(bench) {
      const { store, lines, runs, head } = await filled(sealing(await bench.open()))
      await store.seal('x', 'main')
      const forgetful = store as typeof store & Forgetful
      const steps = [[gap(1, 1)], [gap(1, 1), gap(90, 200)], [gap(1, 240), gap(300, 302)], [gap(1, 460)]]
      for (const gaps of steps) {
        const forgetting = { variable: 'x', branch: 'main', expected: head, gaps }
        same(await forgetful.forget(forgetting), kept, 'forgetting')
        same(await forgetful.gaps('x', 'main'), gaps, 'gaps')
        for (const [from, to] of [
          [0, Infinity],
          [50, 310],
          [head.index, head.index],
        ] as const)
          same(await store.read('x', 'main', from, to), without(lines, gaps, from, to), `${from} to ${to}`)
        await store.seal('x', 'main')
        same(await readAll(store, 'x'), without(lines, gaps), 'lines when it is sealed again')
        same(await forgetful.forget(forgetting), repeated, 'forgetting again')
      }
      const gone = runs.filter(run => run.head.index <= 460 && run.expected !== null)
      same(await store.append([{ runs: [gone[3]!] }]), [lost(gone[3]!, head)], 'a run that was forgotten')
      const cut = runs.find(run => run.head.index > 460)!
      same(await store.append([{ runs: [cut] }]), [repeated], 'a run of which a part is left')
      await store.close()
    },
  },
  {
    name: 'marks are set on what is sealed, and not on what was forgotten of it',
    needs: ['seal', 'forget'],
    async run(bench) {
      const { store, runs, head } = await filled(sealing(await bench.open()))
      await store.seal('x', 'main')
      const gaps = [gap(100, 120)]
      const forgetful = store as typeof store & Forgetful
      same(
        await forgetful.forget({ variable: 'x', branch: 'main', expected: head, gaps }),
        kept,
        'forgetting',
      )
      const there = mark('there', runs[3]!.head)
      same(await store.append([{ runs: [], marks: [there] }]), [kept], 'a mark on a sealed line')
      const gone = { ...there, name: 'gone', index: 110 }
      const answer = lost({ variable: 'x', branch: 'main' }, head)
      same(await store.append([{ runs: [], marks: [gone] }]), [answer], 'a mark on a forgotten line')
      same(await store.marks('x'), [there], 'marks')
      await store.close()
    },
  },
  {
    name: 'another handle goes on while this one seals',
    needs: ['seal', 'reopen'],
    async run(bench) {
      const { store, lines, head } = await filled(sealing(await bench.open()))
      const other = sealing(await reopened(bench))
      same(await readAll(other, 'x'), lines, 'lines before')
      const run = makeRun('x', head, { bodies: 40 })
      await Promise.all([store.seal('x', 'main'), keep(other, run), other.seal('x', 'main')])
      const expected = [...lines, ...run.lines]
      for (const each of [store, other, await reopened(bench)])
        same(await readAll(each, 'x'), expected, 'lines')
      const next = makeRun('x', run.head)
      await keep(other, next)
      await store.seal('x', 'main')
      same(await store.head('x', 'main'), next.head, 'head')
      await Promise.all([store.close(), other.close()])
    },
  },
  {
    name: 'sealed lines can be passed over, and made later, whatever became of them',
    needs: ['seal', 'forget'],
    async run(bench) {
      const { store, lines, head } = await filled(sealing(await bench.open()))
      const whole = await store.loadSealed('x', 'main')
      same(whole, { ...(await store.load('x', 'main', 0)), sealed: [] }, 'what is loaded before')
      await store.seal('x', 'main')
      const loaded = await store.loadSealed('x', 'main')
      const { sealed, lines: rest, ...others } = loaded!
      const { lines: _, ...expected } = (await store.load('x', 'main', 0))!
      same(others, expected, 'what is loaded beside the lines')
      holds(sealed.length > 0, 'nothing came sealed')
      const forgetting = { variable: 'x', branch: 'main', expected: head, gaps: [gap(1, 300)] }
      same(await (store as typeof store & Forgetful).forget(forgetting), kept, 'forgetting')
      await store.close()
      same([...sealed.flatMap(each => each.lines()), ...rest], lines, 'lines')
      let hash = rootHash('x')
      for (const each of sealed) {
        same(each.before, hash, `hash before ${each.first}`)
        hash = each.lines().reduce(revisionHash, hash)
        same(each.after, hash, `hash of ${each.last}`)
      }
      same(rest.reduce(revisionHash, hash), head.hash, 'hash of the head')
    },
  },
  {
    name: 'a watch leaves nothing out where lines were sealed',
    needs: ['seal', 'watch'],
    async run(bench) {
      const { store, head } = await filled(sealing(await bench.open()))
      if (!isWatchful(store)) return
      const cursors: string[] = []
      for await (const { cursor } of store.watch()) {
        cursors.push(cursor)
        break
      }
      const run = makeRun('x', head, { bodies: 50 })
      await keep(store, run)
      await store.seal('x', 'main')
      const next = makeRun('x', run.head)
      await keep(store, next, makeRun('y', null))
      await store.seal('x', 'main')
      for await (const { heads } of store.watch({ cursor: cursors[0]! })) {
        same(
          heads.map(({ variable, index }) => [variable, index]),
          [
            ['x', next.head.index],
            ['y', 0],
          ],
          'moves',
        )
        break
      }
      await store.close()
    },
  },
  {
    name: 'of an unknown branch nothing is sealed, of several each by itself, and a sealed store has no problems',
    needs: ['seal'],
    async run(bench) {
      const { store, lines } = await filled(sealing(await bench.open()))
      const nothing = { lines: 0, segments: 0, bytes: { before: 0, after: 0 } }
      same(await store.seal('none', 'main'), nothing, 'an unknown variable')
      same(await store.seal('x', 'none'), nothing, 'an unknown branch')
      same(await store.loadSealed('none', 'main'), undefined, 'a load of an unknown variable')
      const side = makeRun('x', null, { branch: 'side', bodies: 200, writer: 'w2' })
      const tip = makeRun('x', side.head, { branch: 'side' })
      await keep(store, side)
      await keep(store, tip)
      holds((await store.seal('x', 'side')).lines > 0, 'the other branch was not sealed')
      same(await readAll(store, 'x', 'side'), [...side.lines, ...tip.lines], 'lines of the other branch')
      await store.seal('x', 'main')
      same(await readAll(store, 'x'), lines, 'lines')
      if (isCheckable(store)) same(await store.check(), [], 'problems')
      if (isForgetful(store)) same(await store.gaps('x', 'main'), [], 'gaps')
      await store.close()
      await refuses('STORE_CLOSED', () => store.seal('x', 'main'), 'seal')
      await refuses('STORE_CLOSED', () => store.loadSealed('x', 'main'), 'loadSealed')
    },
  },
  {
    name: 'what answers at once seals at once',
    needs: ['seal'],
    async run(bench) {
      const { store, lines } = await filled(sealing(await bench.open()))
      if (!isSync(store)) return store.close()
      const { sealSync } = store as unknown as SyncSealing
      holds(sealSync.call(store, 'x', 'main').lines > 0, 'nothing was sealed')
      same(store.readSync('x', 'main', 0, Infinity), lines, 'lines')
      store.closeSync()
    },
  },
]

/** Appends runs of 1 to 19 lines to `x`, 500 in all. */
async function filled<S extends Store & Sealing>(
  store: S,
): Promise<{ store: S; runs: Run[]; lines: string[]; head: Head }> {
  const runs = runsBehind(null, 500)
  // A store may keep what one append gives a branch as one run, and the newest run is not sealed.
  await keep(store, ...runs.slice(0, -1))
  await keep(store, runs.at(-1)!)
  return { store, runs, lines: runs.flatMap(run => run.lines), head: runs.at(-1)!.head }
}

/** Runs of several lengths that continue a head; bodies of all kinds. */
function runsBehind(head: Head | null, count: number): Run[] {
  const runs: Run[] = []
  for (let made = 0; made < count;) {
    const expected = runs.at(-1)?.head ?? head
    const bodies = Array.from({ length: Math.min(1 + ((runs.length * 7) % 19), count - made) }, (_, i) =>
      bodyOf((expected?.index ?? -1) + i + 1),
    )
    runs.push(makeRun('x', expected, { bodies, ...(runs.length % 9 === 0 && { keyframe: '1' }) }))
    made += bodies.length
  }
  return runs
}

function bodyOf(index: number): string {
  const bodies = [
    String(index),
    `"text ${index} é \\u2028 \\ud800 },\\n{"`,
    `[["=",["a",${index},"b"],${index / 8}]]`,
    `{"v":{"items":["${index}"],"total":${-index}}}`,
    `[["t",[],${index},0,"${String.fromCharCode(97 + (index % 26))}"]]`,
  ]
  return index === 0 ? '0' : bodies[(index >> 3) % bodies.length]!
}

function mark(name: string, { index, hash }: Head): Mark {
  return { variable: 'x', name, index, hash }
}

/** All that a reader can ask for. */
async function all(store: Store, head: Head): Promise<unknown> {
  const bounds = [
    [0, Infinity],
    [0, 0],
    [17, 333],
    [head.index - 1, head.index],
  ] as const
  return {
    head: await store.head('x', 'main'),
    heads: await store.heads(),
    lines: await Promise.all(bounds.map(([from, to]) => store.read('x', 'main', from, to))),
    keyframe: await store.keyframe('x', 'main'),
    marks: await store.marks('x'),
    loads: await Promise.all([0, 100, head.index, head.index + 5].map(from => store.load('x', 'main', from))),
  }
}
