import { Argument, InvalidArgumentError, type Command } from 'commander'
import type { Gap } from '../../history/gap.ts'
import { planGaps } from '../../history/plan-gaps.ts'
import { policyOf, type Retention } from '../../history/retention.ts'
import type { Span } from '../../history/span.ts'
import type { SyncStore } from '../../store/store.ts'
import { chosenNames } from '../chosen-names.ts'
import { CommandFailure } from '../exit-codes.ts'
import { confirm, type ConfirmOptions } from '../confirm.ts'
import type { Io } from '../io.ts'
import { withStore } from '../open-store.ts'
import { readVariable } from '../read-variable.ts'
import { coloursFor } from '../text/colours.ts'
import { addFormOptions, printRows, type FormOptions, type Forms } from '../text/output-form.ts'
import { storedVariable, withRepository } from '../with-repository.ts'

interface PruneOptions extends FormOptions, ConfirmOptions {
  readonly last?: number
  readonly youngerThan?: Span
  readonly bytes?: number
  readonly dryRun?: true
}

/** Consecutive revisions of a variable that go. */
interface Going {
  readonly variable: string
  readonly first: number
  readonly last: number
}

/** Adds what `varve prune` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .addArgument(new Argument('[NAME...]', 'variables; without any, all of them'))
      .option('--last <count>', 'keep the newest so many of each', count)
      .option('--younger-than <span>', "keep what was recorded less than this ago, like '30 days'", span)
      .option('--bytes <count>', 'keep the newest whose lines together have no more bytes', count)
      .option('--dry-run', 'only tell what would go')
      .option('--yes', 'do not ask'),
  )
    .addHelpText('after', examples)
    .action(async (file: string, names: readonly string[], _options: object, self: Command) => {
      const options = self.optsWithGlobals<PruneOptions>()
      const retention = retentionOf(options)
      const going = await withStore(file, store => plan(store, chosenNames(store, names), retention))
      if (going.length > 0 && !options.dryRun) {
        await confirm(io, `${summary(going)} will be forgotten for good.`, options)
        return show(io, await prune(file, going, retention), options)
      }
      return show(io, going, options)
    })
}

const examples = `
What lies outside of any of the limits is forgotten; the values are gone, and a
gap in the chain says when and why. What stays whatever they say: the first and
the last revision, marked ones, and what an undo, redo or rollback that stays
goes back to. Nothing is renumbered. Columns: variable, first, last, how many.

Examples:
  varve prune game.db --last 1000 --dry-run
  varve prune game.db score team --younger-than '30 days' --yes
  varve prune game.db log --bytes 1000000`

function retentionOf({ last, youngerThan, bytes }: PruneOptions): Retention {
  const retention = {
    ...(last !== undefined && { last }),
    ...(youngerThan !== undefined && { youngerThan }),
    ...(bytes !== undefined && { bytes }),
  }
  if (Object.keys(retention).length > 0) return retention
  throw new CommandFailure('usage', 'say what is to stay: --last, --younger-than or --bytes')
}

function plan(store: SyncStore, names: readonly string[], retention: Retention): Going[] {
  const policy = policyOf('prune', retention)
  return names.flatMap(variable => {
    const { timeline, marks } = readVariable(store, variable)
    const gaps = planGaps(timeline, marks.values(), policy, Date.now()) ?? []
    return goingBetween(variable, timeline.gaps.all, gaps)
  })
}

/** What the variables have forgotten afterwards and had not before. */
async function prune(file: string, going: readonly Going[], retention: Retention): Promise<Going[]> {
  return withRepository(file, {}, open =>
    [...new Set(going.map(({ variable }) => variable))].flatMap(name => {
      const before = readVariable(open.store, name).timeline.gaps.all
      storedVariable(open, name).prune(retention)
      return goingBetween(name, before, readVariable(open.store, name).timeline.gaps.all)
    }),
  )
}

/** A gap that others were taken into is what is between those. */
function goingBetween(variable: string, before: readonly Gap[], after: readonly Gap[]): Going[] {
  return after.flatMap(({ first, last }) => {
    const spans: Going[] = []
    let next = first
    for (const known of before.filter(gap => first <= gap.first && gap.last <= last)) {
      if (known.first > next) spans.push({ variable, first: next, last: known.first - 1 })
      next = known.last + 1
    }
    if (next <= last) spans.push({ variable, first: next, last })
    return spans
  })
}

function summary(going: readonly Going[]): string {
  const count = going.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  const names = new Set(going.map(({ variable }) => variable))
  const whose = names.size === 1 ? `'${going[0]!.variable}'` : `${names.size} variables`
  return `${count} ${count === 1 ? 'revision' : 'revisions'} of ${whose}`
}

async function show(io: Io, going: readonly Going[], options: PruneOptions): Promise<void> {
  await printRows(io, options, going, forms(coloursFor(io, options.color)))
  if (going.length === 0) await io.stderr.write('nothing is to be forgotten\n')
}

function forms({ bold }: ReturnType<typeof coloursFor>): Forms<Going> {
  const size = ({ first, last }: Going) => last - first + 1
  return {
    columns: [
      { title: 'NAME', text: ({ variable }) => variable, gives: 'last', dress: bold },
      { title: 'FIRST', text: ({ first }) => String(first), right: true },
      { title: 'LAST', text: ({ last }) => String(last), right: true },
      { title: 'REVISIONS', text: row => String(size(row)), right: true },
    ],
    document: row => ({ ...row, revisions: size(row) }),
  }
}

function count(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a whole number from 1.')
}

function span(text: string): Span {
  return /^\d+$/.test(text) ? Number(text) : (text as Span)
}
