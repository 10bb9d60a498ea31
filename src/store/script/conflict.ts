/** The marks that git leaves where two branches differ, which a block may be between. */

/** A line of git's, with what it calls the side. */
export const conflictMark: RegExp = /^(<{7}|\|{7}|={7}|>{7})(?: (.*))?$/

/** Whether marks stand between two places of a text, or next to them: only these are a block's. */
export function hasConflict(text: string, from: number, to: number): boolean {
  const lines = (part: string) => part.split(/\r\n|\n|\r/)
  const inside = lines(text.slice(from, to)).some(line => conflictMark.test(line))
  return inside || opensBefore(lines(text.slice(0, from))) || closesBehind(lines(text.slice(to)))
}

/** Whether the last of these lines begins a side; what ends one belongs to what comes before. */
export function opensBefore(lines: readonly string[]): boolean {
  return /^[<|=]/.test(markOf(lines.findLast(isText)))
}

/** Whether the first of these lines ends a side. */
export function closesBehind(lines: readonly string[]): boolean {
  return /^[>|=]/.test(markOf(lines.find(isText)))
}

function isText(line: string): boolean {
  return line.trim() !== ''
}

function markOf(line: string | undefined): string {
  return conflictMark.exec(line ?? '')?.[1] ?? ''
}
