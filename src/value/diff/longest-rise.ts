/** Finds a longest rising run among numbers, not necessarily side by side: the indexes of its members, in order. */
export function longestRise(numbers: readonly number[]): number[] {
  // ends[n]: the index of the smallest number that a run of n + 1 members can end with.
  const ends: number[] = []
  const before: number[] = []
  numbers.forEach((number, i) => {
    let low = 0
    let high = ends.length
    if (high > 0 && numbers[ends[high - 1]!]! < number) low = high
    while (low < high) {
      const middle = (low + high) >> 1
      if (numbers[ends[middle]!]! < number) low = middle + 1
      else high = middle
    }
    before[i] = low > 0 ? ends[low - 1]! : -1
    ends[low] = i
  })
  const rise: number[] = []
  for (let i = ends.at(-1) ?? -1; i !== -1; i = before[i]!) rise.push(i)
  return rise.reverse()
}
