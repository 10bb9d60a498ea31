import { sqliteFile } from './sqlite-file.ts'
import type { Subject } from './subject.ts'

const all: readonly Subject[] = [sqliteFile]

export const subjectNames: readonly string[] = all.map(({ name }) => name)

/** The subject of that name. */
export function subjectOf(name: string): Subject {
  const subject = all.find(one => one.name === name)
  if (!subject) throw new Error(`there is no subject ${name}`)
  return subject
}
