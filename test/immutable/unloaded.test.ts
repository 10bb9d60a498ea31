import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSync } from 'varve'
import { ImmutableList } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { root } from '../../tools/entries.ts'

const file = join(mkdtempSync(join(tmpdir(), 'varve-unloaded-')), 'lists.db')

/** Runs a program that imports the built package. */
const run = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code, file], { cwd: root, encoding: 'utf8' })

test('a program without lists is told what to import, and takes nothing for damaged', () => {
  {
    using repository = openSync(sqlite(file))
    repository.watch('list', { items: ImmutableList.of(1, 2) }).update(d => void d.items.push(3))
  }
  const asks = `
    import { openSync } from 'varve'
    import { sqlite } from 'varve/sqlite'
    const repository = openSync(sqlite(process.argv[1]))
    for (const ask of [() => repository.watch('list', {}).value, () => repository.verify()])
      try { ask(); console.log('read') } catch (error) { console.log(error.code, /import '(.*?)'/.exec(error.message)?.[1]) }`
  expect(run(asks)).toBe('MISSING_PACKAGE varve/immutable\nMISSING_PACKAGE varve/immutable\n')
  expect(run(`import 'varve/immutable'\n${asks}`)).toBe('read\nread\n')
})
