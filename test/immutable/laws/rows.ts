import { test } from 'vitest'

/** A row of a table of laws: `law` is the title of its test. */
export interface Row {
  readonly law: string
}

/** Makes one test of each row. */
export function laws<R extends Row>(rows: readonly R[], run: (row: R) => void): void {
  for (const row of rows) test(row.law, () => run(row))
}
