import type { Patches } from 'varve'
import type { Doc } from './door-ground.ts'

/** Ways in which a recipe takes something out that it has written to, and goes on writing to it. */
export const exits: Readonly<Record<string, (doc: Doc) => void>> = {
  'an assignment'({ deep }) {
    const { inner } = deep
    inner.n = 70
    deep.inner = { n: 71 }
    inner.n = 72
  },
  'an assignment of a primitive'({ deep }) {
    const { inner } = deep
    inner.n = 70
    ;(deep as { inner: unknown }).inner = 71
    inner.n = 72
  },
  delete({ deep }) {
    const { inner } = deep
    inner.n = 70
    delete (deep as { inner?: unknown }).inner
    inner.n = 72
  },
  'an assignment to an index'({ list }) {
    const [first] = list
    first!.tags.push('70')
    list[0] = { n: 71, tags: [] }
    first!.tags.push('72')
  },
  splice({ list }) {
    const [first] = list
    first!.tags.push('70')
    list.splice(0, 2, { n: 71, tags: [] })
    first!.tags.push('72')
  },
  'a shorter length'({ list }) {
    const [, second] = list
    second!.tags.push('70')
    list.length = 1
    second!.tags.push('72')
  },
  sort({ list }) {
    list[1]!.tags.push('70')
    list.sort((a, b) => b.tags.length - a.tags.length)
    list[0]!.tags.push('72')
  },
  'Map.set'({ map }) {
    const inner = map.get('a')!
    inner.n = 70
    map.set('a', { n: 71 })
    inner.n = 72
  },
  'Map.delete'({ map }) {
    const inner = map.get('a')!
    inner.n = 70
    map.delete('a')
    inner.n = 72
  },
  'Map.clear'({ map }) {
    const inner = map.get('a')!
    inner.n = 70
    map.clear()
    inner.n = 72
  },
  'Set.delete'({ set }) {
    const [member] = set
    member!.n = 70
    set.delete(member!)
    member!.n = 72
  },
  'Set.clear'({ set }) {
    const [member] = set
    member!.n = 70
    set.clear()
    member!.n = 72
  },
}

/** The same by patches, each of something that was changed in place before. */
export const applied: Readonly<Record<string, Patches>> = {
  replace: [{ op: 'replace', path: ['deep', 'inner'], value: { n: 71 } }],
  remove: [{ op: 'remove', path: ['deep', 'inner'] }],
  splice: [{ op: 'splice', path: ['list'], index: 0, remove: 2, insert: [] }],
  'a replaced index': [{ op: 'replace', path: ['list', 0], value: null }],
  'remove in a Map': [{ op: 'remove', path: ['map', 'a'] }],
  'remove in a Set': [{ op: 'remove', path: ['set', 0] }],
}
