/** A place in a value: property names, array indexes, Map keys, positions in a Set. As text: `'players[3].name'`, `'players.3.name'`. */
export type Path = readonly PathKey[]
/** One step of a path. */
export type PathKey = string | number | bigint | boolean | null

/** One change of one place. */
export type Patch =
  | { readonly op: 'replace'; readonly path: Path; readonly value: unknown }
  /** Puts a new key last, or in front of the key `before`; in an array fills a hole, in a Set inserts at a position. */
  | { readonly op: 'add'; readonly path: Path; readonly value: unknown; readonly before?: PathKey }
  /** Takes a key or a Set's position away; in an array leaves a hole. */
  | { readonly op: 'remove'; readonly path: Path }
  /** Replaces a stretch of an array. */
  | {
      readonly op: 'splice'
      readonly path: Path
      readonly index: number
      readonly remove: number
      readonly insert: readonly unknown[]
    }
  /** Replaces a stretch of a string, counted in UTF-16 units. */
  | {
      readonly op: 'text'
      readonly path: Path
      readonly index: number
      readonly remove: number
      readonly insert: string
    }
/** Changes in the order in which they are applied. */
export type Patches = readonly Patch[]
