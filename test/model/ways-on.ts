import { diff } from 'varve'
import { type Ground, touch } from './door-ground.ts'

/** A way in which a variable goes on. */
export type Way = (ground: Ground) => void

/** How a variable goes on when something was handed out; each deep inside, where it stands. */
export const ways: Readonly<Record<string, Way>> = {
  update: ground => ground.change(),
  apply(ground) {
    const next = ground.plain()
    touch(next, 44, false)
    ground.variable.apply(diff(ground.plain(), next))
    ground.noted(next)
  },
  splice(ground) {
    const next = ground.plain()
    ground.variable.splice('list[1].tags', 0, 1, ['spliced'])
    next.list[1]!.tags.splice(0, 1, 'spliced')
    ground.noted(next)
    ground.variable.splice('text', 0, 1, 'J')
    ground.noted({ ...next, text: `J${next.text.slice(1)}` })
  },
  'undo and redo'(ground) {
    const { last } = ground
    ground.variable.undo()
    ground.noted(ground.plain(last - 1))
    ground.variable.redo()
    ground.noted(ground.plain(last))
  },
  rollback(ground) {
    ground.variable.rollback(ground.last - 1)
    ground.noted(ground.plain(ground.last - 1))
  },
  'a set of its own parts'(ground) {
    const { value } = ground.variable
    ground.variable.set({ ...value, deep: value.deep })
    ground.noted(ground.plain())
  },
}

/** Goes on by every way after something was handed out, then again where the copies stand. */
export function goOn(ground: Ground): void {
  for (const way of Object.values(ways)) {
    way(ground)
    ground.change()
    ground.change()
    ground.hand.check()
  }
}

/** In memory alone, and with a store behind; with Maps and Sets that are copied, and with such as are forked. */
export const homes = [
  ['in a registry', { isStored: false, forks: false }],
  ['in a registry with forks', { isStored: false, forks: true }],
  ['in a repository with forks', { isStored: true, forks: true }],
] as const
