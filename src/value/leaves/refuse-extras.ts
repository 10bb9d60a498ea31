import type { Keeper } from '../keeper.ts'

/** Refuses properties that somebody hung on an object with inner state, beyond those that its class gives it. */
export function refuseExtras(object: object, own: number, type: string, keeper: Keeper): void {
  const keys = Reflect.ownKeys(object)
  if (keys.length === own) return
  keeper.refuse(
    `${type} property`,
    `the property ${String(keys.at(-1))} of a ${type}`,
    `keep it beside the ${type}`,
  )
}
