import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './entries.ts'
import { run } from './run.ts'

/** Packs `dist/` as it stands, as `npm publish` would, gives the tarball to `use` and removes it. */
export async function packed<T>(use: (tarball: string, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'varve-pack-'))
  try {
    const said = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root })
    const { filename }: { filename: string } = firstPacked(said.out)
    return await use(join(folder, filename), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** npm 11 answers with a list, npm 12 with an object by name. */
function firstPacked(json: string): { filename: string } {
  const answer: unknown = JSON.parse(json)
  const [first] = Object.values(answer as Record<string, { filename: string }>)
  if (!first) throw new Error(`npm pack packed nothing: ${json}`)
  return first
}
