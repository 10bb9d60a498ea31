import { busy, explain, fateOf, isOfConnection, isOfServer, unsettled } from './failure.ts'

/** So long a call tries again where the server is gone, or its answer was lost: seconds. */
export const PATIENCE = 15

/** So long a call tries again where others are always quicker: their writes are what keeps it waiting. */
const CONTENTION = 60

/** Remembers whether a server was ever there: where nobody was, there is nothing to wait for. */
export interface Acquaintance {
  isKnown: boolean
}

/**
 * Asks again until there is an answer. Whatever is asked is the same each time, so asking twice does no harm: reads change
 * nothing, and lines that are there already are answered as the first time.
 *
 * When it gives up, a VarveError says that nothing was kept; any other error leaves that open.
 */
export async function persistently<T>(
  place: string,
  acquaintance: Acquaintance,
  isWrite: boolean,
  ask: () => Promise<T>,
): Promise<T> {
  const start = performance.now()
  let isOpen = false
  for (let tries = 0; ; tries++) {
    try {
      const answer = await ask()
      acquaintance.isKnown = true
      return answer
    } catch (error) {
      const fate = fateOf(error)
      isOpen ||= isWrite && fate === 'unknown'
      const seconds = (performance.now() - start) / 1000
      const isOver =
        fate === 'refused' ||
        seconds > (fate === 'again' ? CONTENTION : PATIENCE) ||
        (fate === 'unsent' && !acquaintance.isKnown && !isOfServer(error)) ||
        (fate === 'unknown' && !isOfConnection(error))
      if (isOver) throw whatToSay(error, { place, isOpen, fate, seconds })
      await pause(fate === 'again' ? 16 : 1000, tries)
    }
  }
}

function whatToSay(
  error: unknown,
  { place, isOpen, fate, seconds }: { place: string; isOpen: boolean; fate: string; seconds: number },
): unknown {
  if (isOpen) return isOfConnection(error) ? unsettled(place, Math.round(seconds), error) : error
  return fate === 'unknown' && isOfConnection(error) ? busy(place, error) : explain(error, place)
}

/** Waits longer each time, up to `longest` milliseconds and never as long as the others. */
function pause(longest: number, tries: number): Promise<void> {
  const most = Math.min(longest, 2 ** Math.min(tries, 12) * (longest / 64))
  return new Promise(resolve => setTimeout(resolve, most * (0.5 + Math.random())))
}
