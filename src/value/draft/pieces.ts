/** A stretch of an array: elements of the base from an index on, or (`from` -1) elements that weren't there. */
export interface Piece {
  from: number
  length: number
}

/** Replaces a stretch of the array that the pieces describe by `insert` new elements. */
export function splicePieces(pieces: Piece[], at: number, remove: number, insert: number): void {
  const first = cut(pieces, at)
  const last = cut(pieces, at + remove)
  pieces.splice(first, last - first)
  if (insert === 0) return
  // New stretches side by side are one: a thousand pushes are one splice.
  const left = pieces[first - 1]
  const right = pieces[first]
  if (left?.from === -1) left.length += insert
  else if (right?.from === -1) right.length += insert
  else pieces.splice(first, 0, { from: -1, length: insert })
}

/** Finds the piece that begins at a position, after dividing the one that doesn't. */
function cut(pieces: Piece[], at: number): number {
  let i = 0
  let rest = at
  for (; i < pieces.length && rest >= pieces[i]!.length; i++) rest -= pieces[i]!.length
  if (rest === 0) return i
  const { from, length } = pieces[i]!
  pieces[i]!.length = rest
  pieces.splice(i + 1, 0, { from: from === -1 ? -1 : from + rest, length: length - rest })
  return i + 1
}
