import { checkedChain } from '../history/chain.ts'
import { Gap } from '../history/gap.ts'
import { rootHash } from '../history/hash.ts'
import { readStoredSync } from '../recorder/stored.ts'
import type { NamedHead, SyncStore } from '../store/store.ts'

/** So many revisions are followed in one listing (a tenth of a second); what is more stays unproven. */
const most = 50_000

/** Follows chains as far as a listing has time for it. */
export class HeadProof {
  #left = most

  /** Whether the chain leads to this head; false where it is too long to tell now, `CORRUPT` where it does not. */
  proves(store: SyncStore, { variable, index }: NamedHead): boolean {
    if (index + 1 > this.#left) return false
    this.#left -= index + 1
    const stored = readStoredSync(store, variable)
    if (!stored) return false
    const gaps = stored.gaps.map(gap => Gap.read(gap))
    const { lines, head } = stored
    checkedChain(variable, { after: { index: -1, hash: rootHash(variable) }, lines, gaps, head })
    return true
  }
}
