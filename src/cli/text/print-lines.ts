import type { Output } from '../io.ts'

const full = 16_384
const patienceMs = 100

/** Writes lines as they come, many at once; waits while the reader is behind, and ends when it has gone. */
export async function printLines(output: Output, lines: Iterable<string>): Promise<void> {
  let text = ''
  let written = performance.now()
  for (const line of lines) {
    text += `${line}\n`
    if (text.length < full && performance.now() - written < patienceMs) continue
    await output.write(text)
    text = ''
    written = performance.now()
  }
  if (text) await output.write(text)
}
