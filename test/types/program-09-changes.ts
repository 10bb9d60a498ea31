import { watch } from 'varve'

const nick = watch('nick', 'ann')
const list = watch('list', [] as { id: number; done: boolean }[])
const abort = new AbortController()
for await (const revision of nick.changes({ signal: abort.signal })) console.log(revision.value.length)
// @ts-expect-error
list.update(async d => {
  d.push({ id: 1, done: false })
})
