/**
 * A to-do list in one file: the program, and below it, once there are any, the things to do.
 *
 *     node todo.ts add feed the cat
 *     node todo.ts
 */
import { remember } from 'varve/script'

interface Todo {
  readonly text: string
  readonly done: boolean
}

const todos = remember<Todo[]>([], {
  validators: [list => list.every(({ text }) => text !== '') || 'there is nothing to do in it'],
})

const [command = 'list', ...words] = process.argv.slice(2)
const text = words.join(' ')

switch (command) {
  case 'add':
    todos.update(list => void list.push({ text, done: false }), `add ${text}`)
    break
  case 'done':
    todos.update(list => {
      const found = list.find(todo => todo.text.includes(text))
      if (!found) throw new Error(`nothing to do has '${text}' in it`)
      found.done = true
    }, `${text} is done`)
    break
  case 'tidy':
    todos.update(list => list.filter(({ done }) => !done), 'tidy up')
    break
  case 'undo':
    todos.undo()
    break
  case 'log':
    for (const { index, kind, label } of todos.history()) console.log(index, kind, label ?? '')
    break
  case 'list':
    break
  default:
    console.error('todo.ts [list] | add WORDS | done WORDS | tidy | undo | log')
    process.exitCode = 2
}

if (command !== 'log') for (const { text, done } of todos.value) console.log(done ? '[x]' : '[ ]', text)
