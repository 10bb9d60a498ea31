import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { register } from 'varve'
import { create, Immutable, ImmutableList, RevisionedImmutable, RevisionedMapping } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { lines, varve } from './fake-io.ts'

class Road extends Immutable {
  readonly name: string
  constructor(name: string) {
    super()
    this.name = name
  }
}
class City extends RevisionedImmutable {
  readonly main: Road = create(Road, 'Gasse')
  readonly roads: ImmutableList<Road> = ImmutableList.of()
}
register(Road, { tag: 'road' })

const file = join(mkdtempSync(join(tmpdir(), 'varve-cities-')), 'cities.db')
beforeAll(async () => {
  await using cities = await RevisionedMapping.open<string, City>(sqlite(file), 'cities', { of: City })
  cities.set('bern', create(City))
  cities.update('bern', d => void d.roads.push(create(Road, 'Ring')), 'a road')
  cities.update('bern', d => void (d.roads.at(0)!.name = 'Aare'), 'renamed')
})

test('instances are shown by their tags, and lists as what they are', async () => {
  const { out } = await varve(['show', file, 'cities/bern'])
  expect(lines(out).at(-1)).toBe(
    "City { main: road { name: 'Gasse' }, roads: List(1) [road { name: 'Aare' }] }",
  )
})

test('the log tells what changed in them, place by place', async () => {
  const { out } = await varve(['log', file, 'cities/bern'])
  expect(lines(out).map(line => line.split('\t').at(-1))).toEqual([
    "roads[0].name 'Ring' → 'Aare'",
    'roads +1',
    "City { main: road { name: 'Gasse' }, roads: List(0) [] }",
  ])
})

test('a place in them can be set from outside, and the program that has the classes reads it', async () => {
  expect((await varve(['set', file, 'cities/bern', '"Weg"', '--path', 'roads[0].name'])).code).toBe(0)
  await using cities = await RevisionedMapping.open<string, City>(sqlite(file), 'cities', { of: City })
  const road = cities.get('bern')!.roads.at(0)!
  expect([road instanceof Road, road.name]).toEqual([true, 'Weg'])
})

test('an item is added at the end of a list, and an instance is not replaced by plain data', async () => {
  const added = await varve(['set', file, 'cities/bern', '"x"', '--path', 'roads[5]'])
  expect([added.code, added.err]).toEqual([3, expect.stringContaining("'roads[1]' adds an item")])
  const stored = await varve(['show', file, 'cities/bern', '--json'])
  const whole = JSON.stringify((JSON.parse(stored.out) as { stored: unknown }).stored)
  const plain = await varve(['set', file, 'cities/bern', '{"main":1}'])
  expect([plain.code, plain.err]).toEqual([2, expect.stringContaining('holds an instance of City')])
  expect((await varve(['set', file, 'cities/bern', whole, '--stored'])).code).toBe(0)
})
