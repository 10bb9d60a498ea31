import { ownedOf } from '../mark.ts'
import { show } from '../show.ts'
import { Lent } from './lent.ts'

/**
 * Lets a function read a value that is worked on, without handing it out: what it is given stands in for the value while it
 * runs. What it returns is handed out, and nothing around that; so is an array one of whose methods it calls, and a Map or Set
 * that it walks.
 */
export function glance<R>(raw: unknown, look: (value: never) => R): R {
  if (typeof raw !== 'object' || raw === null || ownedOf(raw) === null) return look(show(raw) as never)
  const lent = new Lent(raw)
  try {
    return lent.settle(look(lent.show(raw) as never)) as R
  } finally {
    lent.end()
  }
}
