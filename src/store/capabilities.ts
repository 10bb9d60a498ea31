import type { Querying } from './querying/querying.ts'
import type {
  Checkable,
  Forgetful,
  Sealing,
  Store,
  SyncCheckable,
  SyncExclusive,
  SyncForgetful,
  SyncSealing,
  SyncStore,
  Watchful,
} from './store.ts'

/** Tells whether a store can forget lines. */
export function isForgetful<S extends Store>(
  store: S,
): store is S & (S extends SyncStore ? SyncForgetful : Forgetful) {
  return has(store, 'forget') && has(store, 'gaps')
}

/** Tells whether a store can seal lines. */
export function isSealing<S extends Store>(
  store: S,
): store is S & (S extends SyncStore ? SyncSealing : Sealing) {
  return has(store, 'seal')
}

/** Tells whether a store tells of moves. */
export function isWatchful<S extends Store>(store: S): store is S & Watchful {
  return has(store, 'watch')
}

/** Tells whether a store can look for damage in itself. */
export function isCheckable<S extends Store>(
  store: S,
): store is S & (S extends SyncStore ? SyncCheckable : Checkable) {
  return has(store, 'check')
}

/** Tells whether a store can keep others from writing for a while. */
export function isExclusive<S extends Store>(store: S): store is S & SyncExclusive {
  return has(store, 'exclusivelySync')
}

/** Tells whether a store finds variables and revisions by what collections show of them. */
export function isQuerying<S extends Store>(store: S): store is S & Querying {
  return has(store, 'members') && has(store, 'revisions') && has(store, 'purge')
}

function has(store: Store, method: string): boolean {
  return typeof (store as unknown as Record<string, unknown>)[method] === 'function'
}
