import type { Variable } from 'varve'

/** Settles when a listener hears of this value. */
export function heard<T>(variable: Variable<T>, value: T): Promise<void> {
  return new Promise(resolve => {
    variable.addListener((_, revision) => {
      if (revision.value === value) resolve()
    })
  })
}
