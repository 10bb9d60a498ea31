/** Values inside the script that uses them. */
export { remember, transaction } from './remember.ts'
export type { RememberOptions } from './remember-options.ts'
export { script } from '../store/script/script.ts'
