import { expect, test } from 'vitest'
import { run } from '../tools/run.ts'

// What must not compile stands under `@ts-expect-error` in test/types/: it fails here on the day it compiles.
test('the types accept and refuse what test/types/ says', async () => {
  const { out } = await run('tsc', ['-p', 'test/types', '--pretty', 'false'], { mayFail: true })
  expect(out).toBe('')
})
