import { afterEach, expect, test, vi } from 'vitest'
import { memory, openSync, Registry, type RegistryOptions } from 'varve'
import { Present } from '../../src/history/present.ts'
import { codeOf } from '../code-of.ts'

afterEach(() => vi.restoreAllMocks())

/** From now on each change leaves something else in its variable than its rows say. */
function derail(value: unknown): void {
  const { commit } = Present.prototype
  vi.spyOn(Present.prototype, 'commit').mockImplementation(function (this: Present) {
    commit.call(this)
    this.reset(value as never)
  })
}

const homes: Readonly<Record<string, (options: RegistryOptions) => Pick<Registry, 'watch' | 'transaction'>>> =
  {
    'a registry': options => new Registry(options),
    'a repository': options => openSync(memory(), options),
  }

test.each(Object.entries(homes))('%s that is paranoid goes on where all is well', (_, make) => {
  const home = make({ paranoid: true })
  const doc = home.watch('doc', {
    list: [{ n: 1 }, { n: 2 }],
    map: new Map([['a', { when: new Date(0) }]]),
    set: new Set([{ n: 1 }]),
    text: 'hello',
  })
  for (let n = 0; n < 20; n++) {
    doc.update(draft => {
      draft.list[0]!.n = n
      const moved = draft.list.pop()!
      draft.list.unshift(moved, { n })
      moved.n = -n
      draft.map.get('a')!.when.setTime(n)
      draft.map.set(`${n}`, draft.map.get('a')!)
      for (const member of draft.set) member.n = n
      draft.set.add({ n })
    })
    for (let i = 0; i < 20; i++) doc.splice('text', 1, 0, 'e'.repeat(40))
    if (n % 3 === 0) doc.undo({ steps: 2 }).redo()
  }
  doc
    .rollback(3)
    .set({ ...doc.at(1), text: 'new' } as never)
    .reset()
  const failing = () =>
    home.transaction(() => {
      doc.update(draft => void draft.list.push({ n: 1 }))
      throw new Error('taken back')
    })
  expect(failing).toThrow('taken back')
  expect(doc.verify()).toEqual({ ok: true, problems: [] })
})

test.each(Object.entries(homes))(
  '%s that is paranoid says where the history does not lead to the value, before anybody hears of it',
  (_, make) => {
    const heard: unknown[] = []
    const doc = make({ paranoid: true }).watch(
      'doc',
      { n: 0 },
      { onChange: ({ value }) => heard.push(value) },
    )
    doc.update(draft => void (draft.n = 1))
    derail(7)
    expect(() => doc.update(draft => void (draft.n = 2))).toThrow(
      /^doc@2: the history does not lead to the value; this is a defect of varve: please report/,
    )
    expect(heard).toHaveLength(1)
  },
)

test('who is not paranoid does not look', () => {
  const doc = new Registry().watch('doc', { n: 0 })
  derail({ n: 0 })
  expect(doc.update(draft => void (draft.n = 2)).history().length).toBe(2)
})

test('paranoid is true or false', () => {
  expect(codeOf(() => new Registry({ paranoid: 1 as never }))).toBe('BAD_OPTION')
})
