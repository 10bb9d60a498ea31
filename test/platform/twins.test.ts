import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type * as Door from 'varve'
import { weigh } from '../../bench/sizes.ts'
import * as anywhere from '../../src/platform/default.ts'
import * as node from '../../src/platform/node.ts'
import { fuzz } from '../fuzz.ts'

test('both twins give the same hash of any text', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constant('\ud800'))
  fc.assert(
    fc.property(text, each => {
      expect(anywhere.sha256(each)).toBe(node.sha256(each))
    }),
    fuzz(300),
  )
})

describe.each([
  ['node', node],
  ['anywhere', anywhere],
])('%s', (_, platform) => {
  test('ids are 16 hexadecimal digits, and differ', () => {
    const ids = Array.from({ length: 100 }, () => platform.randomId())
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(new Set(ids).size).toBe(100)
  })

  test('an ambient value nests, and is gone after a throw', () => {
    const { get, run } = platform.ambient<string>()
    expect(run('outer', () => run('inner', () => get()))).toBe('inner')
    expect(() =>
      run('outer', () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(get()).toBeUndefined()
  })

  test('what is to run at the end can be taken back', () => {
    platform.onExit(() => expect.fail('it was taken back'))()
  })
})

test('the bundle for browsers does what README says, with hashes like those of Node', async () => {
  const { code } = await weigh({ imports: '*' })
  const door = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as typeof Door
  const registry = new door.Registry({ clock: { now: () => 1 }, ids: () => 'writer' })
  const cart = registry.watch('cart', { items: ['pear'], total: 3 })
  cart.update(c => {
    c.items.push('fig')
    c.total += 2
  }, 'add a fig')
  cart.set({ items: [], total: 0 }).undo()
  expect([cart.value, cart.at(0).total, cart.blame('total').label]).toEqual([
    { items: ['pear', 'fig'], total: 5 },
    3,
    'add a fig',
  ])
  const line = '{"i":0,"k":"initial","t":1,"w":"writer","l":"initial","b":{"v":{"items":["pear"],"total":3}}}'
  const root = node.sha256('varve/1 root\n"cart"')
  expect(cart.revision(0).hash).toBe(node.sha256(`varve/1 rev\n${root}\n${line}`))
})
