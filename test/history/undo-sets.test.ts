import { expect, test } from 'vitest'
import { Registry } from 'varve'
import { codeOf } from '../code-of.ts'

test('a member of a Set that others changed meanwhile is not taken back alone', () => {
  const set = new Registry().watch('set', new Set<string>())
  set.update(s => void s.add('x'), { creator: 'ann' })
  set.update(s => void s.add('y'), { creator: 'bo' })
  expect(codeOf(() => set.undo({ by: 'ann' }))).toBe('CONFLICT')
  expect([...set.value]).toEqual(['x', 'y'])
  set.undo().undo()
  expect([...set.value]).toEqual([])
})

test('undo never takes out another member than was put in', () => {
  const set = new Registry().watch('set', new Set(['z']))
  set.update(s => { s.clear(); s.add('x'); s.add('z') }, { creator: 'ann' }) // prettier-ignore
  set.update(s => void s.delete('x'), { creator: 'bo' })
  set.update(s => void s.add('y'), { creator: 'cy' })
  expect(codeOf(() => set.undo({ by: 'bo' }))).toBe('CONFLICT')
  set.undo()
  expect([...set.value]).toEqual(['z'])
  set.undo()
  expect([...set.value]).toEqual(['x', 'z'])
})

test('what lies in another place than the Set is taken back alone', () => {
  const doc = new Registry().watch('doc', { tags: new Set(['a']), title: '' })
  doc.update(d => void (d.title = 'one'), { creator: 'ann' })
  doc.update(d => void d.tags.add('b'), { creator: 'bo' })
  doc.undo({ by: 'ann' })
  expect([doc.value.title, [...doc.value.tags]]).toEqual(['', ['a', 'b']])
})
