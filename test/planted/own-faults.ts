import type { Fault } from './fault.ts'

/** Defects in what keeps instances of own classes and lists. */
export const ownFaults: readonly Fault[] = [
  {
    name: 'drafts that get lost in a list of one’s own',
    file: 'src/value/draft/adopt.ts',
    from: 'else if (isItems(open)) open.set(key as number, raw)',
    to: '',
    caughtBy: ['test/value/own-drafts.test.ts', 'are in it what they stand for'],
  },
  {
    name: 'a root that is a part of another as it is',
    file: 'src/value/copy-level.ts',
    from: 'return copyLevel(sealed)',
    to: 'return sealed',
    caughtBy: ['test/value/converting.test.ts', 'is kept where its instance is put into another'],
  },
  {
    name: 'an instance that loses its class when it is changed',
    file: 'src/value/sealed.ts',
    from: 'copyByKey(container, instanceOf(prototype as object))',
    to: 'copyByKey(container, {})',
    caughtBy: ['test/value/own-drafts.test.ts', 'stays one of its class when it is changed'],
  },
  {
    name: 'a setter that writes around the draft',
    file: 'src/value/draft/instance-traps.ts',
    from: 'Reflect.apply(accessor.set, receiver, [value])',
    to: 'Reflect.apply(accessor.set, node.own().container, [value])',
    caughtBy: ['test/value/own-drafts.test.ts', 'is changed through its setters and methods'],
  },
  {
    name: 'a setter that is passed over',
    file: 'src/value/draft/instance-traps.ts',
    from: 'if (accessor === undefined) return',
    to: 'if (accessor?.get !== undefined || accessor === undefined) return',
    caughtBy: ['test/value/own-drafts.test.ts', 'is changed through its setters and methods'],
  },
  {
    name: 'stored fields that run the setters of a class',
    file: 'src/value/rich-leaves.ts',
    from: 'setOwn(instance, key, (fields as Record<string, unknown>)[key])',
    to: 'instance[key] = (fields as Record<string, unknown>)[key]',
    caughtBy: ['test/value/hostile-own.test.ts', 'are data: no setter is run'],
  },
  {
    name: 'instances that are nested deeper than can be read back',
    file: 'src/value/measure.ts',
    from: 'export const levelsOfOwn = 2',
    to: 'export const levelsOfOwn = 1',
    caughtBy: ['test/value/nasty.test.ts', 'nesting deeper than 1,000: refused'],
  },
  {
    name: 'what an item of a list was enters the log owned',
    file: 'src/value/persistent/list-node.ts',
    from: `this.detach(index)
    released(old)`,
    to: 'this.detach(index)',
    caughtBy: ['test/model/doors.test.ts', 'what a recipe takes out by ImmutableList.set is'],
  },
  {
    name: 'what is spliced out of a list enters the log owned',
    file: 'src/value/working/perform.ts',
    from: 'for (const raw of gone) released(raw)',
    to: '',
    caughtBy: ['test/model/doors.test.ts', 'what a recipe takes out by ImmutableList.splice is'],
  },
  {
    name: 'keys that changed and moved, of which only the change is told',
    file: 'src/value/persistent/different.ts',
    from: 'if (there >= 0 && there !== slot)',
    to: 'else if (there !== slot)',
    caughtBy: ['test/value/own-drafts.test.ts', 'is another where its keys stand in another order'],
  },
  {
    name: 'lists whose ends are told twice',
    file: 'src/value/persistent/diff-lists.ts',
    from: 'Math.min(old.sharedSuffix(next), shortest - start)',
    to: 'old.sharedSuffix(next)',
    caughtBy: ['test/value/own-drafts.test.ts', 'differs from another in the stretch between'],
  },
]
