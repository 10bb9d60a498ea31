import { update } from 'varve'
import { describe, expect, test } from 'vitest'
import { editAsync, type Editing } from '../../src/value/draft/edit-async.ts'
import type { Edited } from '../../src/value/draft/edit.ts'
import { keep } from '../../src/value/keep.ts'
import { thaw } from '../../src/value/thaw.ts'
import { nothing } from '../../src/value/types.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

const started = (value: unknown, recipe: (draft: Any) => unknown): Editing =>
  editAsync(keep(value, { name: 'score' }), recipe as never, { name: 'score' })
const edited = async (value: unknown, recipe: (draft: Any) => unknown): Promise<Edited> =>
  started(value, recipe).done
const code = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })
const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1))

describe('a recipe that waits', () => {
  test('edits its draft before and after, and tells what it did in that order', async () => {
    const { value, patches, isReturned } = await edited({ list: [1], n: 1 }, async draft => {
      draft.n = 2
      await turn()
      draft.list.push(draft.n)
      await turn()
      draft.n = 3
    })
    expect(thaw(value)).toEqual({ list: [1, 2], n: 3 })
    expect(patches).toEqual([
      { op: 'replace', path: ['n'], value: 2 },
      { op: 'splice', path: ['list'], index: 1, remove: 0, insert: [2] },
      { op: 'replace', path: ['n'], value: 3 },
    ])
    expect(isReturned).toBe(false)
  })

  test('or answers with the next value, the draft or nothing', async () => {
    expect(thaw((await edited({ n: 1 }, async () => ({ n: 2 }))).value)).toEqual({ n: 2 })
    expect((await edited({ n: 1 }, async () => ({ n: 2 }))).isReturned).toBe(true)
    expect((await edited({ n: 1 }, async () => nothing)).value).toBe(undefined)
    const asIs = await edited({ n: 1 }, async draft => {
      await turn()
      draft.n = 2
      return draft
    })
    expect(thaw(asIs.value)).toEqual({ n: 2 })
    expect(asIs.isReturned).toBe(false)
    const kid = await edited({ kid: { n: 1 } }, async draft => draft.kid)
    expect(thaw(kid.value)).toEqual({ n: 1 })
  })

  test('a draft whose data is called then is no promise', async () => {
    const base: unknown = JSON.parse('{ "then": { "n": 1 } }')
    const { value } = await edited(base, async draft => (await turn(), draft))
    expect(thaw(value)).toEqual(base)
  })

  test('need not be one: a recipe that returns no promise, and a promise of another make', async () => {
    expect(thaw((await edited({ n: 1 }, draft => void (draft.n = 2))).value)).toEqual({ n: 2 })
    class Later extends Promise<unknown> {}
    expect(thaw((await edited({ n: 1 }, () => Later.resolve({ n: 3 }))).value)).toEqual({ n: 3 })
  })

  test('a primitive is answered with the next one', async () => {
    expect((await edited('ann', async name => (await turn(), name.toUpperCase()))).value).toBe('ANN')
    expect((await edited(1, async () => undefined)).value).toBe(undefined)
  })

  test('a Date edited after it waited', async () => {
    const base = keep({ when: new Date(1), other: new Date(1) }, { name: 'score' })
    const { value, patches } = await edited(base, async draft => {
      const { when } = draft
      await turn()
      when.setTime(5)
    })
    expect(thaw(value)).toEqual({ when: new Date(5), other: new Date(1) })
    expect(patches).toHaveLength(1)
    expect(thaw(base)).toEqual({ when: new Date(1), other: new Date(1) })
    expect(thaw((await edited(new Date(1), async date => void date.setTime(7))).value)).toEqual(new Date(7))
  })

  test('several at once on one base know nothing of each other', async () => {
    const base = keep({ list: [0], kid: { n: 0 } }, { name: 'score' })
    const all = await Promise.all(
      [1, 2, 3].map(n =>
        edited(base, async draft => {
          draft.list.push(n)
          await turn()
          draft.kid.n += n
          draft.list.push(n)
        }),
      ),
    )
    expect(all.map(each => thaw(each.value))).toEqual([1, 2, 3].map(n => ({ list: [0, n, n], kid: { n } })))
    expect(thaw(base)).toEqual({ list: [0], kid: { n: 0 } })
  })

  test('an update on its base meanwhile, and one of its draft, are their own', async () => {
    const base = keep({ list: [1] }, { name: 'score' }) as unknown as { list: number[] }
    const editing = started(base, async draft => {
      draft.list.push(2)
      await turn()
      expect(update(draft, (other: Any) => void other.list.push(9))).toEqual({ list: [1, 2, 9] })
      draft.list.push(3)
    })
    expect(update(base, draft => void draft.list.push(7))).toEqual({ list: [1, 7] })
    expect(thaw((await editing.done).value)).toEqual({ list: [1, 2, 3] })
  })
})

describe('its draft is closed', () => {
  const refuses = (held: Any): void => {
    expect(() => held.list).toThrow(code('DRAFT_CLOSED'))
    expect(() => void (held.n = 1)).toThrow(code('DRAFT_CLOSED'))
  }

  test('when it is over, and open until then', async () => {
    let held: Any
    const editing = started({ list: [1], n: 1 }, async draft => {
      held = draft
      await turn()
    })
    expect(held.list).toHaveLength(1)
    await editing.done
    refuses(held)
  })

  test('when it rejects, or throws before it waits', async () => {
    let held: Any
    const failing = edited({ list: [1] }, async draft => {
      held = draft
      await turn()
      throw new Error('mine')
    })
    await expect(failing).rejects.toThrow('mine')
    refuses(held)
    await expect(
      edited({ list: [1] }, draft => {
        held = draft
        throw new Error('at once')
      }),
    ).rejects.toThrow('at once')
    refuses(held)
  })

  test('when it is given up: what it writes later is refused, and what it comes to is let go', async () => {
    let held: Any
    let late: unknown
    const editing = started({ list: [1] }, async draft => {
      held = draft
      await turn()
      try {
        draft.list.push(2)
      } catch (error) {
        late = error
        throw error
      }
    })
    editing.close(new Error('enough'))
    refuses(held)
    await expect(editing.done).rejects.toThrow('enough')
    await turn()
    await turn()
    expect(late).toEqual(code('DRAFT_CLOSED'))
  })

  test('one that never ends can be given up; one that has ended stays as it is', async () => {
    const endless = started({}, () => new Promise(() => undefined))
    endless.close('gone')
    await expect(endless.done).rejects.toBe('gone')
    const over = started({ n: 1 }, async draft => void (draft.n = 2))
    await over.done
    over.close(new Error('too late'))
    expect(thaw((await over.done).value)).toEqual({ n: 2 })
  })
})

describe('refusals', () => {
  test('both, also where one was before it waited', async () => {
    for (const recipe of [
      async (draft: Any) => ((draft.n = 5), await turn(), { n: 1 }),
      async (draft: Any) => (await turn(), draft.when.setTime(4)),
      async (draft: Any) => ((draft.n = 2), nothing),
    ]) {
      await expect(edited({ n: 1, when: new Date(0) }, recipe)).rejects.toThrow(
        code('BAD_RECIPE', { details: { variable: 'score' } }),
      )
    }
  })

  test('what is no recipe, and what cannot be remembered', async () => {
    await expect(started({}, 5 as never).done).rejects.toThrow(code('BAD_RECIPE'))
    await expect(edited({}, async draft => void (draft.go = () => 1))).rejects.toThrow(
      code('NOT_REMEMBERABLE'),
    )
    await expect(edited(1, async () => () => 1)).rejects.toThrow(code('NOT_REMEMBERABLE'))
  })
})
