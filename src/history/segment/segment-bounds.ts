/** How many lines a segment has at most: whoever looks at one of them makes them all. */
export const mostLines = 65_536
/** How many literals the shapes of all lines ask for at most. */
export const mostLiterals = 8_388_608
/** How many characters may come of a segment, beside as many as it has bytes: words can be told again and again. */
export const mostRepeated = 33_554_432
