/** One edit of a text: where, how many characters go, and what comes. */
export type Edit = readonly [at: number, remove: number, insert: string]
