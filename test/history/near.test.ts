import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memory, openSync, Registry } from 'varve'
import { fuzz } from '../fuzz.ts'

/** Wide, so that values on the way are few, and most old ones are made from another end. */
const wide = (): { n: number; part: { m: number } }[] =>
  Array.from({ length: 400 }, (_, n) => ({ n, part: { m: 0 } }))

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('update'), at: fc.nat(399) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('push', 'shift', 'undo', 'set', 'read'), at: fc.nat(399) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look'), at: fc.nat(1_000_000) }) },
)

test.each([false, true])('an old value is the same from whichever side it is made (stored: %s)', isStored => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), steps => {
      const store = memory()
      const home = isStored ? openSync(store) : new Registry({ paranoid: true })
      const variable = home.watch('v', wide())
      const all = [structuredClone(variable.value)]
      for (const { do: what, at } of steps) {
        if (what === 'look') {
          // Mostly what was just now.
          const index = at % 3 === 0 ? at % all.length : Math.max(0, all.length - 1 - (at % 8))
          expect(variable.at(index)).toEqual(all[index])
          continue
        }
        if (what === 'read') void variable.value
        else if (what === 'undo') variable.undo()
        else if (what === 'set') variable.set(wide().slice(at % 7))
        else
          variable.update(list => {
            if (what === 'push') list.push({ n: at, part: { m: at } })
            else if (what === 'shift') list.shift()
            else list[at % list.length]!.part.m++
          })
        if (variable.history().length > all.length) all.push(structuredClone(variable.peek([])) as never)
      }
      if (isStored) {
        ;(home as ReturnType<typeof openSync>).flush()
        const again = openSync(store).watch<unknown>('v', null)
        for (const index of [all.length - 1, all.length >> 1, 0]) expect(again.at(index)).toEqual(all[index])
      }
    }),
    fuzz(40),
  )
})
