import { beforeEach, describe, expect, test } from 'vitest'
import { apply, type WatchOptions } from 'varve'
import { setForking } from '../value/forks.ts'
import { described, unshared } from '../value/plain-values.ts'
import { type Doc, freshDoc, Ground, touch } from './door-ground.ts'
import { doors } from './doors.ts'
import { applied, exits } from './exits.ts'
import { goOn, homes, ways } from './ways-on.ts'

describe.each(homes)('%s', (_, { isStored, forks }) => {
  beforeEach(() => setForking(forks))

  test.each(Object.keys(doors))('what goes out by %s never changes again', async name => {
    for (const way of Object.values(ways)) {
      const ground = new Ground(isStored)
      await doors[name]!(ground)
      way(ground)
      ground.change()
      ground.change()
      ground.check()
    }
  })

  test.each<[string, (ground: Ground) => WatchOptions<Doc> & { readonly schema?: undefined }]>([
    [
      'validators',
      ground => ({
        validators: [
          (next, previous) => {
            ground.glimpse('next', next)
            ground.glimpse('previous', previous)
          },
        ],
      }),
    ],
    [
      'intercept',
      ground => ({
        intercept: (value, { previous }) => {
          ground.glimpse('previous', previous)
          ground.glimpse('value', value)
          return value
        },
      }),
    ],
    [
      'the test of equality',
      ground => ({
        equal: (a, b) => {
          ground.glimpse('before', a)
          ground.glimpse('after', b)
          return false
        },
      }),
    ],
    ['onChange', ground => ({ onChange: (_, { value }) => ground.glimpse('value', value) })],
  ])('what goes out to %s never changes again', (_name, options) => {
    const ground = new Ground(isStored, options)
    ground.changeWatched()
    ground.change()
    ground.changeWatched()
    goOn(ground)
    ground.check()
  })

  test('what a schema is shown never changes again', () => {
    const seen: unknown[] = []
    const ground = new Ground(isStored, ({ hand }) => ({
      schema: {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate(value: unknown) {
            seen.push(value)
            if (Object.isFrozen(value)) hand.take('what a schema is shown', value)
            return { value: value as Doc }
          },
        },
      } as never,
    }))
    goOn(ground)
    expect(seen.length).toBeGreaterThan(0)
    ground.check()
  })

  test('the lines that are written are those of each revision, however late', () => {
    const ground = new Ground(isStored)
    const lines = [...ground.variable.export()]
    const { hash } = ground.variable.lastChange()
    goOn(ground)
    expect([...ground.variable.export()].slice(1, lines.length)).toEqual(lines.slice(1))
    expect(ground.variable.revision(3).hash).toBe(hash)
    ground.check()
  })

  test('a value that was handed over is not changed where its giver still sees it', () => {
    const mine = freshDoc()
    const ground = new Ground(isStored, () => ({ copy: false }), mine)
    ground.take('what was handed over', mine, described(freshDoc()))
    const next = freshDoc()
    ground.variable.set(next)
    ground.noted(next)
    ground.take('what was handed over later', next)
    ground.variable.update(draft => touch(draft, 5, true))
    const twin = freshDoc()
    touch(twin, 5, false)
    ground.noted(twin)
    ground.check()
  })

  test('a selector hears of what was changed in place, and the test of equality sees it', () => {
    const ground = new Ground(isStored, () => ({ equal: true }))
    const heard: number[] = []
    ground.variable.subscribe(
      ({ deep }) => deep,
      ({ inner }) => heard.push(inner.n),
    )
    for (let i = 0; i < 3; i++) ground.change()
    ground.variable.update(draft => void (draft.deep.inner.n += 0))
    expect(heard).toEqual([3, 4, 5, 6])
    ground.check()
  })

  test('a recipe that waits sees one value, whatever is changed meanwhile, and is run again on the newer one', async () => {
    const ground = new Ground(isStored)
    const seen: string[] = []
    const [started, changed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const waiting = ground.variable.updateAsync(async draft => {
      seen.push(described(unshared(draft)))
      started.resolve()
      await changed.promise
      seen.push(described(unshared(draft)))
      draft.text = 'async'
    })
    const before = ground.text()
    await started.promise
    ground.change()
    changed.resolve()
    await waiting
    ground.noted({ ...ground.plain(), text: 'async' })
    expect(seen).toEqual([before, before, ground.text(4), ground.text(4)])
    ground.check()
  })

  test.each(Object.entries(exits))(
    'what a recipe takes out by %s is in the log as it was then',
    (_, exit) => {
      const ground = new Ground(isStored)
      ground.variable.update(exit)
      const next = ground.plain()
      exit(next)
      ground.noted(next)
      ground.takeBackAndGoOn()
    },
  )

  test.each(Object.entries(applied))(
    'what a patch takes out by %s is in the log as it was then',
    (_, patches) => {
      const ground = new Ground(isStored)
      ground.variable.apply(patches)
      ground.noted(unshared(apply(ground.plain(), patches)) as Doc)
      ground.takeBackAndGoOn()
    },
  )

  test('what stood at several places of a recipe is one thing only until it ends', () => {
    const ground = new Ground(isStored)
    ground.variable.update(draft => {
      draft.list[0] = draft.list[1]!
      draft.list[0].n = 8
      draft.map.set('a', draft.deep.inner)
    })
    const next = ground.plain()
    next.list[1]!.n = 8
    next.list[0] = next.list[1]!
    next.map.set('a', next.deep.inner)
    ground.noted(next)
    ground.change()
    ground.change()
    ground.check()
  })

  test('values that are kept on the way never change again', () => {
    const ground = new Ground(isStored)
    // Nobody looks meanwhile, so all of it is changed in place but where a value is kept.
    for (let i = 0; i < 60; i++) ground.change()
    ground.check()
  })
})
