import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRun } from 'varve/testing'
import { bringUp } from '../../../src/store/postgres/bring-up.ts'
import { Connection } from '../../../src/store/postgres/connection.ts'
import { Place } from '../../../src/store/postgres/place.ts'
import { columnsOf, FORMAT, stepsFrom } from '../../../src/store/postgres/schema.ts'
import { dropSchemas, serverReady } from '../../postgres/database.ts'
import { fresh, withServer } from './bench.ts'

const unit = { runs: [makeRun('x', null)] }

withServer('the schema of a store', () => {
  beforeAll(serverReady)
  afterAll(dropSchemas)

  test.each([
    ['a table of somebody else', 'CREATE TABLE @notes(id int)'],
    ['a view', 'CREATE VIEW @heads AS SELECT 1 AS one'],
    ['a table called format', 'CREATE TABLE @format(id int)'],
    ['another maker', 'CREATE TABLE @format(maker text, version integer)'],
  ])('is left as it is with %s in it', async (_, made) => {
    const { store, schema, sql } = fresh()
    await sql(`CREATE SCHEMA "${schema}"`)
    await sql(made)
    for (const call of [() => store.heads(), () => store.append([unit]), () => store.check()])
      await expect(call()).rejects.toMatchObject({
        code: 'NOT_OURS',
        details: { file: `PostgreSQL schema "${schema}"` },
      })
    const tables = await sql('SELECT 1 FROM pg_tables WHERE schemaname = $1', [schema])
    expect(tables.length).toBeLessThanOrEqual(1)
    await store.close()
  })

  test.each([
    ['a table is missing', 'DROP TABLE @bases', /bases is missing/],
    ['a column is missing', 'ALTER TABLE @marks DROP COLUMN hash', /marks is another/],
    ['a column is of another type', 'ALTER TABLE @runs ALTER body TYPE varchar', /runs is another/],
    [
      'a trigger stands on a table',
      `CREATE FUNCTION @f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
       CREATE TRIGGER t BEFORE INSERT ON @runs FOR EACH ROW EXECUTE FUNCTION @f()`,
      /trigger on runs/,
    ],
    ['a format there never was', 'UPDATE @format SET version = 0', /format 0/],
    ['no format', 'DELETE FROM @format', /does not say/],
  ])('is not ours where %s', async (_, change, message) => {
    const { store, again, sql } = fresh()
    await store.append([unit])
    await sql(change)
    const other = again()
    await expect(other.heads()).rejects.toMatchObject({
      code: 'NOT_OURS',
      message: expect.stringMatching(message) as string,
    })
    await expect(other.append([unit])).rejects.toMatchObject({ code: 'NOT_OURS' })
    await store.close()
  })

  test('tables, views and indexes that its owner adds do no harm', async () => {
    const { store, again, sql } = fresh()
    await store.append([unit])
    await sql(
      'CREATE TABLE @notes(id int); CREATE VIEW @v AS SELECT * FROM @heads; CREATE INDEX ON @heads(hash)',
    )
    expect(await again().read('x', 'main', 0, 9)).toEqual(unit.runs[0]!.lines)
    await store.close()
  })

  test('of a newer version is neither read nor written', async () => {
    const { store, again, sql } = fresh()
    await store.append([unit])
    await sql('UPDATE @format SET version = version + 1')
    const other = again()
    for (const call of [() => other.heads(), () => other.append([unit])])
      await expect(call()).rejects.toMatchObject({
        code: 'TOO_NEW',
        details: { found: FORMAT + 1, known: FORMAT },
      })
    await store.close()
  })

  test('is brought up in one transaction: where a step fails, nothing of it stays', async () => {
    const { schema, pool, sql, store } = fresh()
    const connection = new Connection(pool, new Place(schema))
    const broken = (format: number): readonly string[] => [...stepsFrom(format), 'SELECT 1 / 0']
    await expect(bringUp(connection, broken)).rejects.toThrow(/division by zero/)
    expect(await sql('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])).toEqual([])
    await store.append([unit])
    expect(await store.check()).toEqual([])
    await store.close()
  })

  test('is the same whoever makes it, and all of it is looked at', async () => {
    const { store, sql, schema } = fresh()
    await store.append([unit])
    const rows = await sql('SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1', [schema])
    expect(rows.map(({ tablename }) => tablename)).toEqual([...columnsOf(FORMAT).keys()].toSorted())
    expect(await sql('SELECT maker, version FROM @format')).toEqual([{ maker: 'varve', version: FORMAT }])
    await store.close()
  })
})
