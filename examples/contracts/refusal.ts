/** Why something is not done: the business says so, and not the store. */
export class Refusal extends Error {}
