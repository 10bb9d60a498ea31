import * as z from 'zod'
import { watch, isVarveError } from 'varve'
const Person = z.object({
  name: z.string().min(1).trim(),
  age: z.coerce.number().int(),
  email: z.email().optional(),
  tags: z.array(z.string()).default([]),
})
const form = watch('form', { name: 'Ann', age: '41' }, { schema: Person })
try {
  form.set({ name: 'Bo', age: '7' })
  form.update(d => {
    d.tags.push('new')
    d.age += 1
  })
} catch (error) {
  if (!isVarveError(error, 'REJECTED')) throw error
  for (const issue of error.details.issues) console.log(issue.path.join('.'), issue.message)
}
const age: number = form.value.age
// ETag: refuse when somebody saved in between
const loaded = form.lastChange()
form.set({ name: 'Cy', age: 3 }, { expect: loaded, creator: 'cy' })
// @ts-expect-error
form.set({ nam: 'Bo', age: 1 })
form.update(d => {
  // @ts-expect-error
  d.age = 'x'
})
