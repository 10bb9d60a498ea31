import { open, watch, type Verification } from 'varve'
import { load, save } from 'varve/node'
import { sqlite } from 'varve/sqlite'
const nick = watch('nick', 'ann')
const abort = new AbortController()
await nick.setAsync('bo', { signal: abort.signal, creator: 'bo' })
const list = watch('list', [] as { id: number; done: boolean }[])
await list.updateAsync(async d => {
  const r = await fetch('/x')
  d.push((await r.json()) as { id: number; done: boolean })
})
const same: typeof nick = await nick.updateAsync(async n => n.toUpperCase())
await save(list, 'list.ndjson')
const again = await load<{ id: number; done: boolean }[]>('list.ndjson')
const done: boolean | undefined = again.value[0]?.done
await using repository = await open(sqlite('x.db'), { follow: true, retention: { last: 10 } })
const kept = await repository.watch('kept', 0, {
  retention: { youngerThan: '30 days', thin: { per: '1 day', after: '7 days' } },
})
const seen: Verification = await repository.verify({ heads: { kept: kept.lastChange().hash } })
for (const line of kept.prune({ bytes: 1000 }).export()) console.log(line, same.name, done, seen.ok)
// @ts-expect-error
kept.prune({ lats: 1 })
// @ts-expect-error
await nick.updateAsync(async n => n.length)
// @ts-expect-error
await open(sqlite('x.db'), { folow: true })
declare function isFree(name: string, signal: AbortSignal): Promise<boolean>
const asked = watch('asked', 'ann', {
  asyncValidators: [async (next, _, { signal }) => (await isFree(next, signal)) || `${next} is taken`],
})
await asked.setAsync('bo')
// What a validator says of its argument does not narrow the variable.
watch('own', 'ann', { validators: [(name: string) => name.length > 1] }).set('bo')
