import { expect, test } from 'vitest'
import { Registry, withInfo, type Variable } from 'varve'
import { codeOf } from '../code-of.ts'

function accounts() {
  const registry = new Registry()
  return { registry, ann: registry.watch('ann', 10), bo: registry.watch('bo', 0) }
}

test('reads its own writes, records all together and tells afterwards', () => {
  const { registry, ann, bo } = accounts()
  const heard: unknown[] = []
  ann.addListener((_, r) => heard.push([r.value, bo.value]))
  const result = registry.transaction(() => {
    ann.set(7)
    expect(ann.value).toBe(7)
    bo.update(n => n + 3)
    ann.set(6)
    expect(heard).toEqual([])
    return 'done'
  }, 'pay')
  expect(result).toBe('done')
  expect(heard).toEqual([
    [7, 3],
    [6, 3],
  ])
  const [first, last] = [ann.revision(1), bo.lastChange()]
  expect(first.transaction).toMatch(/^\w+$/)
  expect([first.transaction, first.label]).toEqual([last.transaction, 'pay'])
})

test('a throw removes all of it, and nobody hears', () => {
  const { registry, ann, bo } = accounts()
  const heard: unknown[] = []
  registry.subscribe(variable => heard.push(variable.name))
  let withdrawn
  const failing = () =>
    registry.transaction(() => {
      ann.set(7).mark('paid')
      withdrawn = ann.lastChange()
      registry.watch('new', 1)
      bo.set(3)
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect([ann.value, bo.value, ann.history().length, ann.marks().size]).toEqual([10, 0, 1, 0])
  expect(registry.has('new')).toBe(false)
  expect(heard).toEqual([])
  expect(withdrawn).toMatchObject({ index: 1, value: 7, saved: false })
  ann.set(8)
  expect(ann.revision(1)).not.toBe(withdrawn)
  expect(codeOf(() => ann.at(withdrawn!))).toBe('UNKNOWN_REVISION')
})

test('nested ones join; what an inner one threw is gone even if the outer goes on', () => {
  const { registry, ann, bo } = accounts()
  registry.transaction(() => {
    ann.set(9)
    registry.transaction(() => bo.set(1))
    expect(() =>
      registry.transaction(() => {
        ann.set(0)
        bo.set(99)
        throw new Error('inner')
      }),
    ).toThrow('inner')
  })
  expect([ann.value, bo.value]).toEqual([9, 1])
  expect(ann.lastChange().transaction).toBe(bo.lastChange().transaction)
  expect([ann.history().length, bo.history().length]).toEqual([2, 2])
})

test('nested ones may be long', () => {
  const { registry, ann } = accounts()
  let heard = 0
  ann.addListener(() => heard++)
  registry.transaction(() =>
    registry.transaction(() => {
      for (let n = 0; n < 200_000; n++) ann.set(n)
    }),
  )
  expect([heard, ann.history().length]).toEqual([200_000, 200_001])
})

test('a promise is refused, and what came before it taken back', () => {
  const { registry, ann } = accounts()
  const waiting = () => registry.transaction(async () => void ann.set(1))
  expect(codeOf(waiting)).toBe('BAD_RECIPE')
  expect(ann.value).toBe(10)
})

test('variables of another registry are refused', () => {
  const { registry, ann } = accounts()
  const foreign = new Registry().watch('foreign', 0)
  const mixed = () =>
    registry.transaction(() => {
      ann.set(1)
      foreign.set(1)
    })
  expect(mixed).toThrow(/'foreign' of another one/)
  expect([ann.value, foreign.value]).toEqual([10, 0])
})

test('a listener may change things; they come after the transaction', () => {
  const { registry, ann, bo } = accounts()
  const heard: string[] = []
  registry.subscribe((variable, revision) => heard.push(`${variable.name}@${revision.index}`))
  ann.addListener((_, r) => {
    if (r.index === 1) bo.set(5)
  })
  registry.transaction(() => {
    ann.set(1)
    ann.set(2)
  })
  expect(heard).toEqual(['ann@1', 'ann@2', 'bo@1'])
})

test('withInfo nests: an omitted field inherits, null clears, on Node it follows await', async () => {
  const { ann } = accounts()
  withInfo({ creator: 'job', comment: 'nightly' }, () => {
    ann.set(1)
    withInfo({ comment: null, label: 'fix' }, () => ann.set(2))
    ann.set(3, { creator: null })
  })
  await withInfo({ creator: 'later' }, async () => {
    await Promise.resolve()
    ann.set(4)
  })
  ann.set(5)
  expect(ann.history().map(r => [r.creator, r.comment, r.label])).toEqual([
    [null, null, 'initial'],
    ['job', 'nightly', null],
    ['job', null, 'fix'],
    [null, 'nightly', null],
    ['later', null, null],
    [null, null, null],
  ])
})

test('unknown options are refused by name, with the nearest', () => {
  const { registry, ann } = accounts()
  expect(() => ann.set(1, { lable: 'x' } as never)).toThrow(
    /ann: set: there is no option 'lable'; did you mean 'label'/,
  )
  expect(() => registry.watch('x', 0, { copyy: true } as never)).toThrow(/did you mean 'copy'/)
  expect(() => new Registry({ clok: 1 } as never)).toThrow(/did you mean 'clock'/)
  expect(codeOf(() => ann.set(1, { creator: 3 } as never))).toBe('BAD_OPTION')
  expect(codeOf(() => ann.set(1, { validFrom: new Date(5), validTo: new Date(5) }))).toBe('BAD_OPTION')
  expect(ann.history().length).toBe(1)
})

test('expect refuses a change unless that revision is still the head', () => {
  const { ann } = accounts()
  const loaded = ann.lastChange()
  ann.set(11, { expect: loaded })
  expect(() => ann.set(12, { expect: loaded })).toThrow(
    expect.objectContaining({
      code: 'CONFLICT',
      details: expect.objectContaining({ expected: loaded, actual: ann.lastChange() }) as object,
    }),
  )
  expect(codeOf(() => ann.update(n => n + 1, { expect: 0 }))).toBe('CONFLICT')
  expect(ann.set(12, { expect: '~0' }).value).toBe(12)
})

test('a recipe, validator or intercept that changes its own variable is refused', () => {
  const { registry, ann } = accounts()
  expect(codeOf(() => ann.update(n => ann.set(99).value + n))).toBe('BAD_RECIPE')
  const odd = registry.watch('odd', 0)
  odd.addValidator(() => void odd.set(1))
  expect(codeOf(() => odd.set(2))).toBe('REJECTED')
  expect([ann.value, odd.value]).toEqual([10, 0])
})

test('names are checked', () => {
  const { registry } = accounts()
  for (const name of ['', 'a@1', 'a:b', '~x', '#1', 'a\u0000b', 'x'.repeat(201)]) {
    expect(codeOf(() => registry.watch(name, 0))).toBe('BAD_NAME')
  }
  for (const name of ['__proto__', 'x'.repeat(200), 'größe 📏', 'constructor']) registry.watch(name, 1)
  expect(Object.getOwnPropertyNames(registry.snapshot())).toContain('__proto__')
})

test('a variable watched in a transaction that threw never began, and says so', () => {
  const { registry } = accounts()
  let handle: Variable<number> | undefined
  const failing = () =>
    registry.transaction(() => {
      handle = registry.watch('new', 1)
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(codeOf(() => handle!.set(2))).toBe('REFUSED')
  expect(codeOf(() => handle!.lastChange())).toBe('OUT_OF_RANGE')
})

test('a transaction that throws gives back a name that was unregistered in it', () => {
  const { registry, ann } = accounts()
  const failing = () =>
    registry.transaction(() => {
      registry.unregister('ann')
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(registry.get('ann')).toBe(ann)
})

test('a history and a revision taken in a transaction that threw can still be read', () => {
  const { registry, ann } = accounts()
  let [history, last] = [ann.history(), ann.lastChange()]
  const failing = () =>
    registry.transaction(() => {
      ann.set(1).set(2)
      ;[history, last] = [ann.history(), ann.lastChange()]
      throw new Error('no')
    })
  expect(failing).toThrow('no')
  expect(history.map(r => r.value)).toEqual([10])
  expect(last.parents).toMatchObject([{ index: 1, value: 1, parents: [{ index: 0, value: 10 }] }])
})
