import { Argument, Option, type Command } from 'commander'
import { isVarveError } from '../../errors.ts'
import { mainBranch } from '../../recorder/stored.ts'
import type { NamedHead, SyncStore } from '../../store/store.ts'
import { nearest } from '../../nearest.ts'
import { CommandFailure } from '../exit-codes.ts'
import { headPerVariable } from '../head-per-variable.ts'
import type { Io } from '../io.ts'
import { nameTest } from '../name-pattern.ts'
import { withStore } from '../open-store.ts'
import { HeadProof } from '../prove-head.ts'
import { readHead, type HeadState } from '../read-head.ts'
import { coloursFor } from '../text/colours.ts'
import { valueFields } from '../text/json-value.ts'
import { addFormOptions, printRows, type FormOptions, type Forms } from '../text/output-form.ts'
import { safeText } from '../text/safe-text.ts'
import { isoTime, localTime } from '../text/time-text.ts'
import { valueText } from '../text/value-text.ts'

interface LsOptions extends FormOptions {
  readonly sort: 'name' | 'changed' | 'revisions'
}

/** A variable as listed; one that cannot be read is listed with what is wrong with it. */
interface Row {
  readonly head: NamedHead
  readonly state: (HeadState & { readonly isProven: boolean }) | { readonly damage: string }
}

/** Adds what `varve ls` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .addArgument(new Argument('[PATTERN]', 'part of a name, or with * and ? a whole one'))
      .addOption(
        new Option('--sort <by>', 'order of the lines')
          .choices(['name', 'changed', 'revisions'])
          .default('name'),
      ),
  )
    .addHelpText('after', examples)
    .action((file: string, pattern: string | undefined, _options: object, self: Command) =>
      withStore(file, store => ls(io, store, pattern, self.optsWithGlobals<LsOptions>())),
    )
}

const examples = `
Columns: name, value, revisions, time of the last change, its creator and label.
The chains of up to 50,000 revisions are checked. Of a longer history only the
end is read, which is said; varve verify checks all of it.

Examples:
  varve ls game.db
  varve ls game.db 'player.*' --sort changed
  varve ls game.db --ndjson | jq -r 'select(.revisions > 100).name'`

async function ls(io: Io, store: SyncStore, pattern: string | undefined, options: LsOptions): Promise<void> {
  const all = headPerVariable(store.headsSync())
  const wanted = nameTest(pattern)
  const heads = all.filter(({ variable }) => wanted(variable))
  const damaged: string[] = []
  const unproven: string[] = []
  const rows = Iterator.from(inOrder(store, heads, options.sort)).map(row => {
    if ('damage' in row.state) damaged.push(row.state.damage)
    else if (!row.state.isProven) unproven.push(row.head.variable)
    return row
  })
  await printRows(io, options, rows, forms(coloursFor(io, options.color)))
  if (unproven.length > 0) await io.stderr.write(`${safeText(notChecked(unproven))}\n`)
  if (damaged.length > 0)
    throw new CommandFailure(
      'damaged',
      damaged.length > 1 ? `${damaged[0]} (and ${damaged.length - 1} more)` : damaged[0]!,
    )
  if (heads.length === 0 && pattern !== undefined) throw noMatch(pattern, all)
}

function notChecked([first, ...more]: readonly string[]): string {
  const which = more.length > 0 ? `${first} and ${more.length} more` : first
  return `the chain of ${which} is long and was not checked: varve verify does`
}

function* inOrder(store: SyncStore, heads: readonly NamedHead[], sort: LsOptions['sort']): Generator<Row> {
  const proof = new HeadProof()
  if (sort === 'changed')
    yield* heads.map(head => rowOf(store, head, proof)).sort((a, b) => timeOf(b) - timeOf(a))
  else
    for (const head of sort === 'name' ? heads : heads.toSorted((a, b) => b.index - a.index))
      yield rowOf(store, head, proof)
}

function rowOf(store: SyncStore, head: NamedHead, proof: HeadProof): Row {
  const { variable, branch } = head
  if (branch !== mainBranch) {
    const damage = `${variable}: its head is on '${branch}', and there is none on ${mainBranch}`
    return { head, state: { damage } }
  }
  try {
    const isProven = proof.proves(store, head)
    return { head, state: { ...readHead(store, head), isProven } }
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT')) throw error
    const { message } = error
    return {
      head,
      state: { damage: message.startsWith(head.variable) ? message : `${head.variable}: ${message}` },
    }
  }
}

function timeOf({ state }: Row): number {
  return 'entry' in state ? state.entry.time : -Infinity
}

function noMatch(pattern: string, all: readonly NamedHead[]): CommandFailure {
  const near = nearest(
    pattern,
    all.map(({ variable }) => variable),
  )
  const hint = near
    ? `did you mean '${near}'?`
    : all.length === 1
      ? 'there is one other'
      : `there are ${all.length} others`
  return new CommandFailure('notFound', `no variable is called '${pattern}'; ${hint}`)
}

function forms({ bold, dim }: ReturnType<typeof coloursFor>): Forms<Row> {
  const entry = ({ state }: Row) => ('entry' in state ? state.entry : undefined)
  return {
    columns: [
      { title: 'NAME', text: row => row.head.variable, gives: 'last', dress: bold },
      {
        title: 'VALUE',
        text: ({ state }, limit) => ('entry' in state ? valueText(state.value, limit) : '(damaged)'),
        gives: 'first',
      },
      { title: 'REVISIONS', text: row => String(row.head.index + 1), right: true },
      {
        title: 'CHANGED',
        text: row => when(entry(row)?.time, localTime),
        plain: row => when(entry(row)?.time, isoTime),
        dress: dim,
      },
      { title: 'CREATOR', text: row => entry(row)?.creator ?? '', gives: 'last' },
      { title: 'LABEL', text: row => entry(row)?.label ?? '', gives: 'first' },
    ],
    document: ({ head, state }) => {
      const { variable: name, index, hash } = head
      if ('damage' in state) return { name, revisions: index + 1, damage: state.damage, hash }
      const { time, creator, label, comment } = state.entry
      const checked = state.isProven
      return {
        name,
        ...valueFields(state.value),
        revisions: index + 1,
        changed: isoTime(time),
        creator,
        label,
        comment,
        hash,
        checked,
      }
    },
  }
}

function when(ms: number | undefined, text: (ms: number) => string): string {
  return ms === undefined ? '' : text(ms)
}
