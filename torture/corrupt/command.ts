import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Run } from '../campaign.ts'
import { damage } from './damage.ts'

const main = join(fileURLToPath(import.meta.resolve('varve')), '../cli/main.js')
/** Ends of the command that say that it was refused: usage, nothing there, locked, damaged. */
const refusals = [2, 3, 4, 5]

/** The command, on the same damage: what it prints of the whole file, or a refusal. */
export function readByCommand(run: Run, whole: string, flips: readonly number[]): void {
  const place = join(run.asked.folder, 'command')
  mkdirSync(place)
  const [file] = run.asked.subject.files(place) as [string]
  copyFileSync(run.asked.subject.files(whole)[0]!, file)
  const truth = said(file)
  for (const flip of flips) readDamaged(run, whole, place, flip, truth)
}

function readDamaged(
  run: Run,
  whole: string,
  place: string,
  flip: number,
  truth: ReturnType<typeof said>,
): void {
  const { subject } = run.asked
  const [file] = subject.files(place) as [string]
  for (const each of subject.files(place)) rmSync(each, { force: true })
  const damaged = damage(readFileSync(subject.files(whole)[0]!), run.random('flip', flip))
  writeFileSync(file, damaged.bytes)
  if (subject.hasNothing?.(damaged.bytes)) return
  run.count('asked of the command', truth.length)
  said(file).forEach(({ status, stdout, stderr, words }, i) => {
    if (refusals.includes(status ?? -1) && stderr.startsWith('varve: '))
      return run.count('refused to the command')
    if (status === 0 && stdout === truth[i]!.stdout) return
    run.fail(
      `flip ${flip}, ${damaged.what}: varve ${words} ends with ${status} and says ${(stderr || stdout).slice(0, 200)}`,
      String(flip),
    )
  })
}

function said(file: string) {
  return [
    ['ls', '--json', file],
    ['log', '--json', file, 'log'],
    ['show', '--json', file, 'price@agreed'],
  ].map(words => ({
    words: words.join(' '),
    ...spawnSync(process.execPath, ['--no-warnings', main, ...words], { encoding: 'utf8' }),
  }))
}
