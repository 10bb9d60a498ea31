import { expect, test } from 'vitest'
import { budgets, weigh } from '../bench/sizes.ts'

test.each(budgets)('$name weighs no more than it did: $why', async budget => {
  expect((await weigh(budget)).gzipped).toBeLessThanOrEqual(budget.held)
})

test('a page gets nothing of Node', async () => {
  const { code } = await weigh({ imports: '*' })
  expect(code.match(/["'`]node:\w+/g)).toBeNull()
})

test('a name that the door lacks is an error, not a light bundle', async () => {
  await expect(weigh({ imports: ['watchh'] })).rejects.toThrow('watchh')
})
