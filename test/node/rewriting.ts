/**
 * A program that rewrites a file: `node rewriting.ts FILE TEXT`. It says when it is ready and waits for a line, so that a
 * tracer can join and sees nothing but the rewrite; then it says how that ended.
 */
import { readSync, writeSync } from 'node:fs'
import { rewriteFile } from '../../src/store/rewriting/rewrite-file.ts'

const [file, text] = process.argv.slice(2) as [string, string]
const content = [text.slice(0, 3), text.slice(3)]
writeSync(1, 'ready\n')
readSync(0, Buffer.alloc(1))
let end = 'end'
try {
  rewriteFile(file, content)
} catch (error) {
  end = String((error as { code?: unknown }).code)
}
writeSync(1, `${end}\n`)
