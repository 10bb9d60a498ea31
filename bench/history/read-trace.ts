import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Edit } from './edit.ts'

interface Trace {
  readonly startContent: string
  readonly txns: readonly { readonly patches: readonly Edit[] }[]
}

/** The first edits of a recorded trace, in the form of the collection editing-traces, plain or gzipped. */
export function readTrace(file: string, count: number): readonly Edit[] {
  const bytes = readFileSync(file)
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString()
  const { startContent, txns }: Trace = JSON.parse(text)
  const before: Edit[] = startContent === '' ? [] : [[0, 0, startContent]]
  return [...before, ...txns.flatMap(({ patches }) => patches)].slice(0, count)
}
