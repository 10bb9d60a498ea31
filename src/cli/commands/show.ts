import { Argument, type Command } from 'commander'
import { resolve } from '../../history/ref.ts'
import type { Track } from '../../recorder/track.ts'
import type { Kept } from '../../value/kept.ts'
import { pathText, toPath } from '../../value/parse-path.ts'
import type { Path } from '../../value/path.ts'
import { blameForms, blameRows } from '../blame-rows.ts'
import { findPlace } from '../find-place.ts'
import type { Io } from '../io.ts'
import { withStore } from '../open-store.ts'
import { parseRef } from '../parse-ref.ts'
import { readVariable } from '../read-variable.ts'
import { revisionDocument } from '../revision-document.ts'
import { coloursFor } from '../text/colours.ts'
import { headerLines } from '../text/header-lines.ts'
import { valueFields } from '../text/json-value.ts'
import { addFormOptions, jsonLine, jsonLines, printRows, type FormOptions } from '../text/output-form.ts'
import { printLines } from '../text/print-lines.ts'
import { exactLocalTime, isoTime } from '../text/time-text.ts'
import { valueLines } from '../text/value-text.ts'

interface ShowOptions extends FormOptions {
  readonly path?: string
  readonly blame?: true
}

/** A revision and the place in its value that is to be shown. */
interface Shown {
  readonly track: Track
  readonly index: number
  readonly path: Path
  readonly value: Kept
}

/** Adds what `varve show` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .addArgument(new Argument('<REF>', 'a variable, and which of its revisions'))
      .option('--path <path>', 'only this place of the value, like players[0].name')
      .option('--blame', 'each place with the revision that last changed it'),
  )
    .addHelpText('after', examples)
    .action((file: string, ref: string, _options: object, self: Command) =>
      withStore(file, store => {
        const options = self.optsWithGlobals<ShowOptions>()
        const path = toPath(options.path ?? '')
        const { name, ref: which } = parseRef(ref)
        const track = readVariable(store, name)
        const index = resolve(track.timeline, track.marks, which)
        const value = findPlace(`${name}@${index}`, track.timeline.valueAt(index), path)
        return show(io, { track, index, path, value }, options)
      }),
    )
}

const examples = `
Refs:
  score                   the last revision, as score@main
  score@3                 by its index, from 0
  score@~2                two before the last
  score@2026-11-01T10:00  as of an instant, in local time unless Z or an offset
                          like +01:00 follows
  score@2026-11-01        as of that day's first moment, 00:00
  score@#9f3c             by the beginning of its hash
  score@release           by a mark

Examples:
  varve show game.db score
  varve show game.db team@~1 --path 'players[0].name'
  varve show game.db team@2026-11-01 --blame
  varve show game.db team --json | jq .value`

async function show(io: Io, shown: Shown, options: ShowOptions): Promise<void> {
  const { track, index, path, value } = shown
  const colours = coloursFor(io, options.color)
  const blame = options.blame ? blameRows(track, index, path, value) : undefined
  const places = blameForms(track, colours)
  if (options.ndjson && blame) return printRows(io, options, blame, places)
  if (options.json || options.ndjson) {
    const document = { ...documentOf(shown), ...(blame && { blame: Array.from(blame, places.document) }) }
    return printLines(io.stdout, options.json ? jsonLines(document) : [jsonLine(document)])
  }
  const style = { ...colours, timeText: io.stdout.isTTY ? exactLocalTime : isoTime }
  await printLines(io.stdout, [...headerLines(track, index, path, style), ''])
  if (blame) return printRows(io, options, blame, places)
  await printLines(io.stdout, valueLines(value, io.stdout.columns))
}

function documentOf({ track, index, path, value }: Shown): object {
  const place = path.length > 0 ? { path: pathText(path) } : {}
  return { ...revisionDocument(track, index), ...place, ...valueFields(value) }
}
