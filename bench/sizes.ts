/** What does a page pay? Bundles what it would import from the built package, as browsers get it, and weighs it. */
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { root } from '../tools/entries.ts'

export interface Budget {
  readonly name: string
  /** The page's import, or everything. */
  readonly imports: readonly string[] | '*'
  /** Bytes, gzipped: where it has to come. */
  readonly must: number
  /** Where it stands; over this a test fails, so that it only goes down. `docs/decisions/door-sizes.md` says why. */
  readonly held: number
  readonly stretch: number
  readonly why: string
}

export interface Weight {
  readonly gzipped: number
  readonly minified: number
  readonly code: string
}

/** A kilobyte is 1,000 bytes, as the peers measure. */
export const budgets: readonly Budget[] = [
  {
    name: '{ update, diff, apply }',
    imports: ['update', 'diff', 'apply'],
    must: 9_000,
    held: 27_700,
    stretch: 7_000,
    why: 'who wants drafts and patches alone has immer (6.9 KB) to compare with',
  },
  {
    name: '{ watch }',
    imports: ['watch'],
    must: 16_000,
    held: 68_900,
    stretch: 12_000,
    why: 'one variable with its whole history has to stay below travels (20 KB)',
  },
  {
    name: 'everything of the door',
    imports: '*',
    must: 26_000,
    held: 85_900,
    stretch: 20_000,
    why: 'a page that uses it all still loads before anybody notices',
  },
]

/** Weighs what a page imports of the built package. */
export async function weigh({ imports }: Pick<Budget, 'imports'>): Promise<Weight> {
  const what = imports === '*' ? '*' : `{ ${imports.join(', ')} }`
  return weighPage(`export ${what} from 'varve'`, root)
}

/** Bundles a page's code, which stands in a folder, as a page's bundler would: browser conditions, minified. */
export async function weighPage(page: string, folder: string): Promise<Weight> {
  const file = join(folder, 'page.js')
  const bundle = await rolldown({
    cwd: folder,
    input: 'page',
    platform: 'browser',
    logLevel: 'warn',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    // A name that the door lacks must not weigh nothing.
    onLog: (_level, log) => {
      throw new Error(log.message)
    },
    plugins: [
      {
        name: 'page',
        resolveId: id => (id === 'page' ? file : null),
        load: id => (id === file ? page : null),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false })
  await bundle.close()
  const { code } = output[0]
  return { code, minified: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).length }
}

/** Prints each weight beside its budget. */
export async function main(): Promise<void> {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`.padStart(8)
  console.log('gzipped   minified  must     stretch   what')
  for (const budget of budgets) {
    const { gzipped, minified } = await weigh(budget)
    const verdict = gzipped > budget.must ? '  OVER' : gzipped > budget.stretch ? '' : '  within the stretch'
    const columns = [gzipped, minified, budget.must, budget.stretch].map(kilobytes)
    console.log(`${columns.join('  ')}  ${budget.name}${verdict}\n${' '.repeat(40)}${budget.why}`)
  }
}
