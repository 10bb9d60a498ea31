const left = new Set<() => void>()

process.on('exit', () => {
  for (const clear of [...left].toReversed()) clear()
})
// A signal that nobody listens to ends the process without its exit.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

/** Has something cleared away however this process ends; gives back the way to take that back. */
export function atExit(clear: () => void): () => void {
  left.add(clear)
  return () => void left.delete(clear)
}
