import { revisionKinds } from '../../history/revision-kinds.ts'
import { Argument, InvalidArgumentError, type Command } from 'commander'
import type { Track } from '../../recorder/track.ts'
import { CommandFailure } from '../exit-codes.ts'
import { filteredIndexes, type LogFilter } from '../filtered-indexes.ts'
import type { Io } from '../io.ts'
import { withStore } from '../open-store.ts'
import { parseDate } from '../parse-date.ts'
import { readVariable } from '../read-variable.ts'
import { marksAt, patchDocuments, revisionDocument } from '../revision-document.ts'
import { changeTexts } from '../text/change-text.ts'
import { coloursFor, type Colours } from '../text/colours.ts'
import { valueFields } from '../text/json-value.ts'
import { addFormOptions, printRows, type FormOptions, type Forms } from '../text/output-form.ts'
import type { Column } from '../text/table.ts'
import { isoTime, localTime } from '../text/time-text.ts'
import { valueText } from '../text/value-text.ts'

interface LogOptions extends FormOptions, LogFilter {
  readonly limit?: number
  readonly reverse?: true
  readonly value?: true
}

/** Adds what `varve log` takes and does. */
export function configure(command: Command, io: Io): void {
  command
    .addArgument(new Argument('<FILE>', 'a file kept by varve'))
    .addArgument(new Argument('<NAME>', 'a variable'))
  command
    .option('-n, --limit <count>', 'at most so many, the newest', count)
    .option('--reverse', 'oldest first')
    .option('--creator <name>', 'only those of this creator')
    .option('--label <text>', 'only those with this label')
    .option('--comment <text>', 'only those whose comment contains this')
    .option('--kind <kinds>', 'only those of these kinds, like undo,redo', kindsOf)
    .option('--path <path>', 'only those that changed this place, like players[0].name')
    .option('--since <date>', 'only those at or after this instant', instant)
    .option('--until <date>', 'only those before this instant', instant)
    .option('--value', 'print each value too')
  addFormOptions(command)
    .addHelpText('after', examples)
    .action((file: string, name: string, _options: object, self: Command) =>
      withStore(file, async store => log(io, readVariable(store, name), self.optsWithGlobals<LogOptions>())),
    )
}

const examples = `
Columns: index, time, kind, creator, why (marks, label, comment), what changed.
A kind like "undo 7" names the revision taken back, given back or restored.
Dates are like those of varve show: 2026-11-01 is that day's first moment.

Examples:
  varve log game.db score -n 10
  varve log game.db score --since 2026-11-01 --until 2026-12-01 --creator ann
  varve log game.db team --path 'players[0].name' --value
  varve log game.db score --ndjson | jq -c '[.index, .creator]'`

async function log(io: Io, track: Track, options: LogOptions): Promise<void> {
  const indexes = filteredIndexes(track.timeline, options).take(options.limit ?? Infinity)
  const rows = options.reverse ? oldestFirst(track, indexes, options) : indexes
  await printRows(io, options, rows, forms(track, options, coloursFor(io, options.color)))
}

/** With a limit it is still the newest that are shown; without one nothing need be gathered first. */
function oldestFirst({ timeline }: Track, indexes: Iterable<number>, options: LogOptions): Iterable<number> {
  return options.limit === undefined ? filteredIndexes(timeline, options, true) : [...indexes].reverse()
}

function forms(track: Track, { value }: LogOptions, { dim, mark }: Colours): Forms<number> {
  const { timeline } = track
  const entry = (index: number) => timeline.entry(index)
  const why = (index: number) => [entry(index).label, entry(index).comment].filter(Boolean).join(' · ')
  const marked = (index: number) => marksAt(track, index).map(name => `[${name}]`)
  const columns: Column<number>[] = [
    { title: 'INDEX', text: String, right: true, dress: mark },
    {
      title: 'TIME',
      text: index => localTime(entry(index).time),
      plain: index => isoTime(entry(index).time),
      dress: dim,
    },
    { title: 'KIND', text: index => [entry(index).kind, ...entry(index).targets].join(' '), gives: 'last' },
    { title: 'CREATOR', text: index => entry(index).creator ?? '', gives: 'last' },
    { title: 'WHY', text: index => [...marked(index), why(index)].join(' ').trim(), gives: 'first' },
    { title: 'CHANGE', text: changeTexts(timeline), gives: 'first' },
  ]
  if (value)
    columns.push({
      title: 'VALUE',
      text: (index, limit) => valueText(timeline.valueAt(index), limit),
      gives: 'first',
    })
  const values = (index: number) => (value ? valueFields(timeline.valueAt(index)) : {})
  return {
    columns,
    document: index => ({
      ...revisionDocument(track, index),
      patches: patchDocuments(track, index),
      ...values(index),
    }),
  }
}

function count(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a whole number from 0.')
}

function kindsOf(text: string): string[] {
  const asked = text.split(',')
  const wrong = asked.find(kind => !(revisionKinds as readonly string[]).includes(kind))
  if (wrong === undefined) return asked
  throw new InvalidArgumentError(`There is no kind '${wrong}'; there are ${revisionKinds.join(', ')}.`)
}

function instant(text: string): number {
  const date = parseDate(text)
  if (!date)
    throw new CommandFailure(
      'usage',
      `'${text}' is no date; write 2026-11-01 or 2026-11-01T10:00, local unless Z or an offset follows`,
    )
  return date.getTime()
}
