import { open } from '../../variable/repository.ts'
import { same } from '../check.ts'
import { counting, type Counts } from '../counting.ts'
import { type Bench, type Law } from '../law.ts'
import { makeRun } from '../line-maker.ts'

/** What opening asks of a store. */
export const costLaws: readonly Law[] = [
  {
    name: 'opening asks the same however much is kept, and a variable reads no other one',
    async run(bench) {
      const [few, many] = [await asked(bench, 3), await asked(bench, 600)]
      same(many, few, 'what opening and watching asked')
      same([many.opening.heads, many.opening.linesRead], [0, 0], 'heads listed and lines read at opening')
      same(
        [many.watching.heads, many.watching.linesRead],
        [0, 2],
        'heads listed and lines read for one variable',
      )
    },
  },
]

async function asked(bench: Bench, variables: number): Promise<{ opening: Counts; watching: Counts }> {
  const store = counting(await bench.open())
  await store.append(
    Array.from({ length: variables }, (_, i) => ({ runs: [makeRun(`v${i}`, null, { bodies: 2 })] })),
  )
  store.reset()
  const repository = await open(store)
  const opening = { ...store.counts }
  store.reset()
  await repository.watch('v1', -1)
  const watching = { ...store.counts }
  await repository.close()
  return { opening, watching }
}
