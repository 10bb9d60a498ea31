import { ImmutableList, type ListDraft } from 'varve/immutable'
import type { Edit, Ground } from './draft-commands.ts'
import { isList } from './own-classes.ts'

type List = ListDraft<unknown>

const list =
  (fn: (list: List, ground: Ground) => void): Edit =>
  ground => {
    if (isList(ground.target)) fn(ground.target, ground)
  }

const indexIn = ({ size }: List, n: number): number => n % (size || 1)

/** Makes the commands for lists; `put` puts something into whatever container there is. */
export const listEdits = (
  put: (container: unknown, part: unknown, ground: Ground) => void,
  compare: (a: unknown, b: unknown) => number,
  isContainer: (value: unknown) => boolean,
): Readonly<Record<string, Edit>> => ({
  listSet: list((target, { command, value }) => {
    if (target.size > 0) target.set(indexIn(target, command.i), value)
  }),
  listSetFromEnd: list((target, { command, value }) => {
    if (target.size > 0) target.set(-1 - indexIn(target, command.i), value)
  }),
  listAlias: list((target, { command, source }) => {
    if (target.size > 0) target.set(indexIn(target, command.i), source)
  }),
  listSwap: list((target, { command }) => {
    if (target.size === 0) return
    const [i, j] = [indexIn(target, command.i), indexIn(target, command.j)]
    const [one, two] = [target.at(i), target.at(j)]
    target.set(i, two)
    target.set(j, one)
  }),
  listPush: list((target, { value }) => void target.push(value)),
  listPushAlias: list((target, { source }) => void target.push(source, source)),
  listPop: list(target => void target.pop()),
  listShift: list(target => void target.shift()),
  listUnshift: list((target, { value }) => void target.unshift(value, 1)),
  listRotate: list(target => void target.push(target.shift())),
  listSplice: list((target, { command, value }) => void target.splice(command.i - 2, command.j, value, 'y')),
  listSpliceAlias: list((target, { command, source }) => void target.splice(command.i - 2, 1, source)),
  listCut: list((target, { command }) => void target.splice(command.i % 5, command.j % 3)),
  listCutEnd: list((target, { command }) => void target.splice(command.i % 5)),
  listReinsert: list((target, { command }) => {
    const removed = target.splice(command.i % 3, 2)
    target.unshift(...removed.reverse())
  }),
  listSort: list(target => void target.sort(compare)),
  listReverse: list(target => void target.reverse()),
  listFill: list((target, { command, value }) => void target.fill(value, command.i % 4, command.j)),
  listClear: list(target => target.clear()),
  listFilter: list(target => {
    const some = target.filter((_, i) => i % 2 === 0)
    target.clear()
    target.push(...some)
  }),
  listGrow: list((target, { command }) => {
    target.push(...new Array<number>(40).fill(command.i))
    target.splice(20, command.j * 3)
  }),
  listCopy: ground => {
    if (isList(ground.source)) put(ground.target, new ImmutableList(ground.source), ground)
  },
  // What is found by reading is a draft, through which what it stands for is changed.
  listFind: list((target, ground) => put(target.find(isContainer), 'found', ground)),
  listFindLast: list((target, ground) => put(target.findLast(isContainer), 'found', ground)),
  listMap: list((target, ground) =>
    target.map(item => item).forEach((item, i) => put(item, `mapped ${i}`, ground)),
  ),
  listWalk: list((target, ground) => {
    for (const item of target) put(item, 'walked', ground)
  }),
  listEntries: list((target, ground) => {
    for (const [index, item] of target.entries()) put(item, index, ground)
  }),
  listSlice: list((target, ground) => target.slice(1, -1).forEach(item => put(item, 'sliced', ground))),
  listReduce: list((target, ground) =>
    put(
      target.reduce<unknown>((_, item) => item, 0),
      'reduced',
      ground,
    ),
  ),
  listSearch: list((target, ground) => {
    const item = target.at(ground.command.i)
    const found = [target.indexOf(item), target.lastIndexOf(item), target.includes(item)]
    target.push(JSON.stringify(found))
  }),
})
