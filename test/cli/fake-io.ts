import { run } from '../../src/cli/run.ts'
import { OutputClosed, type Input, type Io, type Output } from '../../src/cli/io.ts'

/** What a command said, and the code it ended with. */
export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The process that a command believes to run in. */
export interface Pretended {
  /** Columns of the terminal; without them there is none. */
  readonly columns?: number
  readonly env?: Readonly<Record<string, string>>
  /** What comes from stdin: text, or bytes. */
  readonly stdin?: string | Uint8Array
  /** Called when something was written to stdout. */
  readonly onWrite?: () => void
  /** Writes to stdout that succeed before its reader goes away. */
  readonly readerTakes?: number
}

/** Runs a command line in this process, without touching its streams. */
export async function varve(argv: readonly string[], pretended: Pretended = {}): Promise<Said> {
  const said = { out: '', err: '' }
  const output = (name: 'out' | 'err', takes = Infinity): Output => ({
    isTTY: pretended.columns !== undefined,
    columns: pretended.columns ?? 80,
    async write(text) {
      if (takes-- <= 0) throw new OutputClosed()
      said[name] += text
      if (name === 'out') pretended.onWrite?.()
    },
  })
  const env = pretended.env ?? (pretended.columns === undefined ? {} : { NO_COLOR: '1' })
  const { stdin = '' } = pretended
  const input: Input = {
    isTTY: pretended.columns !== undefined,
    // In small pieces, so that none may count on how they come.
    async *read() {
      const bytes = typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
    },
  }
  const io: Io = { stdin: input, stdout: output('out', pretended.readerTakes), stderr: output('err'), env }
  const code = await run(argv, io)
  return { code, ...said }
}

/** The lines of a text. */
export function lines(text: string): string[] {
  return text.split('\n').slice(0, -1)
}
