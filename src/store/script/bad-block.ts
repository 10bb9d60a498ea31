/** Thrown where a block or its journal does not hold what it must; the message says what, within a sentence. */
export class BadBlock extends Error {}
