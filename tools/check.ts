/** `npm run check`: everything that can be known without running the tests. All steps run; one line each. */
import { breaches, sourceFiles } from './floors.ts'
import { packed } from './pack.ts'
import { run } from './run.ts'

/** Says what is wrong; nothing when all is well. */
type Step = () => Promise<string>

const steps: Readonly<Record<string, Step>> = {
  types: async () => (await complaints('tsc')) || (await complaints('tsc', '-p', 'test')),
  door: () => complaints('tsc', '-p', 'tsconfig.door.json'),
  lint: () => complaints('oxlint', '--format=unix'),
  format: () => complaints('prettier', '--check', '--log-level=warn', '.'),
  floors: async () => breaches(sourceFiles()).join('\n'),
  build: () => complaints('node', 'tools/build.ts'),
  exports: () =>
    packed(async tarball => {
      const said = [
        await complaints('publint', 'run', tarball, '--strict'),
        // Node's require takes ES modules since 22.12, below the least Node supported here.
        await complaints('attw', tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'),
      ]
      return said.filter(Boolean).join('\n')
    }),
}

let failed = 0
for (const [name, step] of Object.entries(steps)) {
  const started = performance.now()
  const said = await step().catch((error: unknown) => String(error))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${said ? 'FAILED' : 'ok    '}  ${name.padEnd(8)} ${seconds} s`)
  if (!said) continue
  failed += 1
  console.log(said.trimEnd().replaceAll(/^/gm, '        '))
}
process.exitCode = failed > 0 ? 1 : 0

async function complaints(program: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await run(program, args, { mayFail: true })
  return code === 0 ? '' : `${out}${err}`.trim() || `${program} ended with ${code}`
}
