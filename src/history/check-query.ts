import { badOption } from '../options.ts'

/** Refuses what is no whole number from 0 (`BAD_OPTION`). */
export function checkCount(where: string, option: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value
  throw badOption(where, option, `is ${value}: give a whole number from 0`)
}

/** Gives a Date in milliseconds, and refuses what is none (`BAD_OPTION`). */
export function checkInstant(where: string, option: string, value: Date | undefined): number | undefined {
  if (value === undefined) return undefined
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime()
  throw badOption(where, option, 'is no valid Date')
}
