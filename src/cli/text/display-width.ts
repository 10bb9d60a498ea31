const ascii = /^[\u0020-\u007e]*$/

/** East Asian wide and full-width blocks of Unicode, which take two columns. */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u
const emoji = /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2})/u
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u

let segmenter: Intl.Segmenter | undefined

/** Counts the columns that a text without control characters takes on a terminal. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes(text)) width += graphemeWidth(segment)
  return width
}

/** Cuts a text to a number of columns; what was cut shows as `…`. */
export function cutTo(text: string, columns: number): string {
  // A text of more than eight units a column is cut whatever it holds, so the rest need not be looked at.
  const near = text.length > columns * 8 + 64 ? text.slice(0, columns * 8 + 64) : text
  if (near === text && displayWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let width = 0
  for (const { segment } of graphemes(near)) {
    width += graphemeWidth(segment)
    if (width > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}

function graphemes(text: string): Iterable<{ readonly segment: string }> {
  return (segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })).segment(text)
}

function graphemeWidth(grapheme: string): number {
  if (wide.test(grapheme) || emoji.test(grapheme)) return 2
  return invisible.test(grapheme) ? 0 : 1
}
