import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { Argument, InvalidArgumentError, Option, type Command } from 'commander'
import { isVarveError } from '../../errors.ts'
import { realTarget } from '../../store/rewriting/real-target.ts'
import type { SyncStore } from '../../store/store.ts'
import { confirm, type ConfirmOptions } from '../confirm.ts'
import { Answer, CommandFailure } from '../exit-codes.ts'
import { fileProblems } from '../file-problems.ts'
import { headPerVariable } from '../head-per-variable.ts'
import type { Io } from '../io.ts'
import { mainBranch } from '../../recorder/stored.ts'
import { withStore } from '../open-store.ts'
import { readDamaged } from '../read-damaged.ts'
import { damagedName, replaceDamaged } from '../replace-damaged.ts'
import { salvage } from '../salvage.ts'
import { salvageForms } from '../salvage-forms.ts'
import { salvagedState } from '../salvaged-state.ts'
import { readScriptWreck, type ScriptWreck, type SideSalvage } from '../script-wreck.ts'
import { isDatabase, isScript } from '../store-of.ts'
import { coloursFor } from '../text/colours.ts'
import { addFormOptions, printRows, type FormOptions } from '../text/output-form.ts'
import { printLines } from '../text/print-lines.ts'
import { safeText } from '../text/safe-text.ts'
import { writeSalvage, writeScriptSalvage } from '../write-salvage.ts'

interface RepairOptions extends FormOptions, ConfirmOptions {
  readonly to?: string
  readonly inPlace?: true
  readonly dryRun?: true
  readonly unproven?: true
  readonly side?: number
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
      .option(
        '--side <number>',
        'of a script with a conflict: the side to keep where both went on',
        sideNumber,
      )
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
Columns: variable, what is kept, what is lost, the value that is kept, when and by
whom it was set, why something is lost. It ends with 1 where something is lost.
With --unproven what is kept has other hashes.
In a script the block of values is repaired, and all other lines stay. Where git
has left a conflict in it, or it is there twice, a variable of which one side goes
on from the other needs no choice; --dry-run shows both sides of the others, with
what git calls them.

Examples:
  varve repair game.db --dry-run
  varve repair game.db --to repaired.db
  varve repair game.db --in-place --yes
  varve repair todo.ts --in-place --side 1`

async function repair(io: Io, file: string, options: RepairOptions): Promise<void> {
  const { to, inPlace, dryRun } = options
  if (isDatabase(file))
    throw new CommandFailure(
      'usage',
      'repair mends files; of a database restore a backup, or export what can be read',
    )
  if (!to && !inPlace && !dryRun) {
    throw new CommandFailure(
      'usage',
      'say where the repaired file goes: --to NEW, or --in-place; --dry-run only tells',
    )
  }
  if (to !== undefined && existsSync(to)) throw new CommandFailure('usage', `there is a file '${to}' already`)
  const found = await look(file, { unproven: options.unproven === true, side: options.side })
  const { rows, isWhole, wreck } = found
  if (inPlace && isWhole) return printLines(io.stdout, ['nothing is to be repaired'])
  if (!dryRun) mustBeClear(file, found)
  if (to !== undefined) write(to, file, found)
  if (inPlace) await exchange(io, realTarget(file), found, options)
  const shown = rows.map(row => ({ row, state: salvagedState(row) }))
  await printRows(io, options, shown, salvageForms(coloursFor(io, options.color)))
  if (rows.some(({ reason }) => reason !== undefined) || wreck?.parted.length) throw new Answer('differs')
}

/** What can be kept. */
interface Found {
  readonly rows: readonly SideSalvage[]
  readonly isWhole: boolean
  /** Of a script whose block cannot be read. */
  readonly wreck?: ScriptWreck
}

interface Looking {
  readonly unproven: boolean
  readonly side: number | undefined
}

async function look(file: string, { unproven, side }: Looking): Promise<Found> {
  try {
    return await withStore(file, store => lookThrough(store, file, unproven))
  } catch (error) {
    if (!isVarveError(error, 'CORRUPT') || !isScript(file)) throw error
    const wreck = readScriptWreck(file, unproven, side)
    return { rows: wreck.rows, isWhole: false, wreck }
  }
}

function lookThrough(store: SyncStore, file: string, unproven: boolean): Found {
  const heads = headPerVariable(store.headsSync())
  const rows = heads.map(head => salvage(readDamaged(store, file, head), unproven))
  const isSound = fileProblems(store).length === 0 && heads.every(({ branch }) => branch === mainBranch)
  return { rows, isWhole: isSound && rows.every(({ reason }) => reason === undefined) }
}

/** Refuses to write where nothing is left, or a side has to be chosen. */
function mustBeClear(file: string, { rows, wreck }: Found): void {
  if (wreck?.parted.length) {
    const names = wreck.parted.join(', ')
    const sides = rows.flatMap(({ side, variable }) => (wreck.parted.includes(variable) ? [side!] : []))
    const which = [...new Set(sides)].sort((a, b) => a - b).map(side => `--side ${side}`)
    const message = `${names}: no side goes on from the others; ${which.join(' or ')} says which stays, --dry-run shows them`
    throw new CommandFailure('usage', message)
  }
  if (rows.some(({ kept, newest }) => kept ?? newest)) return
  const isMore = rows.some(({ hasMore }) => hasMore)
  const message = `nothing of '${file}' can be ${isMore ? 'proven; --unproven keeps what can be read' : 'kept'}`
  throw new CommandFailure('damaged', message)
}

async function exchange(io: Io, file: string, found: Found, options: RepairOptions): Promise<void> {
  const damaged = damagedName(file)
  await confirm(io, `${file} will be replaced; what it holds now stays as ${damaged}.`, options)
  const repaired = `${file}.repaired-${randomBytes(4).toString('hex')}${extname(file)}`
  write(repaired, file, found)
  replaceDamaged(file, repaired, damaged)
  await io.stderr.write(`${safeText(`the damaged file is ${damaged}`)}\n`)
}

/** Of a script another one is made, where it has the name of one. */
function write(to: string, file: string, { rows, wreck }: Found): void {
  if (wreck && isScript(to)) writeScriptSalvage(to, wreck.program, file, rows)
  else writeSalvage(to, rows)
}

function sideNumber(text: string): number {
  if (/^[1-9]$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give the number of a side: 1 is that of HEAD, or the first.')
}
