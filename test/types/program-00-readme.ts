import { watch } from 'varve'

const cart = watch('cart', { items: ['pear'], total: 3 })

cart.update(c => {
  c.items.push('fig')
  c.total += 2
}, 'add a fig')
cart.set({ items: [], total: 0 }, { creator: 'ann', comment: 'oops' })
cart.undo()

console.log(cart.value) // { items: [ 'pear', 'fig' ], total: 5 }
console.log(cart.at(0).total) // 3
console.log(cart.blame('total').label) // add a fig
for (const { index, kind, label } of cart.history()) console.log(index, kind, label ?? '')
