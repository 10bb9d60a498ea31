import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from 'varve'
import { Container, create, revisionOf } from 'varve/immutable'
import type { Querying } from '../../../src/store/querying/querying.ts'
import { removeFiles } from '../../openers.ts'
import { Bench, codeIn } from './bench.ts'
import { grounds } from './grounds.ts'
import { Question } from './question.ts'

afterAll(removeFiles)

describe.each(grounds)('a part of a collection in $name', ground => {
  const bench = Bench.in(ground)

  beforeEach(async () => {
    await bench.ask('a', 'a')
    await bench.ask('b', 'b')
    await bench.questions.update('b', q => void (q.answer = 1))
    await bench.ask('c', 'c')
    await bench.questions.update('c', q => void (q.answer = 2))
  })
  const answered = () => bench.questions.where({ answer: { not: null } })

  test('has what fits, and nothing else can be had through it', async () => {
    const part = answered()
    expect((await Array.fromAsync(part)).map(([key]) => key)).toEqual(['b', 'c'])
    expect([
      await part.count(),
      await part.has('a'),
      await part.get('a'),
      (await part.get('b'))?.answer,
    ]).toEqual([2, false, undefined, 1])
    expect(await codeIn(part.getRevisionManager('a').getCurrentRevision())).toBe('UNKNOWN_VARIABLE')
    expect((await Array.fromAsync(part.changes())).map(({ key }) => key).toSorted()).toEqual([
      'b',
      'b',
      'c',
      'c',
    ])
    expect(await part.where({ question: 'c' }).count()).toBe(1)
    expect(await part.where({ answer: null }).count()).toBe(0)
  })

  test('no act crosses its border: no delete, update, purge, revive, rollback or add', async () => {
    const part = answered()
    expect([await part.delete('a'), await part.purge('a')]).toEqual([false, false])
    expect(await codeIn(part.update('a', q => void (q.answer = 3)))).toBe('UNKNOWN_VARIABLE')
    expect(await codeIn(part.update('b', q => void (q.answer = null)))).toBe('REFUSED')
    expect(await codeIn(part.getRevisionManager('b').rollbackToRevision(0))).toBe('REFUSED')
    expect(await codeIn(part.add(create(Question, 'd'), 'd'))).toBe('REFUSED')
    await bench.questions.delete('a')
    expect(await codeIn(part.revive('a'))).toBe('UNKNOWN_VARIABLE')
    expect(await part.withDeleted().count()).toBe(2)
    expect(await part.withDeleted().purge('a')).toBe(false)
    expect(await codeIn(part.add(create(Question, 'a'), 'a'))).toBe('REFUSED')
    const all = await Array.fromAsync(bench.questions.withDeleted(), ([key, { answer: it }]) => [key, it])
    expect(all).toEqual([
      ['a', null],
      ['b', 1],
      ['c', 2],
    ])
    expect(await bench.questions.getRevisionManager('b').getNumberOfRevisions()).toBe(2)
  })

  test('what somebody moves out between a look and an act stays as it is', async () => {
    const acts: Record<string, (part: Container<Question>) => Promise<unknown>> = {
      delete: part => part.delete('b'),
      purge: part => part.purge('b'),
      update: part => part.update('b', q => void (q.answer = 7)),
      rollback: part => part.getRevisionManager('b').rollbackToRevision(1),
      'rollback and delete': part => part.getRevisionManager('b').rollbackToRevision(1, { activate: false }),
    }
    for (const [name, act] of Object.entries(acts)) {
      const store = bench.store() as Store & Pick<Querying, 'members'>
      const part = (await Container.open<Question>(store, 'questions', bench.options)).where({
        answer: { not: null },
      })
      await part.get('b')
      const look = store.members.bind(store)
      store.members = async (query, page) => {
        const found = await look(query, page)
        store.members = look
        await bench.questions.update('b', q => void (q.answer = null), name)
        return found
      }
      if (name === 'purge') expect(await act(part)).toBe(false)
      else expect([name, await codeIn(act(part))]).toEqual([name, 'CONFLICT'])
      const now = (await bench.questions.get('b'))!
      expect([now.answer, revisionOf(now).label]).toEqual([null, name])
      await part.close()
      await bench.questions.update('b', q => void (q.answer = 1))
    }
  })

  test('what stays inside can be done through it', async () => {
    const part = answered()
    expect((await part.update('b', q => void (q.answer = 5))).answer).toBe(5)
    expect(await part.delete('c', 'not needed')).toBe(true)
    expect(await part.count()).toBe(1)
    expect((await part.revive('c')).answer).toBe(2)
    expect(await part.purge('c')).toBe(true)
    expect(await bench.questions.withDeleted().has('c')).toBe(false)
  })

  test('of as many things as may be asked for at once, all are', async () => {
    const absent = Object.fromEntries(Array.from({ length: 499 }, (_, i) => [`f${i}`, undefined]))
    expect(await bench.questions.where(absent).where({ answer: 1 }).count()).toBe(1)
    expect(() => bench.questions.where(absent).where({ answer: 1, question: 'b' })).toThrow(/more than 500/)
  })

  test('a filter that cannot be asked is refused, with its place', () => {
    const refused = (filter: unknown) => {
      try {
        bench.questions.where(filter as never)
        return 'taken'
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(refused({ isAnswered: true })).toMatch(/isAnswered is computed by the class/)
    expect(refused({ tags: ['a'] })).toMatch(/tags is a list/)
    expect(refused({ cast: { computer: () => 1 } })).toMatch(/cast.computer is a function/)
    expect(refused({ answer: { gt: null } })).toMatch(/answer is to be > null/)
    expect(refused({ answer: { in: 3 } })).toMatch(/answer.in is no list/)
    expect(refused({ answer: new Map() })).toMatch(/answer cannot be asked for/)
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1]))
    expect(refused(many(501))).toMatch(/asks for more than 500 things at once/)
    const deep = (levels: number): object => ({ a: levels > 1 ? deep(levels - 1) : 1 })
    expect([refused(deep(201)), refused(deep(202))]).toEqual([
      'taken',
      expect.stringMatching(/a\.a\.a… goes more than 200 levels down/),
    ])
    expect(refused(null)).toMatch(/filter is no object/)
    expect(refused([])).toMatch(/filter is no object/)
  })
})
