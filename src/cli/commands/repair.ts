import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { Argument, Option, type Command } from 'commander'
import { realTarget } from '../../store/rewriting/real-target.ts'
import { withInfo } from '../../recorder/info.ts'
import { sqlite } from '../../store/sqlite/sqlite.ts'
import type { SyncStore } from '../../store/store.ts'
import { openSync, type SyncRepository } from '../../variable/repository.ts'
import { confirm, type ConfirmOptions } from '../confirm.ts'
import { Answer, CommandFailure } from '../exit-codes.ts'
import { fileProblems } from '../file-problems.ts'
import { headPerVariable } from '../head-per-variable.ts'
import type { Io } from '../io.ts'
import { mainBranch } from '../../recorder/stored.ts'
import { withStore } from '../open-store.ts'
import { readDamaged } from '../read-damaged.ts'
import { damagedName, replaceDamaged } from '../replace-damaged.ts'
import { salvage, type Newest, type Salvage } from '../salvage.ts'
import { coloursFor } from '../text/colours.ts'
import { addFormOptions, printRows, type FormOptions, type Forms } from '../text/output-form.ts'
import { printLines } from '../text/print-lines.ts'
import { safeText } from '../text/safe-text.ts'
import { spanText } from '../text/span-text.ts'
import { writeHistory } from '../write-history.ts'

interface RepairOptions extends FormOptions, ConfirmOptions {
  readonly to?: string
  readonly inPlace?: true
  readonly dryRun?: true
  readonly unproven?: true
}

/** Adds what `varve repair` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .option('--to <new>', 'write what can be kept into this file, which must not be there yet')
      .addOption(
        new Option('--in-place', 'put it in the place of FILE, which stays as FILE.damaged-1').conflicts(
          'to',
        ),
      )
      .addOption(new Option('--dry-run', 'only tell what would be kept').conflicts(['to', 'inPlace']))
      .option('--unproven', 'keep also what can be read and is not as it was recorded')
      .option('--yes', 'do not ask'),
  )
    .addHelpText('after', examples)
    .action((file: string, _options: object, self: Command) =>
      repair(io, file, self.optsWithGlobals<RepairOptions>()),
    )
}

const examples = `
What is kept of each variable is its history from the beginning as far as its
chain of hashes proves it. Where the last value is proven by itself, it follows
as a revision of its own, with the comment "value of @57". FILE is not changed
but with --in-place; stop the programs that have it open before.
Columns: variable, what is kept, what is lost, why. It ends with 1 where
something is lost. With --unproven what is kept has other hashes.

Examples:
  varve repair game.db --dry-run
  varve repair game.db --to repaired.db
  varve repair game.db --in-place --yes`

async function repair(io: Io, file: string, options: RepairOptions): Promise<void> {
  const { to, inPlace, dryRun } = options
  if (!to && !inPlace && !dryRun) {
    throw new CommandFailure(
      'usage',
      'say where the repaired file goes: --to NEW, or --in-place; --dry-run only tells',
    )
  }
  if (to !== undefined && existsSync(to)) throw new CommandFailure('usage', `there is a file '${to}' already`)
  const { rows, isWhole } = await withStore(file, store => look(store, file, options))
  if (inPlace && isWhole) return printLines(io.stdout, ['nothing is to be repaired'])
  if (!dryRun && rows.every(({ kept, newest }) => !kept && !newest))
    throw new CommandFailure('damaged', `nothing of '${file}' can be kept`)
  if (to !== undefined) writeAll(to, rows)
  if (inPlace) await exchange(io, realTarget(file), rows, options)
  await printRows(io, options, rows, forms(coloursFor(io, options.color)))
  if (rows.some(({ reason }) => reason !== undefined)) throw new Answer('differs')
}

function look(
  store: SyncStore,
  file: string,
  { unproven }: RepairOptions,
): { rows: Salvage[]; isWhole: boolean } {
  const heads = headPerVariable(store.headsSync())
  const rows = heads.map(head => salvage(readDamaged(store, file, head), unproven === true))
  const isSound = fileProblems(store).length === 0 && heads.every(({ branch }) => branch === mainBranch)
  return { rows, isWhole: isSound && rows.every(({ reason }) => reason === undefined) }
}

async function exchange(
  io: Io,
  file: string,
  rows: readonly Salvage[],
  options: RepairOptions,
): Promise<void> {
  const damaged = damagedName(file)
  await confirm(io, `${file} will be replaced; what it holds now stays as ${damaged}.`, options)
  const repaired = `${file}.repaired-${randomBytes(4).toString('hex')}`
  writeAll(repaired, rows)
  replaceDamaged(file, repaired, damaged)
  await io.stderr.write(`${safeText(`the damaged file is ${damaged}`)}\n`)
}

/** Writes a file that was not there; what is written by half does not stay. */
function writeAll(file: string, rows: readonly Salvage[]): void {
  const store = sqlite(file)
  try {
    const repository = openSync(store, { durable: 'each' })
    for (const row of rows) {
      if (row.kept) writeHistory(store, row.kept)
      if (row.newest) addNewest(repository, row, row.newest)
    }
    repository.close()
  } catch (error) {
    store.closeSync()
    for (const beside of ['', '-wal', '-shm']) rmSync(file + beside, { force: true })
    throw error
  }
}

/** Records the last value behind what is kept; it begins the variable where that is nothing. */
function addNewest(
  repository: SyncRepository,
  { variable: name, kept }: Salvage,
  { index, value, isProven }: Newest,
): void {
  const comment = `value of @${index}${isProven ? '' : ', as it can be read'}`
  const info = { creator: 'varve repair', comment }
  const variable = withInfo(info, () => repository.watch<unknown>(name, value))
  if (kept) variable.set(value, { ...info, label: 'repaired' })
}

function forms({ bold }: ReturnType<typeof coloursFor>): Forms<Salvage> {
  return {
    columns: [
      { title: 'NAME', text: ({ variable }) => variable, gives: 'last', dress: bold },
      { title: 'KEPT', text: keptText },
      { title: 'LOST', text: lostText },
      { title: 'WHY', text: whyText, gives: 'first' },
    ],
    document: row => ({
      variable: row.variable,
      kept: row.kept?.head.index ?? null,
      lost: isLost(row) ? { first: (row.kept?.head.index ?? -1) + 1, last: row.head.index } : null,
      value: row.newest?.index ?? null,
      hasMore: row.hasMore,
      reason: row.reason ?? null,
    }),
  }
}

function isLost({ kept, head }: Salvage): boolean {
  return (kept?.head.index ?? -1) < head.index
}

function keptText({ kept, newest }: Salvage): string {
  const parts = [kept && spanText(0, kept.head.index), newest && `the value of @${newest.index}`]
  return parts.filter(Boolean).join(', ') || 'nothing'
}

function lostText(row: Salvage): string {
  return isLost(row) ? spanText((row.kept?.head.index ?? -1) + 1, row.head.index) : ''
}

function whyText({ reason, hasMore }: Salvage): string {
  if (reason === undefined) return ''
  return hasMore ? `${reason}; --unproven keeps more` : reason
}
