import type { PathKey } from '../path.ts'
import type { Refuse } from './operation.ts'

/** Writes a path as a JSON Pointer: `/players/3/a~1b`. */
export function pointerOf(path: readonly PathKey[]): string {
  return path.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** Reads the steps of a JSON Pointer. */
export function stepsOf(pointer: string, refuse: Refuse): string[] {
  if (pointer === '') return []
  if (pointer[0] !== '/') return refuse(`the pointer ${JSON.stringify(pointer)} doesn't begin with "/"`)
  if (/~(?![01])/.test(pointer)) {
    return refuse(`the pointer ${JSON.stringify(pointer)} has a "~" that is neither "~0" nor "~1"`)
  }
  return pointer
    .slice(1)
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
