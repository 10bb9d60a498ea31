import type { Patches } from 'varve'
import { Card, type Doc } from './door-ground.ts'

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
  'ImmutableList.set'({ rows }) {
    const row = rows.at(0)!
    row.tags.push('70')
    rows.set(0, { n: 71, tags: [] })
    row.tags.push('72')
  },
  'ImmutableList.splice'({ rows }) {
    const row = rows.at(0)!
    row.tags.push('70')
    rows.splice(0, 2, { n: 71, tags: [] })
    row.tags.push('72')
  },
  'ImmutableList.shift'({ rows }) {
    const row = rows.at(0)!
    row.tags.push('70')
    rows.shift()
    row.tags.push('72')
  },
  'ImmutableList.sort'({ rows }) {
    const row = rows.at(-1)!
    row.tags.push('70')
    rows.sort((a, b) => b.tags.length - a.tags.length)
    row.tags.push('72')
  },
  'ImmutableList.clear'({ rows }) {
    const row = rows.at(1)!
    row.tags.push('70')
    rows.clear()
    row.tags.push('72')
    rows.push({ n: 73, tags: [] }, { n: 73, tags: [] })
  },
  'an assignment to a field of an instance'({ card }) {
    const { inner } = card
    inner!.n = 70
    card.inner = { n: 71 }
    inner!.n = 72
  },
  'an assignment of an instance'(doc) {
    const { card } = doc
    card.both = [70, 70]
    doc.card = new Card()
    card.both = [72, 72]
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
  'a replaced item of a list': [{ op: 'replace', path: ['rows', 0], value: { n: 71, tags: [] } }],
  'splice of a list': [{ op: 'splice', path: ['rows'], index: 0, remove: 2, insert: [{ n: 71, tags: [] }] }],
  'a replaced field of an instance': [{ op: 'replace', path: ['card', 'inner'], value: { n: 71 } }],
  'remove in a Map': [{ op: 'remove', path: ['map', 'a'] }],
  'remove in a Set': [{ op: 'remove', path: ['set', 0] }],
}
