/** A defect that somebody could make, and the test that must see it. */
export interface Fault {
  readonly name: string
  /** The source file, from the root. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** The test file, and what the title of the test begins with. */
  readonly caughtBy: readonly [file: string, test: string]
}
