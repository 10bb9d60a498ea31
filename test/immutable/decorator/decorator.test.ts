import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from '../../../tools/entries.ts'
import { run } from '../../../tools/run.ts'

// Node runs no decorators yet, so the program is compiled as a user's would be, and runs with what is built.
const folder = mkdtempSync(join(tmpdir(), 'varve-decorator-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the decorator, compiled by tsc, makes new give locked objects', async () => {
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    outDir: 'built',
  }
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/varve'))
  cpSync(join(import.meta.dirname, 'program.ts'), join(folder, 'program.ts'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
  const compiled = await run('tsc', ['-p', '.', '--pretty', 'false'], { cwd: folder, mayFail: true })
  expect(compiled.out).toBe('')

  const { out } = await run('node', ['built/program.js'], { cwd: folder })
  expect(out.trim().split('\n')).toEqual([
    'what new gives is a locked root: ["locked","root",true]',
    'it has its getters and its private field: [5,7]',
    'it is an instance of its class: [true,true,"Point"]',
    'no field can be written: ["TypeError","TypeError",3]',
    'an update gives another one: [4,3,true,"locked"]',
    'a private field does not outlive it: ["TypeError"]',
    'a static member is there and locked: [0,"locked",[9,9]]',
    'it cannot be written: ["TypeError","TypeError"]',
    'nor what is in it: ["TypeError","VarveError"]',
    'a private static member stays the business of the class: [41,42]',
    'the prototype is locked: ["TypeError"]',
    'a subclass is locked when all of it is made: ["locked","a point",2.23606797749979]',
    'with its own statics: ["TypeError",["named"]]',
    'its methods work in recipes: ["b",["t"],[],true]',
    'a subclass without the decorator is open: ["transient","done",2]',
  ])
})
