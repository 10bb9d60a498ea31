import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { memory, open, openSync, VarveError } from 'varve'
import { faulty } from 'varve/testing'
import { freshFile, removeFiles } from '../openers.ts'
import { gated } from './gated.ts'
import { heard } from './heard.ts'

afterAll(removeFiles)

test('open() to follow a file that is not ours rejects, and leaves nothing behind that could end the program', () => {
  const file = freshFile()
  writeFileSync(file, 'no database\n'.repeat(100))
  const ended = spawnSync(process.execPath, [join(import.meta.dirname, 'not-ours.ts'), file], {
    encoding: 'utf8',
  })
  expect([ended.stdout, ended.stderr, ended.status]).toEqual(['NOT_OURS, listeners for the exit: 0\n', '', 0])
})

describe('a repository that follows', { timeout: 3_000 }, () => {
  test('hears what was stored while its own changes could not be saved, once they can', async () => {
    const store = memory()
    const faults = faulty(store)
    await using here = await open(faults, { follow: true })
    const [a, b] = [await here.watch('a', 0), await here.watch('b', 0)]
    await here.flush()
    const there = openSync(store)
    const theirs = there.watch('b', 0)
    // Once for itself, once when what has moved is asked for.
    faults.fail({ call: 'append', times: 2 })
    a.set(1)
    const came = heard(b, 1)
    theirs.set(1)
    there.flush()
    await came
    expect([a.lastChange().saved, b.value]).toEqual([true, 1])
  })

  test('goes on after a failure that passes by itself', async () => {
    const store = memory()
    const faults = faulty(store)
    await using here = await open(faults, { follow: true })
    const n = await here.watch('n', 0)
    await here.flush()
    const there = openSync(store)
    const theirs = there.watch('n', 0)
    const came = [heard(n, 1), heard(n, 2)]
    faults.fail({ call: 'load', error: new VarveError('BUSY', 'it cannot be had now', {}) })
    theirs.set(1)
    there.flush()
    await came[0]
    theirs.set(2)
    there.flush()
    await came[1]
  })

  test('takes over what was stored between its reading and its watching of a variable', async () => {
    const inner = memory()
    const store = gated(inner)
    const there = openSync(inner)
    const [a, b] = [there.watch('a', 0), there.watch('b', 0)]
    there.flush()
    await using here = await open(store, { follow: true })
    const known = await here.watch('b', 0)
    const reading = store.holdLoad('a')
    const watching = here.watch('a', 0)
    await reading.arrived
    const came = heard(known, 1)
    a.set(1)
    b.set(1)
    there.flush()
    await came
    reading.open()
    const mine = await watching
    if (mine.value !== 1) await heard(mine, 1)
    expect(mine.value).toBe(1)
  })
})
