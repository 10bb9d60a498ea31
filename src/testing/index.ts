/** What tests of stores, and of programs on them, are made of; published as `varve/testing`. */
export { counting, type Counting, type Counts } from './counting.ts'
export { faulty, type Fault, type Faulty } from './faulty.ts'
export type { StoreCall } from './around-store.ts'
export type { Bench, Law, Need } from './law.ts'
export { makeRun, makeRuns, type RunOptions } from './line-maker.ts'
export { lawsFor, storeLaws } from './store-laws.ts'
export { type Arbitrary, type ArbitraryOf, type FastCheck, jsonValues, rememberableValues } from './values.ts'
