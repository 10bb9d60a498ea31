/** Notes that a root was made, from which on it may have a history. */
export function noteCreated(_root: object): void {}
