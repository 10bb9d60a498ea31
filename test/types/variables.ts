import { watch, type Readable, type Variable } from 'varve'
import { same } from './same.ts'

// A variable's type is the widened type of what it starts with.
const n = watch('n', 0)
same<typeof n, Variable<number>>(true)
const b = watch('b', true)
same<typeof b, Variable<boolean>>(true)
const str = watch('str', 'x')
same<typeof str, Variable<string>>(true)
const s = watch('s', 'on' as 'on' | 'off')
same<typeof s, Variable<'on' | 'off'>>(true)
const nul = watch<string | null>('nul', null)
same<typeof nul, Variable<string | null>>(true)
const xs = watch<string[]>('xs', [])
same<typeof xs.value, readonly string[]>(true)

n.value += 1
b.value = !b.value
s.value = 'off'
xs.value = [...xs.value, 'a']
nul.set(null)
n.set(1, 'a label')
n.set(1, { creator: 'ann', comment: null })
// @ts-expect-error
n.value = 'a'
// @ts-expect-error
s.value = 'onn'
// @ts-expect-error
n.set(1, { lable: 'x' })
// @ts-expect-error
xs.value.push('a')

// What is read of the past is as readonly as what is read now.
const past = xs.at(0)
same<typeof past, readonly string[]>(true)
const then = xs.revision('~1').value
same<typeof then, readonly string[]>(true)
const best = Math.max(...n.history().map(revision => revision.value))
same<typeof best, number>(true)
const from = n.diff(0, 1).fromValue
same<typeof from, number>(true)
const lengths = xs.select(value => value.map(x => x.length))
same<typeof lengths, number[]>(true)
const place = xs.peek([0])
same<typeof place, unknown>(true)
xs.blame(value => value[0])
// @ts-expect-error
xs.blame(value => value.lenth)
// @ts-expect-error
xs.revision(0).index = 1

// Generic code, and collections of variables.
function bump<T>(variable: Variable<T>, next: T): void {
  variable.value = next
  variable.set(next)
  variable.update(() => next)
}
bump(n, 1)
function wrap<T>(name: string, initial: T): Variable<T> {
  return watch(name, initial)
}
const w = wrap('w', { a: [1] })
same<typeof w, Variable<{ a: number[] }>>(true)
const any: Variable<any>[] = [n, s, xs]
const unknown: Readable<unknown>[] = [n, s, xs]
const wider: Readable<string | number> = n
// @ts-expect-error
const narrower: Readable<string> = n

// Svelte's store contract.
interface SvelteStore<T> {
  subscribe(this: void, run: (value: T) => void, invalidate?: () => void): () => void
  set(this: void, value: T): void
  update(this: void, updater: (value: T) => T): void
}
const store: SvelteStore<number> = n
void [any, unknown, wider, narrower, store]
