import { isForgetful } from '../../store/capabilities.ts'
import { refuses, same } from '../check.ts'
import { checkable, keep, kept, type Law } from '../law.ts'
import { makeRun, makeRuns } from '../line-maker.ts'

/** That a sound store is called sound. */
export const checkingLaws: readonly Law[] = [
  {
    name: 'a sound store has no problems, whatever was kept and forgotten in it',
    needs: ['check'],
    async run(bench) {
      const store = checkable(await bench.open())
      same(await store.check(), [], 'problems of an empty store')
      const runs = makeRuns('x', 10, { bodies: 3, keyframe: '1' })
      await keep(store, ...runs, makeRun('y', null, { branch: 'side' }))
      same(await store.check(), [], 'problems')
      if (isForgetful(store)) {
        const { head } = runs.at(-1)!
        const gap = (first: number, last: number) => ({ first, last, record: '{}', base: '0' })
        const forgetting = { variable: 'x', branch: 'main', expected: head, gaps: [gap(2, 7), gap(10, 12)] }
        same(await store.forget(forgetting), kept, 'forgetting')
        same(await store.check(), [], 'problems after forgetting')
      }
      await store.close()
      await refuses('STORE_CLOSED', () => store.check(), 'check')
    },
  },
]
