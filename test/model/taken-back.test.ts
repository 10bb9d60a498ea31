import { beforeEach, describe, expect, test } from 'vitest'
import { setForking } from '../value/forks.ts'
import { described } from '../value/plain-values.ts'
import { freshDoc, Ground, touch } from './door-ground.ts'
import { goOn, homes, type Way } from './ways-on.ts'

describe.each(homes)('%s', (_, { isStored, forks }) => {
  beforeEach(() => setForking(forks))

  test('what a transaction began with is there when it throws, without having been looked at', () => {
    const ground = new Ground(isStored)
    const failing = (inner: () => void) => () =>
      ground.home.transaction(() => {
        ground.changeInVain()
        inner()
        ground.changeInVain()
        throw new Error('taken back')
      })
    expect(failing(() => {})).toThrow('taken back')
    goOn(ground)
    expect(failing(() => expect(failing(() => ground.changeInVain())).toThrow('taken back'))).toThrow(
      'taken back',
    )
    expect(failing(() => ground.take('what is seen inside', ground.variable.value))).toThrow('taken back')
    ground.change()
    ground.check()
  })

  test('what an inner transaction began with is there when it throws, and the outer one goes on', () => {
    const ground = new Ground(isStored)
    ground.home.transaction(() => {
      ground.change()
      const inner = () =>
        ground.home.transaction(() => {
          ground.changeInVain()
          throw new Error('inner')
        })
      expect(inner).toThrow('inner')
      expect(described(ground.variable.value)).toBe(ground.text())
      ground.change()
    })
    ground.check()
  })

  test('a revision that was taken back with its transaction says what it said', () => {
    const ground = new Ground(isStored)
    const failing = () =>
      ground.home.transaction(() => {
        ground.changeInVain()
        const revision = ground.variable.lastChange()
        ground.hand.window('value', () => revision.value)
        ground.hand.window('patches', () => revision.patches)
        ground.changeInVain()
        throw new Error('taken back')
      })
    expect(failing).toThrow('taken back')
    goOn(ground)
    ground.check()
  })

  test.each<[string, Way]>([
    ['throws', ({ variable }) => variable.update(draft => { touch(draft, 9, true); throw new Error('refused') })], // prettier-ignore
    ['returns beside its edits', ({ variable }) => variable.update(draft => { touch(draft, 9, true); return freshDoc() })], // prettier-ignore
    ['puts in what cannot be remembered', ({ variable }) => variable.update(draft => { touch(draft, 9, true); draft.text = (() => 1) as never })], // prettier-ignore
    ['puts something into itself', ({ variable }) => variable.update(draft => { touch(draft, 9, true); draft.deep.inner = draft.deep as never })], // prettier-ignore
  ])('a recipe that %s leaves the value as it was, without having been looked at', (_name, failing) => {
    const ground = new Ground(isStored)
    expect(() => failing(ground)).toThrow()
    ground.change()
    expect(() => failing(ground)).toThrow()
    ground.take('value', ground.variable.value, ground.text())
    expect(() => failing(ground)).toThrow()
    goOn(ground)
    ground.check()
  })

  test('a value that a validator has refused leaves the one before, without having been looked at', () => {
    const ground = new Ground(isStored, () => ({ validators: [({ deep }) => deep.inner.n !== 999] }))
    expect(() => ground.changeInVain()).toThrow('rejected')
    ground.change()
    expect(() => ground.changeInVain()).toThrow('rejected')
    goOn(ground)
    ground.check()
  })

  test.each<[string, Way]>([
    ['undo', ({ variable }) => void variable.undo()],
    ['rollback', ({ variable, last }) => void variable.rollback(last - 1)],
    ['reset', ({ variable }) => void variable.reset()],
    ['rollback to the head itself', ({ variable, last }) => void variable.rollback(last)],
  ])('what %s brings back is the old version’s, and both stay what they are', (name, back) => {
    for (const isSeen of [true, false]) {
      const ground = new Ground(isStored)
      back(ground)
      const index =
        name === 'reset' ? 0 : name === 'rollback to the head itself' ? ground.last : ground.last - 1
      ground.noted(ground.plain(index))
      if (isSeen) ground.take('value', ground.variable.value, ground.text())
      const twin = ground.plain()
      ground.variable.update(draft => touch(draft, 33, true))
      touch(twin, 33, false)
      ground.noted(twin)
      ground.take('the old one', ground.variable.at(index), ground.text(index))
      ground.check()
    }
  })

  test('every version of a long history that nobody looked at is what it was, in whatever order it is asked for', () => {
    const ground = new Ground(isStored)
    for (let i = 0; i < 60; i++) ground.change()
    for (const index of [30, 3, 61, 31, 60, 0, 29]) {
      ground.take(`at(${index})`, ground.variable.at(index), ground.text(index))
      ground.change()
      ground.take(`peek @${index}`, ground.variable.peek('list', index))
    }
    ground.check()
  })
})

test('a revision that lost a race says what it said, and its recipe begins anew from what won', () => {
  const ground = new Ground(true)
  const rival = ground.rival()
  rival.update(draft => touch(draft, 70, true))
  ground.variable.update(draft => touch(draft, 71, true))
  const lost = ground.variable.lastChange()
  ground.hand.window('value', () => lost.value)
  ground.hand.window('patches', () => lost.patches)
  for (const n of [70, 71]) {
    const next = ground.plain()
    touch(next, n, false)
    ground.noted(next)
  }
  ground.check()
})
