import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { memory, register } from 'varve'
import {
  create,
  Immutable,
  ImmutableList,
  RevisionedImmutable,
  RevisionedMapping,
  revisionOf,
  stateOf,
} from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { root } from '../../tools/entries.ts'

class Street extends Immutable {
  readonly name: string
  constructor(name: string) {
    super()
    this.name = name
  }
  get shout(): string {
    return this.name.toUpperCase()
  }
}
class Town extends RevisionedImmutable {
  readonly title: string
  readonly main: Street
  readonly streets: ImmutableList<Street> = ImmutableList.of()
  readonly founded = new Date(0)
  constructor(title: string, main: string) {
    super()
    this.title = title
    this.main = create(Street, main)
  }
  get length(): number {
    return this.streets.size + 1
  }
}
register(Street, { tag: 'street' })

const folder = mkdtempSync(join(tmpdir(), 'varve-kept-'))
afterEach(() => rmSync(join(folder, 'towns.db'), { force: true }))

test('a mapping kept in a file is resumed with classes, states and revisions', async () => {
  const file = join(folder, 'towns.db')
  {
    await using towns = await RevisionedMapping.open<string, Town>(sqlite(file), 'towns', { of: Town })
    towns.set('bern', create(Town, 'Bern', 'Gasse'))
    towns.set('thun', create(Town, 'Thun', 'Weg'))
    towns.update('bern', d => { d.main.name = 'Platz'; d.streets.push(create(Street, 'Ring')) }, { creator: 'ann' }) // prettier-ignore
    towns.update('bern', d => { d.founded.setUTCFullYear(1191); d.streets.at(0)!.name = 'Aare' }, { creator: 'bo' }) // prettier-ignore
    towns.delete('thun', { comment: 'sold' })
  }
  await using towns = await RevisionedMapping.open<string, Town>(sqlite(file), 'towns', { of: Town })
  const bern = towns.get('bern')!
  expect([bern instanceof Town, bern.length, bern.main.shout, bern.streets.at(0)!.shout]).toEqual([true, 2, 'PLATZ', 'AARE']) // prettier-ignore
  expect(bern.founded.getUTCFullYear()).toBe(1191)
  expect([...towns.keys()]).toEqual(['bern'])
  expect(revisionOf(bern)).toMatchObject({ version: 2, creator: 'bo', state: 'locked', end: null })
  const manager = towns.getRevisionManager('bern')
  expect(
    [...manager.getRevisionHistory()].map(town => [town.main.name, town.streets.size, stateOf(town)]),
  ).toEqual([
    ['Gasse', 0, 'retired'],
    ['Platz', 1, 'retired'],
    ['Platz', 1, 'locked'],
  ])
  const thun = towns.getRevisionManager('thun')
  expect([thun.getCurrentRevision(), stateOf(thun.getRevision(0)!)]).toEqual([undefined, 'deleted'])
  manager.rollbackToRevision(0)
  expect(towns.get('bern')!.main.shout).toBe('GASSE')
})

test('what is not of the class, or holds a class without a tag, is refused before anything is recorded', async () => {
  class Lane extends Immutable {
    readonly n = 1
  }
  class Plot extends RevisionedImmutable {
    readonly parts: ImmutableList<unknown> = ImmutableList.of()
  }
  await using plots = await RevisionedMapping.open<string, Plot>(memory(), 'plots', { of: Plot })
  expect(() => plots.set('a', create(Town, 'x', 'y') as never)).toThrow(
    /plots\/a: value is no Plot but an instance of Town/,
  )
  plots.set('a', create(Plot))
  expect(() => plots.update('a', d => void d.parts.push(create(Lane)))).toThrow(
    /plots\/a\.parts\[0\]: a Lane has no tag.*register\(Lane, \{ tag: … \}\)/,
  )
  expect(plots.getRevisionManager('a').getNumberOfRevisions()).toBe(1)
  await plots.flush()
})

test('two classes of one name need tags to tell them apart', async () => {
  const one = { Same: class Same extends RevisionedImmutable {} }
  const other = { Same: class Same extends RevisionedImmutable {} }
  await using first = await RevisionedMapping.open(memory(), 'one', { of: one.Same })
  expect(first.size).toBe(0)
  const refused = RevisionedMapping.open(memory(), 'other', { of: other.Same }).catch(
    (error: unknown) => error,
  )
  expect(await refused).toMatchObject({ code: 'BAD_OPTION' })
  register(other.Same, { tag: 'other same' })
  await using second = await RevisionedMapping.open(memory(), 'other', { of: other.Same })
  expect(second.size).toBe(0)
})

test('a class that the program does not have is refused with its tag, for the keys that hold one', async () => {
  const file = join(folder, 'towns.db')
  {
    class Pond extends Immutable {
      readonly depth = 2
    }
    register(Pond, { tag: 'pond of then' })
    class Lake extends RevisionedImmutable {
      readonly pond: unknown = create(Pond)
    }
    await using lakes = await RevisionedMapping.open<string, Lake>(sqlite(file), 'lakes', { of: Lake })
    lakes.set('a', create(Lake))
  }
  const { execFileSync } = await import('node:child_process')
  const code = `
    import { create, RevisionedImmutable, RevisionedMapping } from 'varve/immutable'
    import { sqlite } from 'varve/sqlite'
    const open = async of => {
      const lakes = await RevisionedMapping.open(sqlite(process.argv[1]), 'lakes', { of })
      try { lakes.get('a'); console.log('read') } catch (error) { console.log(error.code, error.message) }
    }
    await open(class Sea extends RevisionedImmutable {})
    await open(class Lake extends RevisionedImmutable {})`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code, file], { cwd: root, encoding: 'utf8' }) // prettier-ignore
  expect(said.split('\n')).toEqual([
    "BAD_OPTION lakes/a: value is stored under the tag 'Lake', which no class of this program has: register(Sea, { tag: 'Lake' }) before it is opened",
    "BAD_OPTION lakes/a.pond: value is stored under the tag 'pond of then', which no class of this program has: register(Class, { tag: 'pond of then' }) before it is opened",
    '',
  ])
})
