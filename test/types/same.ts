/** True only for types that are the same in both directions. */
export type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false

/** Compiles only when the two types are the same: `same<typeof value, number>(true)`. */
export function same<A, B>(_yes: Same<A, B>): void {}
