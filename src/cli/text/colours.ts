import picocolors from 'picocolors'
import type { Io } from '../io.ts'

/** Dresses text; leaves it as it is where colours are not wanted. */
export type Dress = (text: string) => string

/** The few ways in which the commands dress text. */
export interface Colours {
  readonly dim: Dress
  readonly bold: Dress
  readonly mark: Dress
}

/** Decides about colours: `--no-color` and NO_COLOR forbid them, FORCE_COLOR orders them, else a terminal has them. */
export function coloursFor(io: Io, wanted: boolean): Colours {
  const { dim, bold, yellow } = picocolors.createColors(wanted && allowed(io))
  return { dim, bold, mark: yellow }
}

function allowed({ env, stdout }: Io): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return stdout.isTTY && env['TERM'] !== 'dumb'
}
