import { defineConfig, type UserConfig } from 'tsdown'
import { builtEntries } from './tools/entries.ts'

const config: UserConfig = defineConfig({
  entry: builtEntries(),
  format: 'esm',
  platform: 'node',
  target: 'es2024',
  fixedExtension: false,
  dts: { oxc: true },
  // Consumers whose `lib` is older lack `Symbol.dispose`, which the declarations name.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
  // Resolved by the package's own `imports` where it is used, so that a browser gets the other twin.
  deps: { neverBundle: ['#platform', /^node:/], onlyBundle: ['commander', 'picocolors'] },
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
  outputOptions: {
    chunkFileNames: 'shared/[name]-[hash].js',
    // One file for each floor that the door reaches: a bundler drops what a page doesn't use by the file, and Node
    // loads a handful of files instead of two hundred. Stores stay apart, each behind its own entry.
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: 'floors', name: floorOf }],
    },
  },
})
export default config

function floorOf(path: string): string | null {
  if (path.endsWith('.d.ts')) return null
  // What only immutables need of the ground.
  if (/[\\/]src[\\/]value[\\/]persistent[\\/]/.test(path)) return 'persistent'
  return /[\\/]src[\\/](value|history|recorder|variable|immutable)[\\/]/.exec(path)?.[1] ?? null
}
