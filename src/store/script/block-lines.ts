/** What stands in a block, line by line; `docs/format.md` says it for writers of other readers. */

const title = 'values remembered by this script, kept with its code; "npx varve ls FILE" lists them'
const joined = '; the line end before this line was added'

/** The version of blocks that is read and written here. */
export const knownVersion = 1

/** What the first line of every block begins with, of whatever version. */
export const firstLinePattern: RegExp = /^\/\/ varve (\d+): values remembered by this script/

/** The first line; `isJoined` where the line end before the block is not the program's. */
export function firstLine(isJoined: boolean): string {
  return `// varve ${knownVersion}: ${title}${isJoined ? joined : ''}`
}

/** What the last line of every block begins with. */
export const lastLineStart = '// varve end: '

const lastLinePattern = /^\/\/ varve end: (\d{1,9}) lines, sha256 ([0-9a-f]{64})$/

/** The last line of a block with so many lines before it. */
export function lastLine(count: number, digest: string): string {
  return `${lastLineStart}${count} lines, sha256 ${digest}`
}

/** What the last line says; undefined for one that says nothing of the kind. */
export function parseLastLine(line: string): { readonly count: number; readonly digest: string } | undefined {
  const [, count, digest] = lastLinePattern.exec(line) ?? []
  return digest === undefined ? undefined : { count: Number(count), digest }
}
