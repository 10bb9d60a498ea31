import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openScript } from '../../src/store/script/open-script.ts'
import { plantedScript, scriptPlants } from './planted-script.ts'
import { readScript } from './read-script.ts'
import type { Subject } from './subject.ts'

const fileIn = (place: string) => join(place, 'program.mjs')
const journalIn = (place: string) => `${fileIn(place)}.varve-journal`

/** Some lines, so that there is something to be mangled; without a line end, so that there is one to be added. */
const program = `#!/usr/bin/env node
${'// what this program says is known, and it has to say it as long as it is there\n'.repeat(20)}const words = ['it', 'runs']
console.log(words.join(' '))`

/** So much of a block has to be there for it to be missed. */
const shortest = 7

/** The store in a script. */
export const scriptFile: Subject = subject('script', false)

/** The store in a script with a journal beside it. */
export const journaledScript: Subject = subject('script-journal', true)

function subject(name: string, journal: boolean): Subject {
  return {
    name,
    isFiles: true,
    plants: scriptPlants,
    lives: 100,
    prepare,
    store(place, plant) {
      const store = openScript(fileIn(place), { journal })
      return plant && scriptPlants.includes(plant) ? plantedScript(store, plant) : store
    },
    files: place => [
      fileIn(place),
      join(place, '.program.mjs.varve-new'),
      join(place, '.program.mjs.varve-lock'),
      journalIn(place),
    ],
    lying(place, names) {
      const found = readScript(fileIn(place), journalIn(place))
      return new Map([...found].filter(([each]) => names.includes(each)))
    },
    hasNothing: bytes => bytes.length < program.length + shortest,
    problems,
  }
}

/** Writes the program where there is none; it is whole, and on the disk, or not there. */
function prepare(place: string): void {
  const file = fileIn(place)
  if (existsSync(file)) return
  const fd = openSync(`${file}.first`, 'w')
  writeSync(fd, program)
  fsyncSync(fd)
  closeSync(fd)
  renameSync(`${file}.first`, file)
  const folder = openSync(place, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** What has become of the program itself. */
function problems(place: string): string[] {
  const text = readFileSync(fileIn(place), 'utf8')
  const rest = text.slice(program.length)
  const found: string[] = []
  if (!text.startsWith(program)) found.push('the program is not as it was')
  if (rest.split('\n').some(line => line !== '' && !line.startsWith('// ')))
    found.push('the program has become longer')
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileIn(place)], { encoding: 'utf8' })
  if (status !== 0 || stdout !== 'it runs\n') found.push(`the program says ${stdout}${stderr.slice(0, 200)}`)
  return found
}
