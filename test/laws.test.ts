import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { lawsFor, type Need, storeLaws } from 'varve/testing'
import { openers, removeFiles } from './openers.ts'

/** Stores are found, not remembered: whatever stands in `src/store/` beside the interface and its helpers is one. */
const stores = readdirSync(new URL('../src/store/', import.meta.url)).filter(
  name =>
    ![
      'store.ts',
      'sync-twins.ts',
      'capabilities.ts',
      'held.ts',
      'held-lines.ts',
      'rewriting',
      'appending',
      'forgetting',
      'watching',
      'querying',
      'sealing',
    ].includes(name),
)

afterAll(removeFiles)

test('every store of src/store/ has an opener in test/openers.ts', () => {
  expect(stores.filter(store => !openers.some(opener => opener.store === store))).toEqual([])
  expect(openers.filter(opener => !stores.includes(opener.store))).toEqual([])
})

test('no two laws have the same name', () => {
  expect(new Set(storeLaws.map(law => law.name)).size).toBe(storeLaws.length)
})

/** What is not asked of some. */
const cannot: Readonly<Record<string, readonly Need[]>> = {
  'memory.ts': ['reopen', 'check', 'query', 'seal'],
  script: ['query', 'seal'],
  postgres: ['exclusive'],
}

test.each(openers)(
  '$name is held to every law but those that a $store cannot keep',
  async ({ store, bench }) => {
    const lacks = cannot[store] ?? []
    const held = storeLaws.filter(law => !law.needs?.some(need => lacks.includes(need)))
    expect((await lawsFor(bench())).map(law => law.name)).toEqual(held.map(law => law.name))
  },
)

describe.each(openers)('$name', async opener => {
  test.each(await lawsFor(opener.bench()))('$name', law => law.run(opener.bench()))
})
