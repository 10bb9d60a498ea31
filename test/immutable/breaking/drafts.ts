import { create, edit, finish, update } from 'varve/immutable'
import { goesUnseen, throws, type Attempt } from './attempt.ts'
import { Holder } from './inputs.ts'
import { Thing } from './world.ts'

/** Take something of a draft, and give a way to change it later. */
// prettier-ignore
const kept: [string, (draft: any, more?: any) => () => unknown][] = [
  ['a draft', draft => () => (draft.name = 'x')],
  ['a part of a draft', ({ inner }) => () => (inner.n = 9)],
  ['an array of a draft', ({ items }) => () => items.push(9)],
  ['an item of a draft', ({ items: [item] }) => () => (item.n = 9)],
  ['a list of a draft', ({ list }) => () => list.push(9)],
  ['an item of a list of a draft', ({ list }, item = list.at(0)) => () => (item.n = 9)],
  ['a map of a draft', ({ map }) => () => map.set('x', 9)],
  ['a value of a map of a draft', ({ map }, value = map.get('a')) => () => (value.n = 9)],
  ['a set of a draft', ({ set }) => () => set.add(9)],
  ['a method of a draft', draft => () => draft.rename('x')],
  ['a method of a list of a draft, bound', ({ list }) => list.push.bind(list, 9)],
  ['an iterator of a list of a draft', ({ list }, it = list.values()) => (it.next(), () => (it.next().value.n = 9))],
  ['an iterator of a map of a draft', ({ map }, it = map.values()) => () => (it.next().value.n = 9)],
  ['Object.defineProperty of a draft', draft => () => Object.defineProperty(draft, 'name', { value: 'x' })],
  ['delete of a field of a draft', draft => () => delete draft.name],
]

/** By drafts and what is in them, kept beyond their time, and by what an update gives. */
export const byDrafts: readonly Attempt[] = [
  ...kept.flatMap(([name, keep]) => [
    throws(`${name}, kept after its recipe`, w => {
      let later: () => unknown = () => {}
      w.also(update(w.thing, (draft: any) => void ((later = keep(draft)), (draft.name = 'y'))))
      return later()
    }),
    throws(`${name}, kept after finish`, w => {
      const draft: any = edit(w.thing)
      const later = keep(draft)
      draft.name = 'y'
      w.also(finish(draft))
      return later()
    }),
  ]),
  goesUnseen('a date of a draft, kept after its recipe', w => {
    let when = new Date()
    w.also(update(w.thing, (draft: any) => void ((when = draft.when), when.setTime(5))))
    when.setTime(9)
  }),
  throws('the draft of a recipe that threw', w => {
    let kept: any
    try {
      update(w.thing, (draft: any) => {
        kept = draft
        throw new Error('no')
      })
    } catch {
      kept.name = 'x'
    }
  }),
  throws('the draft of a block that was left', w => {
    let kept: any
    {
      using draft = edit(w.thing)
      kept = draft
    }
    kept.name = 'x'
  }),
  goesUnseen('a draft put into another and edited there', w => {
    const draft: any = edit(w.thing)
    draft.name = 'y'
    try {
      w.also(create(Holder, draft))
    } catch {
      // Refused: as good.
    }
    draft.name = 'z'
    draft.inner.n = 9
  }),
  goesUnseen('the original, edited in a recipe', w =>
    update(w.thing, (draft: any) => {
      draft.inner.n = 9
      draft.items.push({ n: 9 })
      draft.list.push({ n: 9 })
      draft.map.clear()
      draft.set.add(9)
      draft.when.setTime(9)
      draft.bytes.fill(9)
    }),
  ),
  goesUnseen('a sibling that shares parts', w => {
    const sibling = update(w.thing, (draft: any) => void (draft.name = 'y'))
    update(sibling, (draft: any) => void (draft.inner.n = 9))
  }),
  throws('what an update gave', w => ((update(w.thing, () => {}) as any).name = 'x')),
  throws('what with gave', w => w.list.with(0, { n: 9 }).push(9)),
  throws('an own object under another class', () => (create(Holder, new Thing()).held.name = 'x')),
]
