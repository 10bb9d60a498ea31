import { nothing, update, watch } from 'varve'
import { same } from './same.ts'

interface Cart {
  items: string[]
  counts: Map<string, { n: number }>
  seen: Set<string>
  placed: Date
  parts: readonly { sizes: number[] }[]
  note?: string
}
declare const initial: Cart
const cart = watch('cart', initial)
const n = watch('n', 0)
const s = watch('s', 'on' as 'on' | 'off')

// A recipe edits its draft, in which nothing is readonly.
cart.update(draft => {
  draft.items.push('x')
  draft.counts.get('a')!.n += 1
  draft.seen.add('a')
  draft.placed.setFullYear(2000)
  draft.parts.push({ sizes: [] })
  draft.parts[0]!.sizes.push(1)
  delete draft.note
})
// Or returns the next value; of a primitive it has to.
n.update(x => x + 1)
s.update(x => (x === 'on' ? 'off' : 'on'))
// @ts-expect-error a number is no cart
cart.update(draft => draft.items.push('x'))
// @ts-expect-error a promise is no cart
cart.update(async draft => {
  draft.items.push('x')
})
// @ts-expect-error
n.update(x => {
  void (x + 1)
})
// @ts-expect-error
n.update(() => 'a')

// `nothing` is for values that may be undefined.
const user = watch('user', undefined as { name: string } | undefined)
user.update(draft => {
  if (draft) draft.name = 'x'
})
user.update(() => nothing)
user.update(() => ({ name: 'a' }))
user.set(undefined)
// @ts-expect-error
cart.update(() => nothing)
// @ts-expect-error
n.update(() => nothing)

// Unknown and any stay what they are.
declare const anything: any
const loose = watch('loose', anything)
loose.update(draft => {
  draft.x = 1
})
loose.value.foo.bar = 3
declare const something: unknown
const unknown = watch('unknown', something)
unknown.value = 3
unknown.update(() => 'x')
// @ts-expect-error
void unknown.value.foo

// The same engine without a variable.
const once = update({ a: 1, list: [1] }, draft => {
  draft.list.push(2)
})
same<typeof once, { readonly a: number; readonly list: readonly number[] }>(true)
const twice = update(once, draft => {
  draft.list.push(3)
})
same<typeof twice, typeof once>(true)
