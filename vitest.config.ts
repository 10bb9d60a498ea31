import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { planted } from './test/planted/plugin.ts'
import { aliases } from './tools/entries.ts'

const plant = process.env['PLANT']

const config: ViteUserConfig = defineConfig({
  plugins: plant ? [planted(plant)] : [],
  resolve: { alias: aliases() },
  test: {
    // A planted fault must not come out of, nor go into, what is kept between runs.
    ...(plant && { fsModuleCache: false }),
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/postgres/global-setup.ts'],
    reporters: ['default', './tools/tally.ts'],
    // Files that build packages, run examples and start servers; the machine that counts has two cores.
    testTimeout: 20_000,
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
  },
})
export default config
