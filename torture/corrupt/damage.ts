import type { Random } from '../rig/random.ts'

const PAGE = 2048

/** Ways in which a file goes bad; single bits most of the time. */
const kinds = [
  'bit',
  'bit',
  'bit',
  'bit',
  'bit',
  'bit',
  'bit',
  'cut',
  'zeroes',
  'swap',
  'byte',
  'repeat',
] as const

/** A damaged copy of the bytes, and what was done to it. */
export function damage(bytes: Buffer, random: Random): { readonly bytes: Buffer; readonly what: string } {
  const kind = random.pick(kinds)
  const copy = Buffer.from(bytes)
  const at = random.below(bytes.length)
  const pages = Math.floor(bytes.length / PAGE)
  const [one, other] = [random.below(pages), random.below(pages)].map(page => page * PAGE) as [number, number]
  switch (kind) {
    case 'bit': {
      const bit = random.below(8)
      copy[at]! ^= 1 << bit
      return { bytes: copy, what: `bit ${bit} of byte ${at}` }
    }
    case 'byte':
      copy[at] = random.below(256)
      return { bytes: copy, what: `byte ${at} is ${copy[at]}` }
    case 'cut':
      return { bytes: copy.subarray(0, at), what: `cut to ${at} bytes` }
    case 'zeroes':
      return { bytes: copy.fill(0, one, one + PAGE), what: `page at ${one} zeroed` }
    case 'swap':
      bytes.copy(copy, one, other, other + PAGE)
      bytes.copy(copy, other, one, one + PAGE)
      return { bytes: copy, what: `pages at ${one} and ${other} swapped` }
    case 'repeat':
      bytes.copy(copy, one, other, other + PAGE)
      return { bytes: copy, what: `page at ${other} written over that at ${one}` }
  }
}
