import { remember } from 'varve/script'
const runs = remember(0)
runs.value += 1
const todos = remember<{ text: string; done: boolean }[]>([], 'todos')
todos.update(t => {
  t.push({ text: 'x', done: false })
})
const last = remember<Date | null>(null, { key: 'last', was: 'lastRun' })
last.value = new Date()
console.log(runs.value, todos.value.length, last.value?.getTime())
