const shortest = 0.1
const longest = 10

/** How long to wait after so many lost races in a row (milliseconds): a random part of what doubles with each. */
export function backOff(losses: number): number {
  return losses <= 1 ? 0 : Math.random() * Math.min(longest, shortest * 2 ** losses)
}
