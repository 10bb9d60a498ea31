import type { Day } from './data.ts'

const barLength = 24
/** A terminal's line is drawn this often at most, in milliseconds. */
const frame = 40

/** Shows how far a year has got: on a terminal one line that changes, elsewhere a line for each quarter. */
export class Progress {
  readonly #year: string
  readonly #total: number
  readonly #out: NodeJS.WriteStream
  #done = 0
  #drawn = -Infinity

  constructor(year: string, total: number, out: NodeJS.WriteStream = process.stdout) {
    this.#year = year
    this.#total = total
    this.#out = out
  }

  /** Counts a day that is on the disk. */
  recorded(day: Day): void {
    this.#done++
    if (this.#out.isTTY) this.#draw(day)
    else if (/-(03-31|06-30|09-30|12-31)$/.test(day.date)) this.#out.write(`  recorded up to ${day.date}\n`)
  }

  #draw(day: Day): void {
    const isLast = this.#done === this.#total
    const now = performance.now()
    if (!isLast && now - this.#drawn < frame) return
    this.#drawn = now
    const full = Math.round((barLength * this.#done) / this.#total)
    const bar = '█'.repeat(full) + '░'.repeat(barLength - full)
    const told = isLast ? `${this.#total} days` : `${day.date}  ${day.temp_max} °C  ${day.weather}`
    this.#out.write(`\r  ${this.#year} ${bar} ${told}\u001b[K${isLast ? '\n' : ''}`)
  }
}
