import type { Edit } from '../history/edit.ts'

/** W1, W2 and W3: a number is set; one leaf of a document of 1,000 objects is; a text is edited. */
export type Work = 'number' | 'leaf' | 'text'

/** A document with a long history. */
export interface Past {
  /** Makes one version; they count from 0, the initial. */
  edit(step: number): void
  /** Notes the version that stands, where a library has no other name for it later. */
  note?(version: number): void
  /** Goes to an old version and brings out its whole value. */
  visit(version: number): unknown
}

/** Every adapter exports this as `openPast`; `edits` are what happens to the text. */
export type OpenPast = (work: Work, edits: readonly Edit[]) => Promise<Past>

/** Loads one library, and no other. */
export async function openPastOf(candidate: string, work: Work, edits: readonly Edit[]): Promise<Past> {
  const { openPast }: { openPast: OpenPast } = await import(`./${candidate}-past.ts`)
  return openPast(work, edits)
}
