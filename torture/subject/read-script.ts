import { existsSync, readFileSync } from 'node:fs'
import { sha256 } from '../../test/docs/reader.ts'
import type { Lying } from './subject.ts'

/** A reader of scripts and their journals that is written from docs/format.md alone; of each variable it gives `main`. */
export function readScript(file: string, journal: string): Map<string, Lying> {
  const found = readBlock(readFileSync(file, 'utf8'))
  for (const { unit } of existsSync(journal) ? readJournal(readFileSync(journal, 'utf8')) : []) {
    for (const { variable, branch, lines, head } of unit?.runs ?? []) {
      if (branch !== 'main') continue
      const { texts } = found.get(variable) ?? { texts: [] }
      const first = head.index + 1 - lines.length
      // What the script has already is there once.
      if (first <= texts.length)
        found.set(variable, {
          texts: [...texts.slice(0, first), ...lines, ...texts.slice(head.index + 1)],
          head: head.index >= texts.length ? head : found.get(variable)!.head,
        })
    }
  }
  return found
}

function readBlock(text: string): Map<string, Lying> {
  const found = new Map<string, Lying>()
  const all = text.split(/\r\n|\n|\r/)
  const first = all.findIndex(line => line.startsWith('// varve 1: values remembered by this script'))
  if (first < 0) return found
  const last = all.findIndex(line => line.startsWith('// varve end: '))
  const [, count] = /^\/\/ varve end: (\d+) lines, sha256 \w+$/.exec(all[last] ?? '') ?? []
  const lines = all.slice(first, last)
  if (Number(count) !== lines.length) throw new Error('the block has not as many lines as it says')
  let own: { texts: string[]; head: { index: number; hash: string } } | undefined
  for (const line of lines.slice(1).map(each => each.slice('// '.length))) {
    const [, kind, rest = ''] = /^(\w+) (.*)$/s.exec(line) ?? []
    if (kind === 'variable') {
      const [, name] = /^("(?:[^"\\]|\\.)*")/.exec(rest) ?? []
      own = { texts: [], head: { index: -1, hash: '' } }
      // Other branches are not asked for.
      if (!rest.slice(name!.length).startsWith(' branch ')) found.set(JSON.parse(name!) as string, own)
    } else if (line.startsWith('{')) own!.texts.push(line)
    else if (kind === 'line') own!.texts.push(JSON.parse(rest) as string)
    else if (kind === 'head') {
      const [, index, hash] = /^(\d+) (\w+)$/.exec(rest) ?? []
      own!.head = { index: Number(index), hash: hash! }
    }
  }
  return found
}

interface Journaled {
  readonly unit?: {
    readonly runs: readonly {
      readonly variable: string
      readonly branch: string
      readonly lines: readonly string[]
      readonly head: { readonly index: number; readonly hash: string }
    }[]
  }
}

function readJournal(text: string): Journaled[] {
  let before = ''
  const lines = text.split('\n').slice(0, -1)
  return lines.map(line => {
    const [hash, json] = [line.slice(0, 64), line.slice(65)]
    if (hash !== sha256(`varve/1 journal\n${before}\n${json}`))
      throw new Error('the journal is not as it was written')
    before = hash
    return JSON.parse(json) as Journaled
  })
}
