import { isWatchful } from '../store/capabilities.ts'
import type { Moves, Store, Watchful } from '../store/store.ts'

const calls = [
  'append',
  'head',
  'heads',
  'read',
  'keyframe',
  'marks',
  'load',
  'gaps',
  'forget',
  'seal',
  'loadSealed',
  'check',
  'exclusively',
  'members',
  'countMembers',
  'revisions',
  'countRevisions',
  'unshown',
  'purge',
  'close',
] as const

/**
 * The calls of a store, without the difference between a call and its twin with `Sync`; `watch` stands for each answer of
 * a watch, `exclusively` for `exclusivelySync`.
 */
export type StoreCall = (typeof calls)[number] | 'watch'

/** What a wrapper does before and after each call. */
export interface Around {
  before?(call: StoreCall, args: readonly unknown[]): void
  after?(call: StoreCall, result: unknown): void
}

type Method = (...args: unknown[]) => unknown

/** Wraps a store so that every call, and its twin with `Sync`, passes by `around`; everything else is the store's own. */
export function aroundStore<S extends Store, E extends object>(store: S, around: Around, extra: E): S & E {
  const own = new Map<PropertyKey, unknown>(Object.entries(extra))
  for (const call of calls) {
    own.set(call, async (...args: unknown[]) => {
      around.before?.(call, args)
      const result = await method(store, call)(...args)
      around.after?.(call, result)
      return result
    })
    own.set(`${call}Sync`, (...args: unknown[]) => {
      around.before?.(call, args)
      const result = method(store, `${call}Sync`)(...args)
      around.after?.(call, result)
      return result
    })
  }
  if (isWatchful(store)) {
    own.set('watch', (...args: Parameters<Watchful['watch']>) =>
      aroundWatch(store.watch(...args), around, args),
    )
  }
  return new Proxy(store, {
    get(target, key) {
      if (own.has(key) && (key in target || key in extra)) return own.get(key)
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value as Method).bind(target) : value
    },
  }) as S & E
}

async function* aroundWatch(
  watch: AsyncIterable<Moves>,
  around: Around,
  args: readonly unknown[],
): AsyncGenerator<Moves> {
  const answers = watch[Symbol.asyncIterator]()
  try {
    for (;;) {
      around.before?.('watch', args)
      const answer = await answers.next()
      if (answer.done) return
      around.after?.('watch', answer.value)
      yield answer.value
    }
  } finally {
    await answers.return?.()
  }
}

function method(store: Store, name: string): Method {
  return (store as unknown as Record<string, Method>)[name]!.bind(store)
}
