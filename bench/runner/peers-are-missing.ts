import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const bench = join(import.meta.dirname, '..')

/** Says how the peers come here, when one of them is not there. */
export function peersAreMissing(): boolean {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(bench, 'package.json'), 'utf8'),
  )
  const missing = Object.keys(dependencies).filter(name => !existsSync(join(bench, 'node_modules', name)))
  if (missing.length === 0) return false
  console.error(`the libraries to compare with are missing (${missing.join(', ')}): npm ci --prefix bench`)
  process.exitCode = 1
  return true
}
