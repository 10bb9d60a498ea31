import type { AnyRevision, RevisionKind } from '../history/revision.ts'
import { readVariable } from './read-variable.ts'
import type { SyncStore } from '../store/store.ts'
import { revisionDocument } from './revision-document.ts'
import type { Io } from './io.ts'
import { jsonLine, jsonLines, type FormOptions } from './text/output-form.ts'
import { printLines } from './text/print-lines.ts'
import { safeText } from './text/safe-text.ts'

const verbs: Partial<Record<RevisionKind, string>> = {
  initial: 'begun',
  set: 'set',
  update: 'updated',
  rollback: 'rolled back to',
  undo: 'undid',
  redo: 'redid',
}

/** Says in one line what was recorded: `score@7 set by ann`, `score@8 rolled back to @3`. */
export function recordedText({ variable, index, kind, target, creator }: AnyRevision): string {
  const what = [verbs[kind] ?? kind, target && `@${target.index}`, creator !== null && `by ${creator}`]
  return safeText([`${variable}@${index}`, ...what].filter(Boolean).join(' '))
}

/** Prints a revision that was recorded, as the file has it now. */
export async function printRecorded(
  io: Io,
  options: FormOptions,
  store: SyncStore,
  revision: AnyRevision,
): Promise<void> {
  if (options.json) return printLines(io.stdout, jsonLines(documentsOf(store, [revision])[0]!))
  await printAllRecorded(io, options, store, [revision])
}

/** As `printRecorded`, for a list of one variable's revisions. */
export async function printAllRecorded(
  io: Io,
  { json, ndjson }: FormOptions,
  store: SyncStore,
  revisions: readonly AnyRevision[],
): Promise<void> {
  if (json) return printLines(io.stdout, jsonLines(documentsOf(store, revisions)))
  if (ndjson) return printLines(io.stdout, documentsOf(store, revisions).map(jsonLine))
  await printLines(io.stdout, revisions.map(recordedText))
}

function documentsOf(store: SyncStore, revisions: readonly AnyRevision[]): object[] {
  const track = readVariable(store, revisions[0]!.variable)
  return revisions.map(({ index }) => revisionDocument(track, index))
}
