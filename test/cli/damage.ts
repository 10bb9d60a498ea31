import { DatabaseSync } from 'node:sqlite'

/** Changes a file behind the store's back. */
export function change(file: string, sql: string, ...values: (string | number)[]): void {
  const database = new DatabaseSync(file)
  database.prepare(sql).run(...values)
  database.close()
}

/** Puts one text in the place of another in all lines of a variable. */
export function changeLines(file: string, name: string, from: string, to: string): void {
  const which = '(SELECT id FROM variables WHERE name = ?)'
  change(file, `UPDATE runs SET body = replace(body, ?, ?) WHERE variable = ${which}`, from, to, name)
}
