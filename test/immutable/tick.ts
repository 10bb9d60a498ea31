/** A clock that goes on by a second each time it is asked, so that every revision has a time of its own. */
export function ticking(from = 0): { now(): number } {
  let seconds = from
  return { now: () => ++seconds * 1000 }
}
