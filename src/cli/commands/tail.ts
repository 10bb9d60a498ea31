import { Argument, InvalidArgumentError, type Command } from 'commander'
import { Entry } from '../../history/entry.ts'
import { lineIndex, parseLine } from '../../history/line.ts'
import { isWatchful } from '../../store/capabilities.ts'
import type { NamedHead, SyncStore } from '../../store/store.ts'
import { CommandFailure } from '../exit-codes.ts'
import { Followed, type Told } from '../followed.ts'
import type { Io } from '../io.ts'
import { withStore } from '../open-store.ts'
import { unknownVariable } from '../read-variable.ts'
import { marksAt, patchDocuments, revisionDocument } from '../revision-document.ts'
import { readCursor, writeCursor, type TailCursor } from '../tail-cursor.ts'
import { changeTexts } from '../text/change-text.ts'
import { coloursFor } from '../text/colours.ts'
import { cutTo } from '../text/display-width.ts'
import { jsonLine, type FormOptions } from '../text/output-form.ts'
import { printLines } from '../text/print-lines.ts'
import { safeText } from '../text/safe-text.ts'
import { isoTime, localTime } from '../text/time-text.ts'

interface TailOptions extends Omit<FormOptions, 'json'> {
  readonly lines: number
  readonly cursor?: string
}

/** Adds what `varve tail` takes and does. */
export function configure(command: Command, io: Io): void {
  command
    .addArgument(new Argument('<FILE>', 'a file kept by varve'))
    .addArgument(new Argument('[NAME]', 'a variable; without one, all of them'))
    .option('-n, --lines <count>', 'begin with so many that are there already', count, 10)
    .option('--cursor <file>', 'go on where a tail with this file stopped, and keep it up to date')
    .option('--ndjson', 'print a line of JSON for each')
    .addHelpText('after', examples)
    .action((file: string, name: string | undefined, _options: object, self: Command) =>
      withStore(file, store => tail(io, store, name, self.optsWithGlobals<TailOptions>())),
    )
}

const examples = `
Columns: revision, time, kind, creator, why, what changed; one line for each, as
other programs record them, until it is interrupted or nobody reads any more.
With --cursor none is left out between two runs; after a crash the last ones may
come once more.

Examples:
  varve tail game.db
  varve tail game.db score -n 0
  varve tail game.db --ndjson --cursor game.cursor | ./announce`

async function tail(io: Io, store: SyncStore, name: string | undefined, options: TailOptions): Promise<void> {
  if (!isWatchful(store)) throw new CommandFailure('usage', 'this store does not tell of moves')
  if (name !== undefined && !store.headSync(name, 'main')) throw unknownVariable(store, name)
  const isWanted = ({ variable, branch }: NamedHead) =>
    branch === 'main' && (name === undefined || variable === name)
  const kept = keptCursor(options, name)
  const moves = store.watch(kept ? { cursor: kept.cursor } : {})[Symbol.asyncIterator]()
  try {
    // The first answer comes at once; what moves behind it cannot be missed.
    let next = await moves.next()
    const before = kept?.heads ?? store.headsSync().filter(isWanted)
    const followed = new Followed(store, before)
    const print = printer(io, options)
    if (!kept) await print(lastOf(store, followed, before, options.lines))
    for (; !next.done; next = await moves.next()) {
      await print(followed.upTo(next.value.heads.filter(isWanted)))
      if (options.cursor !== undefined)
        writeCursor(options.cursor, { of: name ?? null, cursor: next.value.cursor, heads: followed.heads })
    }
  } finally {
    await moves.return?.()
  }
}

function keptCursor({ cursor: file }: TailOptions, name: string | undefined): TailCursor | undefined {
  const kept = file === undefined ? undefined : readCursor(file)
  if (!kept || kept.of === (name ?? null)) return kept
  const whose = kept.of === null ? 'all variables' : `'${kept.of}'`
  throw new CommandFailure('usage', `${file} is the cursor of a tail of ${whose}; take another file`)
}

/** Finds the newest of all variables by their last lines alone: most variables need not be read. */
function lastOf(store: SyncStore, followed: Followed, heads: readonly NamedHead[], most: number): Told[] {
  const newest = heads.flatMap(({ variable, branch, index }) => {
    const lines = most > 0 ? store.readSync(variable, branch, Math.max(0, index - most + 1), index) : []
    return lines.map(line => ({
      variable,
      entry: Entry.fromLine(parseLine(line, variable, lineIndex(line))),
    }))
  })
  newest.sort((a, b) => a.entry.time - b.entry.time)
  return newest
    .slice(Math.max(0, newest.length - most))
    .map(({ variable, entry }) => ({ track: followed.track(variable), index: entry.index }))
}

function printer(io: Io, { ndjson, color }: TailOptions): (told: readonly Told[]) => Promise<void> {
  const { isTTY } = io.stdout
  const { mark, dim } = coloursFor(io, color)
  const texts = new Map<object, (index: number) => string>()
  const changeText = ({ track, index }: Told) => {
    const text = texts.get(track) ?? changeTexts(track.timeline)
    texts.set(track, text)
    return text(index)
  }
  const line = (told: Told): string => {
    const { track, index } = told
    if (ndjson) return jsonLine({ ...revisionDocument(track, index), patches: patchDocuments(track, index) })
    const { time, kind, targets, creator, label, comment } = track.timeline.entry(index)
    const marks = marksAt(track, index).map(name => `[${name}]`)
    const why = [...marks, [label, comment].filter(Boolean).join(' · ')].join(' ').trim()
    const rest = [[kind, ...targets].join(' '), creator ?? '', why, changeText(told)].map(safeText)
    const [name, when] = [safeText(`${track.name}@${index}`), isTTY ? localTime(time) : isoTime(time)]
    if (!isTTY) return [name, when, ...rest].join('\t')
    const room = Math.max(0, io.stdout.columns - name.length - when.length - 4)
    return `${mark(name)}  ${dim(when)}  ${cutTo(rest.filter(Boolean).join('  '), room)}`.trimEnd()
  }
  return told => printLines(io.stdout, told.map(line))
}

function count(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a whole number from 0.')
}
