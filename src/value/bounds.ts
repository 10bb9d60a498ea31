/** How deep a value may be nested, counted in containers: `{ a: [] }` is two deep. */
export const maxDepth = 1_000
/** How many places (properties, elements, entries) a value may hold, counting a part used twice twice. */
export const maxPlaces = 10_000_000
