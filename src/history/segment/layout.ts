import { numberPlace, textPlace } from './shape.ts'

/** What stands between the literals of a shape, and the columns from which these come. */
export interface Template {
  readonly pieces: readonly string[]
  /** One less than pieces. */
  readonly columns: readonly number[]
}

/**
 * Which columns there are, and where their values go. A field before the body has one column for its numbers and one for
 * its texts, whatever the shape; of a body each place of each shape has its own.
 */
export class Layout {
  readonly headers: readonly Template[]
  readonly bodies: readonly Template[]
  /** For each column, whether it holds numbers. */
  readonly areNumbers: boolean[] = []

  constructor(headers: readonly string[], bodies: readonly string[]) {
    const fields = new Map<string, number>()
    this.headers = headers.map(shape =>
      this.#template(shape, (before, isNumber) => {
        const field = (isNumber ? numberPlace : textPlace) + fieldBefore(before)
        const column = fields.get(field) ?? this.#column(isNumber)
        fields.set(field, column)
        return column
      }),
    )
    this.bodies = bodies.map(shape => this.#template(shape, (_, isNumber) => this.#column(isNumber)))
  }

  #template(shape: string, columnOf: (before: string, isNumber: boolean) => number): Template {
    const pieces: string[] = []
    const columns: number[] = []
    let mark = 0
    for (let i = 0; i < shape.length; i++) {
      const char = shape[i]
      if (char !== numberPlace && char !== textPlace) continue
      pieces.push(shape.slice(mark, i))
      columns.push(columnOf(pieces.at(-1)!, char === numberPlace))
      mark = i + 1
    }
    return { pieces: [...pieces, shape.slice(mark)], columns }
  }

  #column(isNumber: boolean): number {
    return this.areNumbers.push(isNumber) - 1
  }
}

/** The name of the field whose value comes next: between the last two quotes that end with a colon. */
function fieldBefore(piece: string): string {
  return /"([^"]*)":"?$/.exec(piece)?.[1] ?? ''
}
