/** Where a command writes to. */
export interface Output {
  /** True for a terminal, which gets tables; anything else gets text for programs. */
  readonly isTTY: boolean
  /** How many columns the terminal has. */
  readonly columns: number
  /** Settles when the text was taken; rejects with `OutputClosed` when nobody reads any more. */
  write(text: string): Promise<void>
}

/** Where a command reads from; a person, where it is a terminal. */
export interface Input {
  readonly isTTY: boolean
  /** Gives the bytes as they come; ends the input when it is left early. */
  read(): AsyncIterable<Uint8Array>
}

/** All that a command sees of the process it runs in. */
export interface Io {
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Tells that the reader went away, as `head` does when it has enough. */
export class OutputClosed extends Error {}

/** Gives the running process. */
export function processIo(): Io {
  return {
    stdin: { isTTY: process.stdin.isTTY === true, read: () => process.stdin },
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    env: process.env,
  }
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // Told to the write that failed; without a listener it would end the process.
  stream.on('error', () => {})
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns || 80
    },
    write: text =>
      new Promise((resolve, reject) => {
        stream.write(text, error => (error ? reject(explain(error)) : resolve()))
      }),
  }
}

function explain(error: Error): Error {
  const { code } = error as NodeJS.ErrnoException
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' ? new OutputClosed() : error
}
