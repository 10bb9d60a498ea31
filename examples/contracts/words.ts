export function heading(text: string): void {
  console.log(`\n${text}`)
}

export function row(...cells: readonly (string | number)[]): void {
  console.log(`  ${cells.join('  ').trimEnd()}`)
}

export function say(what: string, ...found: readonly (string | number)[]): void {
  console.log(`  ${what.padEnd(12)}`, ...found)
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** An amount, aligned with others. */
export function sum(amount: number): string {
  return amount.toLocaleString('en').padStart(7)
}
