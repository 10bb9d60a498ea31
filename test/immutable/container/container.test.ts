import { afterAll, describe, expect, test } from 'vitest'
import { memory, withInfo } from 'varve'
import { Container, create, isImmutable, revisionOf, roleOf, stateOf, update } from 'varve/immutable'
import { removeFiles } from '../../openers.ts'
import { Bench, codeIn } from './bench.ts'
import { grounds } from './grounds.ts'
import { Question } from './question.ts'

afterAll(removeFiles)

describe.each(grounds)('a container in $name', ground => {
  const bench = Bench.in(ground)

  test('what is added comes back as its class, locked, with its parts, in every program', async () => {
    const key = await bench.questions.add(create(Question, 'Why?'))
    expect(key).toMatch(/^[0-9a-f]+$/)
    const other = await bench.again()
    for (const container of [bench.questions, other]) {
      const object = (await container.get(key))!
      expect(object).toBeInstanceOf(Question)
      expect([object.question, object.isAnswered, stateOf(object), roleOf(object)]).toEqual([
        'Why?',
        false,
        'locked',
        'root',
      ])
      expect(isImmutable(object.cast)).toBe(true)
      expect(() => ((object as { question: string }).question = 'x')).toThrow(TypeError)
      expect(await container.has(key)).toBe(true)
      expect(await container.count()).toBe(1)
    }
    await other.close()
  })

  test('what is under no key is undefined, not there, and cannot be changed', async () => {
    expect([
      await bench.questions.get('q'),
      await bench.questions.has('q'),
      await bench.questions.delete('q'),
    ]).toEqual([undefined, false, false])
    expect(await bench.questions.purge('q')).toBe(false)
    expect(await codeIn(bench.questions.update('q', () => {}))).toBe('UNKNOWN_VARIABLE')
    expect(await codeIn(bench.questions.revive('q'))).toBe('UNKNOWN_VARIABLE')
    expect(await codeIn(bench.manager().getRevision(0))).toBe('UNKNOWN_VARIABLE')
    expect(await codeIn(bench.manager().rollbackToRevision(0))).toBe('UNKNOWN_VARIABLE')
    expect(await bench.questions.count()).toBe(0)
  })

  test('an update records a revision, with who and why; the one before is retired, with its end', async () => {
    const first = await bench.ask()
    bench.seconds = 5
    const second = await bench.answer(42, { creator: 'deep thought', comment: 'after some time' })
    expect([first.answer, second.answer, second.isAnswered]).toEqual([null, 42, true])
    expect([stateOf(first), stateOf(second)]).toEqual(['retired', 'locked'])
    expect(revisionOf(first)).toMatchObject({ version: 0, start: new Date(1000), end: new Date(5000) })
    expect(revisionOf(second)).toMatchObject({
      version: 1,
      start: new Date(5000),
      end: null,
      creator: 'deep thought',
      comment: 'after some time',
    })
    expect(await bench.questions.get('q')).toBe(second)
    const other = await bench.again()
    expect(revisionOf((await other.get('q'))!)).toMatchObject({ version: 1, creator: 'deep thought' })
    await other.close()
  })

  test('objects and lists in fields are parts, locked, also as they come back', async () => {
    await bench.ask()
    const made = await bench.questions.update('q', q => {
      q.cast = { computer: 'one', receiver: 'adent' }
      q.tags.push('life')
    })
    const other = await bench.again()
    for (const object of [made, (await other.get('q'))!]) {
      expect({ ...object.cast }).toEqual({ computer: 'one', receiver: 'adent' })
      expect([roleOf(object.cast), object.tags]).toEqual(['part', ['life']])
      expect(() => (object.tags as string[]).push('x')).toThrow()
    }
    await other.close()
  })

  test('versions are had by number, and each is one object as long as it is held', async () => {
    const q = await bench.ask()
    const q2 = await bench.answer(42)
    expect(await bench.manager().getRevision(0)).toBe(q)
    expect(await bench.manager().getRevision(1)).toBe(q2)
    expect(await bench.manager().getRevision(2)).toBeUndefined()
    expect(await bench.manager().getCurrentRevision()).toBe(q2)
    expect(await bench.manager().getNumberOfRevisions()).toBe(2)
    expect(await bench.manager().getRevisionHistory()).toEqual([q, q2])
  })

  test('a history is asked by creator, comment and time, in either order, in batches', async () => {
    await bench.ask()
    for (const [at, creator] of ['ann', 'bo', 'ann', null].entries()) {
      bench.seconds++
      await bench.answer(at, { creator, comment: at === 1 ? 'an important update' : `update ${at}` })
    }
    expect(await bench.found({})).toEqual([null, 0, 1, 2, 3])
    expect(await bench.found({ creator: 'ann' })).toEqual([0, 2])
    expect(await bench.found({ comment: 'important' })).toEqual([1])
    expect(await bench.found({ comment: 'update', creator: 'ann' })).toEqual([0, 2])
    expect(await bench.found({ startBefore: new Date(3000) })).toEqual([null, 0])
    expect(await bench.found({ startAfter: new Date(3000) })).toEqual([2, 3])
    expect(await bench.found({ reversed: true })).toEqual([3, 2, 1, 0, null])
    expect(await bench.found({ batchSize: 2 })).toEqual([null, 0])
    expect(await bench.found({ batchStart: 2, batchSize: 2 })).toEqual([1, 2])
    expect(await bench.found({ reversed: true, batchStart: 1, batchSize: 1 })).toEqual([2])
    expect(await bench.found({ batchSize: 0 })).toEqual([])
    expect(await bench.found({ batchStart: 9 })).toEqual([])
    expect(await codeIn(bench.found({ batchSize: -1 }))).toBe('BAD_OPTION')
    expect(await codeIn(bench.found({ batchStart: 0.5 }))).toBe('BAD_OPTION')
    expect(await codeIn(bench.found({ creater: 'ann' } as never))).toBe('BAD_OPTION')
    expect(await codeIn(bench.found({ startAfter: new Date(NaN) }))).toBe('BAD_OPTION')
  })

  test('a rollback makes an earlier version current, and drops those behind it for good', async () => {
    const q = await bench.ask()
    const q2 = await bench.answer(42)
    bench.seconds = 7
    await bench.manager().rollbackToRevision(q, { creator: 'ann' })
    expect(await bench.questions.get('q')).toBe(q)
    expect([stateOf(q), revisionOf(q).end, stateOf(q2)]).toEqual(['locked', null, 'retired'])
    expect(await bench.manager().getNumberOfRevisions()).toBe(1)
    expect(await bench.manager().getRevisionHistory()).toEqual([q])
    expect(await bench.manager().getRevisionHistory({ dropped: true })).toEqual([q2])
    expect(revisionOf(await bench.answer(43)).version).toBe(3)
    const other = await bench.again()
    expect((await other.getRevisionManager('q').getRevisionHistory()).map(each => each.answer)).toEqual([
      null,
      43,
    ])
    expect(
      (await other.getRevisionManager('q').getRevisionHistory({ dropped: true })).map(each => each.answer),
    ).toEqual([42])
    await other.close()
  })

  test('a rollback that does not activate leaves nothing current', async () => {
    await bench.ask()
    await bench.answer(42)
    await bench.manager().rollbackToRevision(0, { activate: false })
    expect(await bench.questions.get('q')).toBeUndefined()
    expect(await bench.manager().getCurrentRevision()).toBeUndefined()
    expect(await bench.questions.count()).toBe(0)
    expect((await bench.questions.withDeleted().get('q'))?.answer).toBeNull()
    expect(await codeIn(bench.manager().rollbackToRevision(9))).toBe('UNKNOWN_REVISION')
  })

  test('a rollback to an object of which the history was read anew is one to its version', async () => {
    const q = await bench.ask()
    await bench.answer(42)
    const other = await bench.again()
    await other.getRevisionManager('q').rollbackToRevision(q)
    expect((await other.get('q'))?.answer).toBeNull()
    expect((await bench.questions.get('q'))?.answer).toBeNull()
    expect(await codeIn(bench.manager().rollbackToRevision(create(Question)))).toBe('UNKNOWN_REVISION')
    await other.close()
  })

  test('a delete is soft, says who and why, and leaves the history', async () => {
    const q = await bench.ask()
    bench.seconds = 9
    expect(await bench.questions.delete('q', { creator: 'vogon', comment: 'a bypass' })).toBe(true)
    expect(await bench.questions.delete('q')).toBe(false)
    expect([
      await bench.questions.get('q'),
      await bench.questions.has('q'),
      await bench.questions.count(),
    ]).toEqual([undefined, false, 0])
    expect([stateOf(q), revisionOf(q).end]).toEqual(['deleted', new Date(9000)])
    const all = bench.questions.withDeleted()
    expect([await all.get('q'), await all.has('q'), await all.count()]).toEqual([q, true, 1])
    expect(await bench.manager().getRevisionHistory()).toEqual([q])
    expect(await codeIn(bench.questions.update('q', () => {}))).toBe('UNKNOWN_VARIABLE')
    const [last] = await Array.fromAsync(bench.questions.changes({ reversed: true, batchSize: 1 }))
    expect(last).toMatchObject({ key: 'q', kind: 'delete', value: { question: 'What is the answer?' } })
    expect(last!.revision).toMatchObject({
      version: 0,
      creator: 'vogon',
      comment: 'a bypass',
      start: new Date(9000),
      state: 'deleted',
    })
  })

  test('what was deleted is revived as a new version; numbering goes on', async () => {
    const q = await bench.ask()
    await bench.questions.delete('q')
    const revived = await bench.questions.revive('q', { creator: 'ann' })
    expect(revived).not.toBe(q)
    expect(revisionOf(revived)).toMatchObject({ version: 2, creator: 'ann', label: 'revive', end: null })
    expect(revived.question).toBe(q.question)
    expect([stateOf(q), await bench.questions.get('q')]).toEqual(['deleted', revived])
    expect(await codeIn(bench.questions.revive('q'))).toBe('REFUSED')
    expect(await bench.manager().getNumberOfRevisions()).toBe(2)
  })

  test('what is added again under a deleted key goes on; both lives can be told apart', async () => {
    await bench.ask('one')
    await bench.questions.delete('q')
    const two = await bench.ask('two')
    expect(revisionOf(two).version).toBe(2)
    const states = (await bench.manager().getRevisionHistory()).map(each => [each.question, stateOf(each)])
    expect(states).toEqual([
      ['one', 'deleted'],
      ['two', 'locked'],
    ])
    expect(await codeIn(bench.questions.add(create(Question, 'three'), 'q'))).toBe('DUPLICATE_NAME')
    expect((await bench.questions.get('q'))?.question).toBe('two')
  })

  test('a purge leaves nothing, and the key begins anew', async () => {
    await bench.ask()
    await bench.answer(42)
    const other = await bench.again()
    expect((await other.get('q'))?.answer).toBe(42)
    expect(await bench.questions.purge('q')).toBe(true)
    expect(await bench.questions.purge('q')).toBe(false)
    expect([
      await bench.questions.withDeleted().count(),
      await bench.questions.withDeleted().get('q'),
    ]).toEqual([0, undefined])
    expect(await Array.fromAsync(bench.questions.changes())).toEqual([])
    expect(await other.get('q')).toBeUndefined()
    expect(await codeIn(other.update('q', () => {}))).toBe('UNKNOWN_VARIABLE')
    await other.add(create(Question, 'anew'), 'q')
    expect(revisionOf((await bench.questions.get('q'))!)).toMatchObject({ version: 0 })
    expect(await bench.questions.update('q', q => void (q.answer = 1))).toMatchObject({
      question: 'anew',
      answer: 1,
    })
    expect((await other.get('q'))?.answer).toBe(1)
    await other.close()
  })

  test('keys and objects are walked over in the order of the keys', async () => {
    const keys = [
      'b',
      'a',
      'ü',
      '',
      'a/b',
      '😀',
      '\uffee',
      'x y',
      "o'",
      '%',
      '#@:~',
      '\0',
      '\ud800',
      'B',
      '__proto__',
      'constructor',
    ]
    for (const key of keys) await bench.questions.add(create(Question, key), key)
    const all = await Array.fromAsync(bench.questions)
    expect(all.map(([key]) => key).toSorted()).toEqual(keys.toSorted())
    expect(all.every(([key, { question }]) => key === question)).toBe(true)
    for (const key of keys) expect((await bench.questions.get(key))?.question).toBe(key)
    const plain = all.map(([key]) => key).filter(key => /^\w+$/.test(key))
    expect(plain).toEqual(plain.toSorted())
  })

  test('more than one page is walked over, counted, and asked for its changes', async () => {
    await Promise.all(
      Array.from({ length: 600 }, (_, i) => bench.ask(`${i}`, `k${String(i).padStart(3, '0')}`)),
    )
    const keys = Array.from({ length: 600 }, (_, i) => `k${String(i).padStart(3, '0')}`)
    expect((await Array.fromAsync(bench.questions)).map(([key]) => key)).toEqual(keys)
    expect(await bench.questions.count()).toBe(600)
    const changed = await Array.fromAsync(bench.questions.changes())
    expect(changed.map(({ key }) => key).toSorted()).toEqual(keys)
    expect((await Array.fromAsync(bench.questions.changes({ batchStart: 300, batchSize: 270 }))).length).toBe(
      270,
    )
  })

  test('everything that happened between two instants is told, across keys, with who did it', async () => {
    bench.seconds = 10
    await bench.questions.add(create(Question, 'a'), 'a', { creator: 'ann' })
    bench.seconds = 20
    await bench.questions.add(create(Question, 'b'), 'b', { creator: 'bo' })
    bench.seconds = 30
    await bench.questions.update('a', q => void (q.answer = 1), { creator: 'cy', comment: 'done' })
    bench.seconds = 40
    await bench.questions.getRevisionManager('a').rollbackToRevision(0, { creator: 'di' })
    bench.seconds = 50
    await bench.questions.delete('b', { creator: 'ed' })
    const told = async (query: Parameters<typeof bench.questions.changes>[0]) =>
      Array.fromAsync(
        bench.questions.changes(query),
        ({ key, kind, revision }) => `${key} ${kind} ${revision.version} ${revision.creator}`,
      )
    const all = ['a initial 0 ann', 'b initial 0 bo', 'a update 1 cy', 'a rollback 0 di', 'b delete 0 ed']
    expect(await told({})).toEqual(all)
    expect(await told({ reversed: true })).toEqual(all.toReversed())
    expect(await told({ startAfter: new Date(10_000), startBefore: new Date(50_000) })).toEqual(
      all.slice(1, 4),
    )
    expect(await told({ creator: 'cy' })).toEqual(['a update 1 cy'])
    expect(await told({ comment: 'on' })).toEqual(['a update 1 cy'])
    expect(await told({ dropped: true })).toEqual(['a update 1 cy'])
    expect(await told({ dropped: false })).toEqual(['a initial 0 ann', 'b initial 0 bo'])
    expect(await told({ batchStart: 1, batchSize: 2 })).toEqual(all.slice(1, 3))
  })

  test('a change tells what was current before it', async () => {
    const q = await bench.ask()
    const q2 = await bench.answer(42)
    await bench.manager().rollbackToRevision(0)
    await bench.questions.delete('q')
    const q4 = await bench.questions.revive('q')
    bench.seconds = 9
    const told = await Array.fromAsync(bench.questions.changes(), ({ before, value }) => [before, value])
    expect(told).toEqual([
      [undefined, q],
      [q, q2],
      [q2, q],
      [q, q],
      [undefined, q4],
    ])
  })

  test('texts that databases cannot hold are found as any others', async () => {
    const odd = ['\0', '\u0001', '\u0002', 'a\0b', '\ud800', '\udfff x', '\ud7ff', '\ud7ff\u0001', "o'%_\\"]
    for (const [at, text] of odd.entries())
      await bench.questions.add(create(Question, text), `k${at}`, { creator: text, comment: `<${text}>` })
    for (const [at, text] of odd.entries()) {
      expect((await Array.fromAsync(bench.questions.where({ question: text }))).map(([key]) => key)).toEqual([
        `k${at}`,
      ])
      const by = (query: object) =>
        Array.fromAsync(bench.questions.changes(query), ({ key, revision }) => [key, revision.creator])
      expect(await by({ creator: text })).toEqual([[`k${at}`, text]])
      expect(await by({ comment: `<${text}>` })).toEqual([[`k${at}`, text]])
    }
  })

  test('withInfo reaches what waits, as it was when it was asked for', async () => {
    await bench.ask()
    const made = withInfo({ creator: 'night job' }, () => bench.answer(1))
    const own = withInfo({ creator: 'night job', comment: 'all' }, () => bench.answer(2, { creator: 'ann' }))
    expect(revisionOf(await made).creator).toBe('night job')
    expect(revisionOf(await own)).toMatchObject({ creator: 'ann', comment: 'all' })
  })

  test('what is added may be transient: what is kept is locked, and what was given stays as it was', async () => {
    const given = new Question('why?')
    await bench.questions.add(given, 'q')
    const kept = (await bench.questions.get('q'))!
    expect([stateOf(given), stateOf(kept), kept === given, kept.question]).toEqual([
      'transient',
      'locked',
      false,
      'why?',
    ])
  })

  test('of an object that is not current no update is taken', async () => {
    const q = await bench.ask()
    const q2 = update(q, d => void (d.answer = 42))
    expect(() => update(q, d => void (d.answer = 43))).toThrow(expect.objectContaining({ code: 'OUTDATED' }))
    await bench.questions.flush()
    expect(await bench.questions.get('q')).toBe(q2)
  })

  test('what is done to one key does nothing to another', async () => {
    const q = await bench.ask()
    await bench.answer(42)
    const other = await bench.ask('What is 3 * 4?', 'other')
    await bench.questions.update('other', d => void (d.answer = 12))
    await bench.manager().rollbackToRevision(q)
    expect((await bench.questions.get('other'))?.answer).toBe(12)
    await bench.questions.delete('q')
    expect([await bench.questions.count(), stateOf(other)]).toEqual([1, 'retired'])
    await bench.questions.withDeleted().purge('q')
    expect(await bench.manager('other').getNumberOfRevisions()).toBe(2)
  })

  test('after close everything is refused', async () => {
    await bench.ask()
    await bench.questions.close()
    expect(await codeIn(bench.questions.get('q'))).toBe('STORE_CLOSED')
    expect(await codeIn(bench.answer(1))).toBe('STORE_CLOSED')
    expect(await codeIn(bench.questions.count())).toBe('STORE_CLOSED')
  })
})

test('a store that cannot be queried is refused, with what can', async () => {
  await expect(Container.open(memory(), 'x')).rejects.toThrow(/sqlite\(\) and postgres\(\) can/)
  expect(await codeIn(Container.open(undefined as never, 'x'))).toBe('BAD_OPTION')
  const [ground] = grounds
  expect(await codeIn(Container.open((await ground!.fresh())(), 'a/b'))).toBe('BAD_NAME')
})
