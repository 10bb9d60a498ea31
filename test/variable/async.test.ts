import { setTimeout as later } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { isVarveError, memory, open, openSync, Registry, watch, type SyncStore } from 'varve'
import { codeOf } from '../code-of.ts'
import { slow } from '../recorder/slow.ts'

const code = (done: Promise<unknown>) =>
  done.then(
    () => 'done',
    (error: unknown) => (isVarveError(error) ? error.code : error),
  )

describe.each([
  ['a store that answers at once', (store: SyncStore) => store],
  ['a store that answers later', (store: SyncStore) => slow(store, 2)],
])('on %s', (_, shape) => {
  test('setAsync settles when the value is durable', async () => {
    const store = memory()
    const repository = await open(shape(store))
    const n = await repository.watch('n', 0)
    expect(await n.setAsync(1, 'one')).toBe(n)
    expect([n.lastChange().saved, n.lastChange().label]).toEqual([true, 'one'])
    expect(store.headSync('n', 'main')?.index).toBe(1)
  })

  test('asynchronous changes run in the order of the calls, whatever each waits for', async () => {
    const repository = await open(shape(memory()))
    const list = await repository.watch('list', [] as string[])
    await Promise.all([
      list.updateAsync(async draft => {
        await later(8)
        draft.push('a')
      }),
      list.updateAsync(async draft => void draft.push('b')),
      list.setAsync(['c']),
      list.updateAsync(async draft => {
        await later(1)
        draft.push('d')
      }),
    ])
    expect(list.history().map(r => r.value.join(''))).toEqual(['', 'a', 'ab', 'c', 'cd'])
  })

  test('they see the newest stored value, and nothing of others is overwritten', async () => {
    const store = memory()
    const [here, there] = [await open(shape(store)), await open(shape(store))]
    const mine = await here.watch('n', 0)
    await mine.saved
    const theirs = await there.watch('n', 0)
    const add = (variable: typeof mine, times: number) =>
      Promise.all(
        Array.from({ length: times }, () =>
          variable.updateAsync(async n => {
            await later(0)
            return n + 1
          }),
        ),
      )
    await Promise.all([add(mine, 10), add(theirs, 10)])
    await mine.refresh()
    expect([mine.value, mine.history().length]).toEqual([20, 21])
  })

  test('a recipe runs again when the value moved while it waited', async () => {
    const repository = await open(shape(memory()))
    const n = await repository.watch('n', 1)
    const seen: number[] = []
    const begun = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const done = n.updateAsync(async value => {
      seen.push(value)
      begun.resolve()
      await goOn.promise
      return value * 2
    })
    await begun.promise
    n.set(5)
    goOn.resolve()
    await done
    expect([seen, n.value]).toEqual([[1, 5], 10])
  })

  test('a signal gives up what waits for its turn, or for its recipe; what is recorded stays', async () => {
    const repository = await open(shape(memory()))
    const n = await repository.watch('n', 0)
    const [first, second] = [new AbortController(), new AbortController()]
    let escaped: number[] | undefined
    const begun = Promise.withResolvers<void>()
    const list = await repository.watch('list', [1])
    const waiting = code(
      list.updateAsync(
        async draft => {
          escaped = draft
          begun.resolve()
          await later(1_000_000, undefined, { ref: false })
        },
        { signal: first.signal },
      ),
    )
    const queued = code(list.setAsync([2], { signal: second.signal }))
    await begun.promise
    second.abort()
    expect(await queued).toBe('ABORTED')
    first.abort(new Error('enough'))
    expect(await waiting).toBe('ABORTED')
    expect(() => escaped!.push(2)).toThrow(/closed/)
    await list.setAsync([3])
    expect(list.history().map(r => r.value)).toEqual([[1], [3]])
    const done = n.setAsync(1, { signal: AbortSignal.timeout(1_000) })
    await done
    expect(await code(n.setAsync(2, { signal: AbortSignal.abort() }))).toBe('ABORTED')
    expect(n.value).toBe(1)
  })

  test('an expected head is not tried again', async () => {
    const repository = await open(shape(memory()))
    const n = await repository.watch('n', 0)
    const head = n.lastChange()
    n.set(1)
    expect(await code(n.setAsync(2, { expect: head }))).toBe('CONFLICT')
    expect(await code(n.updateAsync(async x => x + 1, { expect: head }))).toBe('CONFLICT')
    await n.updateAsync(async x => x + 1, { expect: n.lastChange() })
    expect(n.value).toBe(2)
  })

  test('what fails leaves nothing behind, and the next one runs', async () => {
    const repository = await open(shape(memory()))
    const n = await repository.watch('n', 0, { validators: [x => x < 10] })
    expect(await code(n.setAsync(10))).toBe('REJECTED')
    await expect(
      n.updateAsync(async () => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await n.updateAsync(async x => x + 1)
    n.freeze()
    expect(await code(n.setAsync(2))).toBe('FROZEN')
    expect(n.history().map(r => r.value)).toEqual([0, 1])
  })
})

test('a value is taken as it is when it is given', async () => {
  const list = watch('given', [1])
  const mine = [1, 2]
  const done = list.setAsync(mine)
  mine.push(3)
  await done
  expect(list.value).toEqual([1, 2])
})

test('without a store they wait for nothing but their recipe', async () => {
  const n = new Registry().watch('n', 1)
  await Promise.all([n.updateAsync(async x => x * 2), n.setAsync(5), n.updateAsync(async x => x + 1)])
  await n.refresh()
  expect(n.value).toBe(6)
})

test('in a transaction they are refused', async () => {
  const registry = new Registry()
  const n = registry.watch('n', 0)
  const asked = registry.transaction(() => ({ set: code(n.setAsync(1)), refresh: code(n.refresh()) }))
  expect([await asked.set, await asked.refresh]).toEqual(['REFUSED', 'REFUSED'])
})

test('withInfo reaches into a recipe that waits', async () => {
  const registry = new Registry()
  const n = registry.watch('n', 0)
  await registry.withInfo({ creator: 'ann' }, () =>
    n.updateAsync(async x => {
      await later(1)
      return x + 1
    }),
  )
  expect(n.lastChange().creator).toBe('ann')
})

describe('asyncValidators', () => {
  const free = async (name: string) => {
    await later(1)
    return name !== 'taken' || `${name} is taken`
  }

  test('are asked after the others, for setAsync and updateAsync', async () => {
    const asked: unknown[] = []
    const nick = new Registry().watch('nick', 'ann', {
      validators: [name => name.length > 1],
      asyncValidators: [
        async (next, previous) => void asked.push([next, previous]),
        free,
        async name => name !== 'last',
      ],
    })
    await nick.setAsync('bo')
    await nick.updateAsync(async name => `${name}b`)
    expect(await code(nick.setAsync('x'))).toBe('REJECTED')
    await expect(nick.setAsync('taken')).rejects.toThrow(/taken is taken/)
    expect(await code(nick.updateAsync(async () => 'last'))).toBe('REJECTED')
    expect(nick.history().map(r => r.value)).toEqual(['ann', 'bo', 'bob'])
    expect(asked).toEqual([
      ['bo', 'ann'],
      ['bob', 'bo'],
      ['taken', 'bob'],
      ['last', 'bob'],
    ])
  })

  test('a change that cannot wait is refused; ways back are not', async () => {
    const nick = new Registry().watch('nick', 'ann', { asyncValidators: [free] })
    for (const change of [
      () => nick.set('x'),
      () => nick.update(() => 'x'),
      () => nick.splice([], 0, 1, 'x'),
    ])
      expect(codeOf(change)).toBe('REFUSED')
    await nick.setAsync('bo')
    expect(nick.undo().value).toBe('ann')
    expect(nick.redo().rollback(0).value).toBe('ann')
  })

  test('a verdict about a value that moved meanwhile does not count', async () => {
    const registry = new Registry()
    const asked: string[] = []
    const list = registry.watch('list', '', {
      asyncValidators: [
        async next => {
          asked.push(next)
          if (asked.length === 1) list.reset()
          await later(1)
        },
      ],
    })
    await list.updateAsync(async text => `${text}a`)
    expect([asked, list.value, list.history().length]).toEqual([['a', 'a'], 'a', 3])
  })

  test('hear when nobody waits any more', async () => {
    const told = Promise.withResolvers<unknown>()
    const nick = new Registry().watch('nick', 'ann', {
      asyncValidators: [
        (_, __, { signal }) =>
          new Promise(() => signal.addEventListener('abort', () => told.resolve(signal.reason))),
      ],
    })
    const abort = new AbortController()
    const done = code(nick.setAsync('bo', { signal: abort.signal }))
    await later(2)
    abort.abort()
    expect([await done, await told.promise, nick.value]).toMatchObject([
      'ABORTED',
      { code: 'ABORTED' },
      'ann',
    ])
  })

  test('a validator that answers later among the others is told where it belongs', () => {
    const nick = new Registry().watch('nick', 'ann')
    nick.addValidator((async () => true) as never)
    expect(() => nick.set('x')).toThrow(/belongs to asyncValidators/)
    expect(codeOf(() => new Registry().watch('n', 0, { asyncValidators: [1] } as never))).toBe('BAD_OPTION')
  })
})

describe('refresh', () => {
  test('takes over what others have stored and tells each revision', async () => {
    const store = memory()
    const [here, there] = [openSync(store), openSync(store)]
    const mine = here.watch('n', 0)
    here.flush()
    const theirs = there.watch('n', 0).set(1).set(2)
    there.flush()
    const heard: number[] = []
    mine.addListener((_, { value }) => heard.push(value))
    await mine.refresh()
    expect([mine.value, heard]).toEqual([2, [1, 2]])
    theirs.set(3).mark('three')
    there.flush()
    here.refresh()
    expect([mine.value, mine.marks().get('three')?.index, heard]).toEqual([3, 3, [1, 2, 3]])
  })

  test('saves what is pending first', async () => {
    const store = memory()
    const [here, there] = [await open(slow(store, 2)), openSync(store)]
    const mine = await here.watch('n', 0)
    await mine.saved
    there.watch('n', 0).set(10)
    there.flush()
    mine.update(x => x + 1)
    await here.refresh()
    expect([mine.value, mine.lastChange().saved]).toEqual([11, true])
  })

  test('goes on until it has what was changed while it waited', async () => {
    const store = memory()
    const [here, there] = [await open(slow(store, 2)), openSync(store)]
    const mine = await here.watch('n', 0)
    await mine.saved
    const theirs = there.watch('n', 0)
    const done = mine.refresh()
    for (let i = 0; i < 5; i++) {
      theirs.update(x => x + 1)
      there.flush()
      mine.update(x => x + 100)
      await later(3)
    }
    await done
    await mine.refresh()
    await mine.saved
    there.refresh()
    expect([mine.value, theirs.value]).toEqual([505, 505])
  })
})
