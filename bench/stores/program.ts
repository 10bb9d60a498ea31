/** A small program, as scripts are that keep values. */
export const program: string = `${"console.log('what this prints is of no interest, only that it is a program')\n".repeat(25)}`
