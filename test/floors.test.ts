import { expect, test } from 'vitest'
import { breaches, sourceFiles } from '../tools/floors.ts'

test('every file of src/ imports only itself and the floors below', () => {
  expect(breaches(sourceFiles())).toEqual([])
})

const planted: [fault: string, path: string, text: string, said: RegExp][] = [
  [
    'a floor above',
    'src/value/keep.ts',
    `import { memory } from '../store/memory.ts'`,
    /may not import store\/memory\.ts/,
  ],
  [
    'a type from above',
    'src/history/line.ts',
    `import type { Store } from '../store/store.ts'`,
    /may not import store/,
  ],
  [
    'a type from above, inline',
    'src/history/line.ts',
    `type S = import('../store/store.ts').Store`,
    /may not import store/,
  ],
  [
    'the door from below',
    'src/variable/variable.ts',
    `export { watch } from '../index.ts'`,
    /may not import index\.ts/,
  ],
  [
    'a stranger next door',
    'src/immutable/container.ts',
    `import '../variable/registry.ts'`,
    /may not import variable/,
  ],
  [
    'one twin of the platform',
    'src/recorder/clock.ts',
    `import { sha256 } from '../platform/node.ts'`,
    /may not import platform/,
  ],
  ['a value in errors.ts', 'src/errors.ts', `import { keep } from './value/keep.ts'`, /may not import value/],
  [
    'a high type in errors.ts',
    'src/errors.ts',
    `import type { S } from './store/store.ts'`,
    /may not import store/,
  ],
  [
    'the platform in value/',
    'src/value/keep.ts',
    `import { randomId } from '#platform'`,
    /may not import #platform/,
  ],
  [
    'a runtime below the roof',
    'src/recorder/queue.ts',
    `import { readFileSync } from 'node:fs'`,
    /may not import node:fs/,
  ],
  [
    'a runtime, later',
    'src/recorder/queue.ts',
    `const fs = await import('node:fs')`,
    /may not import node:fs/,
  ],
  [
    'a runtime, by the back door',
    'src/recorder/queue.ts',
    `process.getBuiltinModule('node:fs')`,
    /may not import node:fs/,
  ],
  [
    'a package in the wrong place',
    'src/history/line.ts',
    `import { stringify } from 'devalue'`,
    /may not import devalue/,
  ],
  ['a package nobody agreed on', 'src/cli/main.ts', `import chalk from 'chalk'`, /may not import chalk/],
  ['an import without .ts', 'src/value/keep.ts', `import { same } from './same.js'`, /without \.ts/],
  ['a folder on no floor', 'src/plugins/one.ts', '', /"plugins" stands on no floor/],
  ['a folder that says nothing', 'src/value/utils/one.ts', '', /"utils" is too vague/],
  ['a file that says nothing', 'src/value/helpers.ts', '', /"helpers\.ts" is too vague/],
  ['a name in camelCase', 'src/value/parsePath.ts', '', /kebab-case/],
  ['401 lines of code', 'src/value/keep.ts', 'f()\n'.repeat(401), /401 lines of code/],
]

test.each(planted)('%s is reported', (_fault, path, text, said) => {
  expect(breaches([{ path, text }])).toEqual([expect.stringMatching(said)])
})

const fine: [what: string, path: string, text: string][] = [
  ['the floors below', 'src/recorder/queue.ts', `import { keep } from '../value/keep.ts'`],
  ['errors.ts from everywhere', 'src/value/keep.ts', `import { VarveError } from '../errors.ts'`],
  ['details of errors', 'src/errors.ts', `import type { Path } from './value/path.ts'`],
  [
    'an import in a comment',
    'src/value/keep.ts',
    `// tells 0 from '0', import('node:fs')\n/* import 'node:fs' */`,
  ],
  ['400 lines and their comments', 'src/value/keep.ts', '// why\nf()\n\n'.repeat(400)],
]

test.each(fine)('%s: nothing to report', (_what, path, text) => {
  expect(breaches([{ path, text }])).toEqual([])
})
