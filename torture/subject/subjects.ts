import { postgresSchema } from './postgres.ts'
import { journaledScript, scriptFile } from './script-file.ts'
import { sqliteFile } from './sqlite-file.ts'
import type { Subject } from './subject.ts'

const all: readonly Subject[] = [sqliteFile, scriptFile, journaledScript, postgresSchema]

export const subjectNames: readonly string[] = all.map(({ name }) => name)

/** The subject of that name. */
export function subjectOf(name: string): Subject {
  const subject = all.find(one => one.name === name)
  if (!subject) throw new Error(`there is no subject ${name}`)
  return subject
}

/** Whether a defect is one of a subject's own, and this is another one. */
export function isOthersPlant(plant: string, subject: Subject): boolean {
  return all.some(({ plants }) => plants.includes(plant)) && !subject.plants.includes(plant)
}
