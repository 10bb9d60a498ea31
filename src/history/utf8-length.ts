/** How many bytes a text takes as UTF-8, without making them; half a surrogate pair counts three. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    length += unit < 0x800 ? 1 : 2
    // A pair takes four bytes, and its two units counted one each already.
    if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(at + 1))) at++
  }
  return length
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
