import type { Store } from '../store/store.ts'

/** The calls of a store, without the difference between a call and its twin with `Sync`. */
export type StoreCall = 'append' | 'head' | 'heads' | 'read' | 'keyframe' | 'marks' | 'close'

const calls: readonly StoreCall[] = ['append', 'head', 'heads', 'read', 'keyframe', 'marks', 'close']

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
  return new Proxy(store, {
    get(target, key) {
      if (own.has(key) && (key in target || key in extra)) return own.get(key)
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value as Method).bind(target) : value
    },
  }) as S & E
}

function method(store: Store, name: string): Method {
  return (store as unknown as Record<string, Method>)[name]!.bind(store)
}
