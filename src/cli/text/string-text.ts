import { safeText } from './safe-text.ts'

/** Writes a string in quotes on one line; only as much of it as `room` needs. */
export function stringText(text: string, room: number = Infinity): string {
  const shown = text.length > room ? text.slice(0, Math.max(0, room) + 1) : text
  return `'${safeText(shown.replace(/[\\']/g, '\\$&'))}'`
}

/** Writes a property's name as a program would: in quotes only where it needs them. */
export function keyText(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : stringText(key)
}
