import { Argument, type Command } from 'commander'
import { resolve } from '../../history/ref.ts'
import { diffKept } from '../../value/diff.ts'
import type { Kept } from '../../value/kept.ts'
import { oldOf, patchInsert, patchValue } from '../../value/patch.ts'
import type { Patch } from '../../value/path.ts'
import { pathText } from '../../value/parse-path.ts'
import { Answer } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { withStore } from '../open-store.ts'
import { parseRef } from '../parse-ref.ts'
import { readVariable } from '../read-variable.ts'
import { patchDocument, revisionDocument } from '../revision-document.ts'
import { coloursFor } from '../text/colours.ts'
import { addFormOptions, jsonLines, printRows, type FormOptions, type Forms } from '../text/output-form.ts'
import { printLines } from '../text/print-lines.ts'
import { stringText } from '../text/string-text.ts'
import { valueText } from '../text/value-text.ts'

interface DiffOptions extends FormOptions {
  readonly with?: string
}

/** One of the two revisions that are compared. */
interface Side {
  readonly document: object
  readonly value: Kept
}

/** Adds what `varve diff` takes and does. */
export function configure(command: Command, io: Io): void {
  addFormOptions(
    command
      .addArgument(new Argument('<FILE>', 'a file kept by varve'))
      .addArgument(new Argument('<REF>', 'a variable, and which of its revisions'))
      .addArgument(new Argument('[OTHER]', 'what it is compared with, like score@7 or @7; default the last'))
      .option('--with <file>', 'look for OTHER in this file; default there is the same REF'),
  )
    .addHelpText('after', examples)
    .action(async (file: string, ref: string, other: string | undefined, _options: object, self: Command) => {
      const options = self.optsWithGlobals<DiffOptions>()
      const second = otherRef(ref, other, options.with !== undefined)
      const from = await side(file, ref)
      await diff(io, from, await side(options.with ?? file, second), options)
    })
}

const examples = `
Columns: what is done (replace, add, remove, splice, text), where, what stands
there before and afterwards. Each line counts on those before it. It ends with 0
where the values are equal, whatever the two histories say, and else with 1.
Refs are those of varve show.

Examples:
  varve diff game.db score@3
  varve diff game.db team@2026-11-01 @2026-12-01
  varve diff game.db team --with backup.db
  varve diff game.db team@3 @4 --ndjson | jq -r .path`

/** `@7`, `~1` and `#9f3c` are of the variable that was named first. */
function otherRef(ref: string, other: string | undefined, isElsewhere: boolean): string {
  if (other === undefined) return isElsewhere ? ref : parseRef(ref).name
  return /^[@~#]/.test(other) ? parseRef(ref).name + other : other
}

async function side(file: string, ref: string): Promise<Side> {
  const { name, ref: which } = parseRef(ref)
  return withStore(file, store => {
    const track = readVariable(store, name)
    const index = resolve(track.timeline, track.marks, which)
    return { document: revisionDocument(track, index), value: track.timeline.valueAt(index) }
  })
}

async function diff(io: Io, from: Side, to: Side, options: DiffOptions): Promise<void> {
  const patches = diffKept(from.value, to.value)
  if (options.json) {
    const document = { from: from.document, to: to.document, patches: patches.map(patchDocument) }
    await printLines(io.stdout, jsonLines(document))
  } else await printRows(io, options, patches, forms(coloursFor(io, options.color)))
  if (patches.length > 0) throw new Answer('differs')
}

function forms({ mark }: ReturnType<typeof coloursFor>): Forms<Patch> {
  return {
    columns: [
      { title: 'DOES', text: patch => patch.op, dress: mark },
      { title: 'PLACE', text: placeOf, gives: 'last' },
      { title: 'BEFORE', text: before, gives: 'first' },
      { title: 'AFTER', text: after, gives: 'first' },
    ],
    document: patchDocument,
  }
}

function placeOf(patch: Patch): string {
  return pathText('index' in patch ? [...patch.path, patch.index] : patch.path)
}

function before(patch: Patch, limit: number): string {
  const old = oldOf(patch)
  switch (patch.op) {
    case 'add':
      return ''
    case 'splice':
      return listText((old?.removed ?? []) as readonly Kept[], limit)
    case 'text':
      return textOf(old?.text ?? '', limit)
    default:
      return valueText(old?.value, limit)
  }
}

function after(patch: Patch, limit: number): string {
  switch (patch.op) {
    case 'remove':
      return ''
    case 'splice':
      return listText(patchInsert(patch), limit)
    case 'text':
      return textOf(patch.insert, limit)
    default:
      return valueText(patchValue(patch), limit)
  }
}

function listText(elements: readonly Kept[], limit: number): string {
  return Array.from(elements, element => valueText(element, limit)).join(', ')
}

function textOf(text: string, limit: number): string {
  return text === '' ? '' : stringText(text, limit)
}
