import { load } from '../runner/load.ts'
import { changedBy, document } from '../workloads/document.ts'
import type { Edit } from '../history/edit.ts'
import type { OpenPast, Past } from './past.ts'
import type { Travel, Travels } from './travels.ts'

/** travels without a limit. It has no patches for texts: each edit sets the whole. */
export const openPast: OpenPast = async (work, edits) => {
  const { createTravels } = await load<Travels>('travels')
  const options = { maxHistory: Number.MAX_SAFE_INTEGER }
  if (work === 'number') return past(createTravels(0, options), (travel, step) => travel.setState(step + 1))
  if (work === 'text')
    return past(createTravels('', options), (travel, step) =>
      travel.setState(edited(travel.getState(), edits[step]!)),
    )
  return past(createTravels(document(), options), (travel, step) =>
    travel.setState(draft => {
      draft.items[changedBy(step)]!.value = step
    }),
  )
}

function past<T>(travel: Travel<T>, edit: (travel: Travel<T>, step: number) => void): Past {
  return {
    edit: step => edit(travel, step),
    visit(version) {
      travel.go(version)
      return travel.getState()
    },
  }
}

function edited(text: string, [at, remove, insert]: Edit): string {
  return text.slice(0, at) + insert + text.slice(at + remove)
}
