/** Makes the test for names that `ls` was asked for: with `*` or `?` for the whole name, else for a part of it. */
export function nameTest(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true
  if (!/[*?]/.test(pattern)) return name => name.includes(pattern)
  const source = pattern.replace(/\*+|[^*]/gu, part =>
    part[0] === '*' ? '.*' : part === '?' ? '.' : literal(part),
  )
  const whole = new RegExp(`^${source}$`, 'su')
  return name => whole.test(name)
}

function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char
}
