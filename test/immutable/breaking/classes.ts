import {
  copy,
  create,
  immutable,
  RevisionedImmutable,
  RevisionedMapping,
  revisionOf,
  update,
} from 'varve/immutable'
import { answersFalse, goesUnseen, throws, type Attempt } from './attempt.ts'

class Doc extends RevisionedImmutable {
  readonly title: string = 'a'
}

/** On classes made by `immutable`, and on what managers and mappings hand out. */
export const onClasses: readonly Attempt[] = [
  throws('assignment to a field of what new gave', w => (w.shared.x = 9)),
  throws('a method that writes, on what new gave', w => w.shared.rename()),
  throws('assignment to a static member', w => (w.Shared.count = 9)),
  throws('assignment to a new static member', w => (w.Shared.added = 9)),
  throws('delete of a static member', w => delete w.Shared.limits),
  throws('Object.defineProperty of a static member', w =>
    Object.defineProperty(w.Shared, 'count', { value: 9 }),
  ),
  answersFalse('Reflect.set of a static member', w => Reflect.set(w.Shared, 'count', 9)),
  throws('an array in a static member', w => w.Shared.limits.max.push(9)),
  throws('a Map in a static member', w => w.Shared.limits.table.set('b', 9)),
  throws('a value of a Map in a static member', w => (w.Shared.limits.table.get('a').n = 9)),
  throws('assignment to a field of a static member', w => (w.Shared.limits.max = [])),
  throws('a default of the class, by the object', w => w.shared.defaults.list.push(9)),
  throws('a default of the class, by the prototype', w => w.Shared.prototype.defaults.list.push(9)),
  throws('assignment over a default of the class', w => (w.shared.defaults = {})),
  throws('assignment to the prototype', w => (w.Shared.prototype.added = 9)),
  throws('assignment over a method of the prototype', w => (w.Shared.prototype.rename = () => 9)),
  throws('assignment of another prototype', w => (w.Shared.prototype = {})),
  throws('Object.setPrototypeOf of the prototype', w => Object.setPrototypeOf(w.Shared.prototype, { y: 1 })),
  throws('Object.setPrototypeOf of the class', w => Object.setPrototypeOf(w.Shared, Array)),
  throws('the object kept by the constructor', w => {
    let kept: any
    const Leaky = immutable(
      class {
        n = 1
        constructor() {
          kept = this // oxlint-disable-line typescript/no-this-alias
        }
      },
    )
    w.also(new Leaky())
    kept.n = 9
  }),
  throws('a subclass, itself given to immutable, that writes after super', w => {
    const Sub = immutable(class extends w.Shared {})
    const sub: any = w.also(new Sub())
    sub.x = 9
  }),
  goesUnseen('a subclass that changes what it inherits', w => {
    class Sub extends w.Shared {
      x = 9
      defaults = { list: [9] }
      static count = 9
    }
    Object.assign(new Sub(), { x: 8 })
  }),
  throws('Reflect.construct with another prototype', w => {
    const one = w.also(Reflect.construct(w.Shared, []))
    one.x = 9
  }),

  throws('the current revision of a mapping', () => {
    const mapping = new RevisionedMapping<string, any>([['a', { list: [1] }]])
    mapping.get('a').list.push(9)
  }),
  throws('a past revision', () => {
    const doc: any = create(Doc)
    update(doc as Doc, draft => void (draft.title = 'b'))
    doc.title = 'x'
  }),
  throws('what a manager knows of a revision', w => ((w.also(revisionOf(create(Doc))) as any).version = 9)),
  goesUnseen('the start of a revision', w => {
    const doc = create(Doc)
    w.also(revisionOf(doc).start.getTime() === 9)
    revisionOf(doc).start.setTime(9)
    if (revisionOf(doc).start.getTime() === 9) throw new Error('the start was changed')
  }),
  goesUnseen('an array of revisions', w => {
    const { manager } = revisionOf(create(Doc))
    ;[...manager.getRevisionHistory()].length = 0
    w.also(manager.getNumberOfRevisions() === 1 && [...manager.getRevisionHistory()].length)
  }),
  goesUnseen('a value that was set in a mapping', w => {
    const mine = { list: [1] }
    const mapping = new RevisionedMapping<string, any>([['a', mine]])
    w.also(mapping.get('a'))
    mine.list.push(9)
  }),
  throws('a copy', w => ((w.also(copy(w.thing)) as any).name = 'x')),
]
