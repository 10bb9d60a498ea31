import { DatabaseSync } from 'node:sqlite'
import { inspect } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { Container, create } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { freshFile, removeFiles } from '../../openers.ts'
import { Question } from './question.ts'

afterAll(removeFiles)

async function made(): Promise<string> {
  const file = freshFile()
  let seconds = 0
  const clock = { now: () => (seconds += 1) * 1000 }
  const questions = await Container.open(sqlite(file), 'questions', { of: Question, clock })
  await questions.add(create(Question, 'why?'), 'q', { creator: 'ann' })
  await questions.update('q', q => void (q.answer = 42), { creator: 'bo', comment: 'at last' })
  await questions.add(create(Question, 'how?'), 'r')
  await questions.delete('r', { creator: 'cy' })
  expect(inspect(questions)).toBe('Container questions')
  await questions.close()
  return file
}

test('what is shown of members and versions can be read with SQL', async () => {
  const database = new DatabaseSync(await made(), { readOnly: true })
  const all = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map(row => ({ ...row }))
  expect(
    all(
      `SELECT m.key AS name, r.version, r.state, r."start", r."end", r.creator, r.comment, r.kind
       FROM revisions r JOIN members m ON m.variable = r.variable WHERE m.collection = 'questions' ORDER BY m.key, r.idx`,
    ),
  ).toEqual([
    {
      name: 'q',
      version: 0,
      state: 'retired',
      start: 1000,
      end: 2000,
      creator: 'ann',
      comment: null,
      kind: 'initial',
    },
    {
      name: 'q',
      version: 1,
      state: 'locked',
      start: 2000,
      end: null,
      creator: 'bo',
      comment: 'at last',
      kind: 'update',
    },
    {
      name: 'r',
      version: 0,
      state: 'deleted',
      start: 3000,
      end: 4000,
      creator: null,
      comment: null,
      kind: 'initial',
    },
    {
      name: 'r',
      version: 0,
      state: null,
      start: 4000,
      end: null,
      creator: 'cy',
      comment: null,
      kind: 'delete',
    },
  ])
  expect(
    all(
      "SELECT key, is_current, value ->> 'answer' AS answer, value ->> 'question' AS question FROM members",
    ),
  ).toEqual([
    { key: 'q', is_current: 1, answer: 42, question: 'why?' },
    { key: 'r', is_current: 0, answer: null, question: 'how?' },
  ])
  database.close()
})

test('the database itself refuses a second current object of a key, and a second row of a version', async () => {
  const database = new DatabaseSync(await made())
  const insert = (sql: string) => () => database.exec(sql)
  expect(
    insert(
      "INSERT INTO members SELECT 99, collection, key, idx, hash, version, is_current, value FROM members WHERE key = 'q'",
    ),
  ).toThrow(/UNIQUE|FOREIGN/)
  expect(insert('INSERT INTO revisions SELECT * FROM revisions')).toThrow(/UNIQUE/)
  database.close()
})

test('a container says what it is', async () => {
  const container = await Container.open(sqlite(freshFile()), 'questions')
  expect([inspect(container), inspect(container.where({}))]).toEqual([
    'Container questions',
    'Container questions',
  ])
  await container.close()
})
