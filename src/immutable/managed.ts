/** What may be done to something locked. */
export type ManagedState = 'locked' | 'retired' | 'deleted'

/** The state of something locked, by the history to which it belongs. */
export function stateOfManaged(_locked: object): ManagedState {
  return 'locked'
}

/** The history to which a root belongs. */
export function managedOf(_root: object): { readonly manager: Updatable } | undefined {
  return undefined
}

interface Updatable {
  update(base: object, recipe: (draft: never) => unknown, change: unknown): object
  begin(base: object): { readonly index: number }
  finish(begun: { readonly index: number }, outcome: unknown, change: unknown): object
}
