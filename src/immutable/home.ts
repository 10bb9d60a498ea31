/** Which version of which history an object stands for. */
export interface Home {
  /** The history's manager. */
  readonly manager: object
  readonly index: number
  /** How often something had been taken back from the history by then. */
  readonly since: number
}

const homes = new WeakMap<object, Home>()

/** Where an object belongs; undefined where it has no history. */
export function homeOf(object: object): Home | undefined {
  return homes.get(object)
}

/** Says where an object belongs. */
export function giveHome(object: object, home: Home): void {
  homes.set(object, home)
}

/** Takes an object out of its history. */
export function loseHome(object: object): void {
  homes.delete(object)
}
