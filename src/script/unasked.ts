/** What is said at the end of a run of values that are kept, and that the script does not go on with. */
export interface Unasked {
  readonly file: string
  /** Those that nothing in the script asks for. */
  readonly orphans: readonly string[]
  /** Those that a `was` names in vain, by the name under which something else is stored by now. */
  readonly outlived: ReadonlyMap<string, string>
  /** Whether something is stored of what the script asks for: the new name of a value that was renamed may be among it. */
  readonly areOthersStored: boolean
}

/** Says what is kept and not asked for, and what to write where it was renamed; one line for each cause, none where nothing is. */
export function unaskedTexts({ file, orphans, outlived, areOthersStored }: Unasked): string[] {
  const texts = [...outlived].map(
    ([name, was]) =>
      `${file} keeps '${was}', and { was: '${was}' } does not lead to it: '${name}' has values of its own by now, and goes on with these. ` +
      `remember(…, { key: '${was}' }) goes on with the old ones`,
  )
  if (orphans.length === 0) return texts
  const names = orphans.map(name => `'${name}'`).join(', ')
  const later = areOthersStored
    ? `, or remember(…, { key: '${orphans[0]}' }) where something is kept under its new name by now`
    : ''
  const text = `${file} keeps ${names}, which no remember() in it asks for. If something was renamed, say so: remember(…, { was: '${orphans[0]}' })${later}`
  return [...texts, text]
}
