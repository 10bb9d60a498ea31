import { parseArgs } from 'node:util'
import { randomInt } from 'node:crypto'
import type { Campaign } from './campaign.ts'
import { subjectNames } from './subject/subjects.ts'

/** What a command line asks for, but for the campaign's name. */
export interface Command {
  readonly store: string
  readonly seed: number
  readonly short: boolean
  readonly dir: string | undefined
  readonly mode: string | undefined
  readonly plant: string | undefined
  readonly only: string | undefined
  /** After so many failures it stops: with a planted defect the first is enough. */
  readonly patience: number
  /** The sizes that were given. */
  readonly sizes: Readonly<Record<string, number>>
}

/** What is wrong with a command line. */
export class Usage extends Error {}

const common = {
  store: { type: 'string', default: 'sqlite' },
  seed: { type: 'string' },
  short: { type: 'boolean', default: false },
  dir: { type: 'string' },
  mode: { type: 'string' },
  plant: { type: 'string' },
  only: { type: 'string' },
  patience: { type: 'string' },
} as const

/** Reads the options of a campaign; of `all`, where none is given. */
export function commandOf(args: readonly string[], campaign?: Campaign): Command {
  const sizes = Object.keys(campaign?.sizes ?? {})
  const own = Object.fromEntries(sizes.map(name => [name, { type: 'string' as const }]))
  const { values } = parsed(args, { ...common, ...own })
  const seed = numberOf('seed', String(values['seed'] ?? randomInt(1_000_000)))
  const { store, mode, plant, only } = values as Partial<Record<string, string>>
  oneOf('store', store, subjectNames)
  oneOf('mode', mode, campaign?.modes ?? [])
  oneOf('plant', plant, campaign?.plants ?? [])
  const given = sizes.flatMap(name =>
    values[name] === undefined ? [] : [[name, numberOf(name, String(values[name]))] as const],
  )
  return {
    store: store!,
    seed,
    short: values['short'] === true,
    dir: values['dir'] as string | undefined,
    mode,
    plant,
    only,
    patience: numberOf('patience', String(values['patience'] ?? (plant ? 1 : 5))),
    sizes: Object.fromEntries(given),
  }
}

function parsed(args: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    return parseArgs({ args: [...args], options: options!, strict: true })
  } catch (error) {
    throw new Usage((error as Error).message)
  }
}

function numberOf(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Usage(`--${name} is ${text}: give a whole number`)
  return Number(text)
}

function oneOf(name: string, value: string | undefined, choices: readonly string[]): void {
  if (value === undefined || choices.includes(value)) return
  throw new Usage(
    `--${name} is ${value}: ${choices.length > 0 ? `give one of ${choices.join(', ')}` : 'there is none here'}`,
  )
}
