/** Variables in files: what needs Node. */
export { load } from './load.ts'
export { save } from './save.ts'
