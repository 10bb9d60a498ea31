import { readFileSync } from 'node:fs'
import { lineIndex } from '../history/line.ts'
import { mainBranch } from '../recorder/stored.ts'
import { realTarget } from '../store/rewriting/real-target.ts'
import { Journal } from '../store/script/journal.ts'
import type { LooseBranch } from '../store/script/loose-branches.ts'
import { readWreck } from '../store/script/wreck.ts'
import { CommandFailure } from './exit-codes.ts'
import type { Damaged } from './read-damaged.ts'
import { salvage, type Salvage } from './salvage.ts'

/** What can be kept of a script whose block or journal is damaged. */
export interface ScriptWreck {
  readonly rows: readonly SideSalvage[]
  /** The script without its block. */
  readonly program: Buffer
  /** Variables of which one side has to be chosen, since neither goes on from the other. */
  readonly parted: readonly string[]
}

/** What can be kept of a variable, and of which side where there are several. */
export interface SideSalvage extends Salvage {
  readonly side?: number
  /** What git calls that side. */
  readonly label?: string | undefined
}

/** Where the changes are of a script that are not in it yet. */
export function journalOf(file: string): string {
  return `${realTarget(file)}.varve-journal`
}

/**
 * Reads a damaged script. Where its block is there more than once, as git and copies leave it, a variable of which one
 * side goes on from the others is that of this side, and of others it is that of `side`.
 */
export function readScriptWreck(file: string, unproven: boolean, side: number | undefined): ScriptWreck {
  const wreck = readWreck(readFileSync(file), Journal.readable(journalOf(file)))
  const { program, sides } = wreck
  if (side !== undefined && (side > sides.length || sides.length < 2)) {
    const message = sides.length < 2 ? 'there is one side only' : `there are ${sides.length} sides`
    throw new CommandFailure('usage', `--side ${side}: ${message}`)
  }
  const all = sides.map(({ label, branches }, i) =>
    branches
      .filter(({ branch }) => branch === mainBranch)
      .map(each => ({
        ...salvage(damagedOf(each), unproven),
        ...(sides.length > 1 && { side: i + 1, label }),
      })),
  )
  if (all.length < 2) return { program, parted: [], rows: all[0] ?? [] }
  const parted: string[] = []
  const rows = [...Map.groupBy<string, SideSalvage>(all.flat(), ({ variable }) => variable)].flatMap(
    ([variable, candidates]) => {
      const longest = candidates.find(one => candidates.every(other => goesOnFrom(one, other)))
      const chosen = longest ?? candidates.find(one => one.side === side)
      if (!chosen) parted.push(variable)
      return chosen ? [chosen] : candidates
    },
  )
  return { program, parted, rows }
}

function damagedOf({ variable, branch, head, lines, gaps, keyframe, marks }: LooseBranch): Damaged {
  const byIndex = new Map(lines.map(line => [lineIndex(line), line]))
  const sorted = [...byIndex].filter(([index]) => index >= 0).sort(([a], [b]) => a - b)
  // Without one nothing is proven, but what is there can be read.
  const end = head ?? { index: sorted.at(-1)?.[0] ?? 0, hash: '' }
  return { head: { variable, branch, ...end }, lines: sorted.map(([, line]) => line), gaps, keyframe, marks }
}

/** Whether nothing of the other is lost where the one is kept: it is the beginning of that, or ends in the same revision. */
function goesOnFrom(one: Salvage, other: Salvage): boolean {
  if (other === one) return true
  if (other.reason !== undefined && one.head.hash !== other.head.hash) return false
  if (!other.kept) return one.kept !== undefined || !other.hasMore
  if (!one.kept || one.kept.head.index < other.kept.head.index) return false
  const lines = new Set(one.kept.lines)
  return other.kept.lines.every(line => lines.has(line))
}
