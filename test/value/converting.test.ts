import { describe, expect, test } from 'vitest'
import { create, Immutable } from 'varve/immutable'
import { adoptClass } from '../../src/value/own-class.ts'
import { keep } from '../../src/value/keep.ts'
import { Registry } from 'varve'
import { errorOf, kept } from './around.ts'
import { described } from './plain-values.ts'

type Any = any // eslint-disable-line @typescript-eslint/no-explicit-any

const converted = (value: unknown): string => described(keep({ value }, { name: 'score', converts: true }))

describe('subclasses of the language’s collections, where they are converted', () => {
  class OwnArray extends Array<unknown> {
    override [Symbol.iterator](): never {
      throw new Error('never asked')
    }
  }
  class OwnMap extends Map<unknown, unknown> {
    extra = 1
    override entries(): never {
      throw new Error('never asked')
    }
  }
  class OwnSet extends Set<unknown> {
    extra = 1
    override values(): never {
      throw new Error('never asked')
    }
  }

  test('give what is in them, holes too, whatever their own methods say', () => {
    const array = new OwnArray()
    array[2] = new Date(0)
    expect(converted(Object.assign(array, { extra: 1 }))).toBe('{"value":[hole,hole,Date(0)]}')
    expect(converted(new OwnMap([['a', [1]]]))).toBe('{"value":Map{"a"=>[1]}}')
    expect(converted(new OwnSet([{ n: 1 }]))).toBe('{"value":Set{{"n":1}}}')
  })
  test('are refused where they only claim to be some', () => {
    for (const Class of [OwnMap, OwnSet]) {
      const claims = [new Proxy(new Class(), {}), Object.create(new Class()) as object]
      for (const claim of claims) {
        const { message } = errorOf('NOT_REMEMBERABLE', () => converted(claim))
        expect(message).toContain('score.value: something that claims to be a ')
      }
    }
    expect(errorOf('NOT_REMEMBERABLE', () => converted(new OwnMap([[{}, 1]]))).message).toContain('Map key')
  })
  test('are refused in a cycle', () => {
    const map = new OwnMap()
    map.set('self', [map])
    expect(errorOf('NOT_REMEMBERABLE', () => converted(map)).message).toContain(
      'a reference back to score.value',
    )
  })
})

describe('what a class has', () => {
  test('is not run while an instance is taken in or copied, though a loop sees it', () => {
    class Old {
      when = new Date(0)
      n = 1
    }
    const getter = { get: () => expect.fail('a getter was run'), enumerable: true }
    Object.defineProperty(Old.prototype, 'bad', getter)
    adoptClass(Old.prototype)
    const snapshot = kept({ old: new Old() })
    expect(described(snapshot)).toBe('{"old":Old{"when":Date(0),"n":1}}')
    const doc = new Registry().watch<Any>('doc', snapshot)
    doc.update(draft => {
      draft.old.n = 2
      draft.old.when.setTime(5)
    })
    expect(described(doc.value)).toBe('{"old":Old{"when":Date(5),"n":2}}')
  })
  test('is kept where its instance is put into another', () => {
    class Leafy extends Immutable {
      to: unknown
      constructor(to: unknown = null) {
        super()
        this.to = to
      }
      get twice(): unknown[] {
        return [this.to, this.to]
      }
    }
    const inner = create(Leafy, 1)
    const outer = create(Leafy, [inner]) as Any
    expect(outer.to[0]).toBeInstanceOf(Leafy)
    expect(outer.to[0].twice).toEqual([1, 1])
    expect(outer.to[0]).not.toBe(inner)
  })
})
