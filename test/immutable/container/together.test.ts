import { afterAll, describe, expect, test } from 'vitest'
import { open } from 'varve'
import { Container, create, RevisionedMapping, stateOf, update } from 'varve/immutable'
import { removeFiles } from '../../openers.ts'
import { Bench, codeIn } from './bench.ts'
import { grounds } from './grounds.ts'
import { Question } from './question.ts'

afterAll(removeFiles)

describe.each(grounds)('who works on a collection in $name together', ground => {
  const bench = Bench.in(ground)

  test('two programs that change one object lose nothing: recipes run again', async () => {
    await bench.ask()
    await bench.answer(0)
    const other = await bench.again()
    const increments = Array.from({ length: 40 }, (_, i) =>
      (i % 2 ? bench.questions : other).update('q', q => void (q.answer = q.answer! + 1)),
    )
    await Promise.all(increments)
    expect((await bench.questions.get('q'))?.answer).toBe(40)
    expect((await other.get('q'))?.answer).toBe(40)
    expect(await bench.manager().getNumberOfRevisions()).toBe(42)
    await other.close()
  })

  test('what was deleted is the same after all that is older was forgotten', async () => {
    const store = bench.store()
    const numbers = await Container.open<{ n: number }>(store, 'numbers')
    await numbers.add({ n: 0 }, 'a')
    for (let n = 1; n <= 20; n++) await numbers.update('a', each => void (each.n = n))
    await numbers.delete('a')
    const repository = await open(bench.store())
    ;(await repository.watch('numbers/a', null)).prune({ last: 1 })
    await repository.close()
    await numbers.close()
    const again = await Container.open<{ n: number }>(bench.store(), 'numbers')
    expect((await again.withDeleted().get('a'))?.n).toBe(20)
    expect((await again.revive('a')).n).toBe(20)
    await again.close()
  })

  test('containers on one store share it: the last one closes it', async () => {
    const store = bench.store()
    const [one, other] = [await Container.open(store, 'one'), await Container.open(store, 'other')]
    await one.add({ n: 1 }, 'a')
    await one.close()
    await one.close()
    expect(await codeIn(one.get('a'))).toBe('STORE_CLOSED')
    await other.add({ n: 2 }, 'a')
    expect(await other.get('a')).toEqual({ n: 2 })
    await other.close()
    expect(await codeIn(store.heads())).toBe('STORE_CLOSED')
  })

  test('of two programs that add one key one wins, and the other is told', async () => {
    const other = await bench.again()
    const added = await Promise.allSettled([
      bench.questions.add(create(Question, 'mine'), 'k'),
      other.add(create(Question, 'theirs'), 'k'),
    ])
    expect(added.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    const lost = added.find(each => each.status === 'rejected')!
    expect((lost.reason as { code: string }).code).toBe('DUPLICATE_NAME')
    expect((await bench.questions.get('k'))?.question).toBe((await other.get('k'))?.question)
    await other.close()
  })

  test('of two that add a key that was deleted, or delete one, one has done it, and the other is told', async () => {
    const other = await bench.again()
    for (let round = 0; round < 5; round++) {
      await bench.ask(`${round}`)
      await Promise.all([bench.questions.get('q'), other.get('q')])
      const deleted = await Promise.all([bench.questions.delete('q'), other.delete('q')])
      expect(deleted.toSorted()).toEqual([false, true])
      await Promise.all([bench.questions.withDeleted().get('q'), other.withDeleted().get('q')])
      const added = await Promise.allSettled([
        bench.questions.add(create(Question, 'mine'), 'q'),
        other.add(create(Question, 'theirs'), 'q'),
      ])
      const lost = added.find(each => each.status === 'rejected')!
      expect((lost.reason as { code: string }).code).toBe('DUPLICATE_NAME')
      await bench.questions.delete('q')
    }
    await other.close()
  })

  test('what is no object is told of, and can be deleted or purged', async () => {
    await bench.ask()
    const plain = await open(bench.store())
    for (const key of ['n', 'm']) await plain.watch(`questions/${key}`, 5)
    await plain.close()
    const other = await bench.again()
    await expect(Array.fromAsync(other)).rejects.toThrow(/value is 5 .* delete\(\) the key/)
    expect([await other.purge('n'), await other.delete('m')]).toEqual([true, true])
    expect((await Array.fromAsync(other)).map(([key]) => key)).toEqual(['q'])
    await other.add(create(Question, 'instead'), 'm')
    expect((await other.get('m'))?.question).toBe('instead')
    await other.close()
  })

  test('changes of one key come one after the other, in the order in which they were asked for', async () => {
    await bench.ask()
    const done = await Promise.all(Array.from({ length: 20 }, (_, i) => bench.answer(i)))
    expect(done.map(each => each.answer)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(await bench.found({})).toEqual([null, ...Array.from({ length: 20 }, (_, i) => i)])
    const mixed = await Promise.all([
      bench.questions.delete('q'),
      bench.questions.revive('q'),
      bench.answer(99),
      bench.questions.delete('q'),
    ])
    expect(mixed[3]).toBe(true)
    expect((await bench.questions.withDeleted().get('q'))?.answer).toBe(99)
  })

  test('a recipe that throws changes nothing, nor does what a class refuses', async () => {
    await bench.ask()
    await expect(
      bench.questions.update('q', q => {
        q.answer = 1
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await codeIn(bench.questions.add({ question: 'plain' } as never, 'p'))).toBe('BAD_OPTION')
    expect(await codeIn(bench.questions.add(create(Question), 3 as never))).toBe('BAD_OPTION')
    expect(await codeIn(bench.questions.update('q', q => void (q.answer = (() => 1) as never)))).toBe(
      'NOT_REMEMBERABLE',
    )
    expect([(await bench.questions.get('q'))?.answer, await bench.questions.count()]).toEqual([null, 1])
    expect(await bench.manager().getNumberOfRevisions()).toBe(1)
  })

  test('with expect, a change of what is not current is a CONFLICT', async () => {
    await bench.ask()
    await bench.answer(1)
    expect(await codeIn(bench.answer(2, { expect: 0 }))).toBe('CONFLICT')
    expect((await bench.answer(2, { expect: 1 })).answer).toBe(2)
  })

  test('update() of an object that was had from it is recorded in it, too', async () => {
    const q = await bench.ask()
    const next = update(q, d => void (d.answer = 7), { creator: 'ann' })
    expect(await bench.questions.get('q')).toBe(next)
    await bench.questions.flush()
    const other = await bench.again()
    expect((await other.get('q'))?.answer).toBe(7)
    expect(await other.where({ answer: 7 }).count()).toBe(1)
    await other.close()
  })

  test('a mapping of the same name is taken over, and what it does later is taken in at the next opening', async () => {
    const mapping = await RevisionedMapping.open<string | number, Question>(
      bench.store(),
      'old',
      bench.options,
    )
    mapping
      .set('a', create(Question, 'a'))
      .set('b', create(Question, 'b'))
      .set(3, create(Question, 'no text'))
    mapping.update('a', q => void (q.answer = 1), { creator: 'ann' })
    mapping.replace('a', create(Question, 'replaced'))
    mapping.delete('b', { creator: 'bo' })
    await mapping.flush()
    const look = async () => {
      const container = await Container.open(bench.store(), 'old', bench.options)
      const told = await Array.fromAsync(container.withDeleted(), ([key, q]) => [
        key,
        q.question,
        q.answer,
        stateOf(q),
      ])
      const changes = await Array.fromAsync(container.changes(), ({ key, kind }) => `${key} ${kind}`)
      return { container, told, changes: changes.toSorted() }
    }
    const first = await look()
    expect(first.told).toEqual([
      ['a', 'replaced', null, 'locked'],
      ['b', 'b', null, 'deleted'],
    ])
    expect(first.changes).toEqual(['a initial', 'b delete', 'b initial'])
    mapping.update('a', q => void (q.answer = 2))
    await mapping.close()
    const second = await look()
    expect(second.told[0]).toEqual(['a', 'replaced', 2, 'locked'])
    expect(await second.container.where({ answer: 2 }).count()).toBe(1)
    expect(await second.container.purge('a')).toBe(true)
    const heads = await bench.store().heads()
    expect(heads.map(({ variable }) => variable)).toEqual(['old/!n3', 'old/b'])
    await first.container.close()
    await second.container.close()
  })

  test('what a mapping has replaced is shown at no later opening', async () => {
    const mapping = await RevisionedMapping.open<string, Question>(bench.store(), 'old', bench.options)
    mapping.set('a', create(Question, 'before'))
    await mapping.flush()
    mapping.replace('a', create(Question, 'after'))
    await mapping.close()
    for (let opening = 0; opening < 3; opening++) {
      const container = await Container.open(bench.store(), 'old', bench.options)
      expect([(await container.get('a'))?.question, await container.count()]).toEqual(['after', 1])
      await container.close()
    }
  })

  test('what a mapping has recorded meanwhile is shown by the next change, all of it', async () => {
    await bench.ask()
    const mapping = await RevisionedMapping.open<string, Question>(bench.store(), 'questions', bench.options)
    for (const answer of [1, 2, 3]) mapping.update('q', q => void (q.answer = answer))
    await mapping.close()
    await bench.answer(4)
    for (const answer of [5, 6]) await bench.answer(answer)
    expect(await bench.found({})).toEqual([null, 1, 2, 3, 4, 5, 6])
    const told = await Array.fromAsync(bench.questions.changes(), ({ value }) => value.answer)
    expect(told).toEqual([null, 1, 2, 3, 4, 5, 6])
  })

  test('who asks for one key at the same time is given one object, also after a purge elsewhere', async () => {
    await bench.ask()
    const other = await bench.again()
    await other.purge('q')
    await other.add(create(Question, 'anew'), 'q')
    const given = await Promise.all(Array.from({ length: 8 }, () => bench.questions.get('q')))
    expect([new Set(given).size, given[0]?.question]).toEqual([1, 'anew'])
    await other.close()
  })

  test('an update of what was purged elsewhere is a conflict at once, also where the key was begun anew', async () => {
    for (const isBegunAnew of [false, true]) {
      const stale = await bench.ask()
      const other = await bench.again()
      await other.purge('q')
      if (isBegunAnew) await other.add(create(Question, 'anew'), 'q')
      update(stale, q => void (q.answer = 1))
      await expect(bench.questions.flush()).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringMatching(/was taken away from the store meanwhile/),
      })
      await bench.questions.flush()
      await bench.ask('beside', 'r')
      expect((await bench.questions.get('q'))?.question).toBe(isBegunAnew ? 'anew' : undefined)
      await bench.questions.purge('r')
      await other.close()
    }
    expect((await bench.answer(1)).question).toBe('anew')
  })

  test('other collections, and variables beside it, are no concern of it', async () => {
    await bench.ask()
    const others = await Container.open(bench.store(), 'questions2', bench.options)
    await others.add(create(Question, 'other'), 'q')
    expect([await bench.questions.count(), await others.count()]).toEqual([1, 1])
    await others.purge('q')
    expect((await bench.questions.get('q'))?.question).toBe('What is the answer?')
    await others.close()
  })
})
