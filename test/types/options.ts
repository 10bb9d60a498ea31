import { type } from 'arktype'
import * as v from 'valibot'
import { watch, type Variable } from 'varve'
import * as z from 'zod'
import { same } from './same.ts'

// Options are checked against the variable's type and do not change it.
const clamped = watch('clamped', 0, {
  validators: [x => x >= 0, (x, previous) => (previous === undefined || x > previous ? true : 'must grow')],
  intercept: x => Math.round(x),
  equal: true,
  onChange: (_, revision) => same<typeof revision.value, number>(true),
})
same<typeof clamped, Variable<number>>(true)
const listed = watch(
  'listed',
  { a: 1, list: [1, 2] },
  { validators: [o => o.list.length < 3], intercept: o => ({ ...o, a: 2 }) },
)
same<typeof listed, Variable<{ a: number; list: number[] }>>(true)
// @ts-expect-error
watch('n', 0, { copyy: true })
// @ts-expect-error
watch('n', 0, { validators: [(x: string) => x !== ''] })

// A schema's output is the variable's type, its input what `set` takes.
const person = z.object({
  name: z.string(),
  age: z.coerce.number().default(0),
  tags: z.array(z.string()).default([]),
})
const byZod = watch('zod', { name: 'a' }, { schema: person })
same<typeof byZod.value, { readonly name: string; readonly age: number; readonly tags: readonly string[] }>(
  true,
)
byZod.set({ name: 'b', age: '7' })
byZod.set(byZod.value)
byZod.update(draft => {
  draft.tags.push('x')
  draft.age += 1
})
byZod.update(() => ({ name: 'x' }))
// @ts-expect-error
byZod.set({ age: 1 })
// @ts-expect-error
watch('zod', { nam: 'a' }, { schema: person })

const pet = v.object({ name: v.string(), legs: v.optional(v.number(), 4) })
const byValibot = watch('valibot', { name: 'a' }, { schema: pet })
same<typeof byValibot.value, { readonly name: string; readonly legs: number }>(true)

const byArktype = watch(
  'arktype',
  { name: 'a' },
  { schema: type({ name: 'string', 'legs?': 'number' }), validators: [x => x.name !== ''] },
)
same<typeof byArktype.value.name, string>(true)

const oneWay = watch('one-way', '5', { schema: z.string().transform(Number) })
same<typeof oneWay.value, number>(true)
oneWay.set('6')
oneWay.update(x => String(x + 1))
// @ts-expect-error
oneWay.set(6)
// @ts-expect-error
oneWay.update(x => x + 1)
