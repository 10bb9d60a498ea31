import { badOption } from '../options.ts'
import type { Kept } from '../value/kept.ts'
import { listInside } from '../value/list-family.ts'
import type { Path, PathKey } from '../value/path.ts'
import { hasPlace, kindOf, readPlace } from '../value/sealed.ts'
import { show } from '../value/show.ts'

/** Finds the place that a function reads: the last one it looks at, or the one it returns. */
export function tracedPath(variable: string, value: Kept, look: (value: never) => unknown): Path {
  const places = new WeakMap<object, Path>()
  let last: Path = []
  const trace = (kept: Kept, path: Path): unknown => {
    last = path
    const kind = kindOf(kept)
    if (kind === 'primitive' || kind === 'leaf') return show(kept)
    const proxy = new Proxy(Object.create(null) as object, {
      get: (_target, key) => {
        if (kind === 'map' && key === 'get') return (inner: PathKey) => step(kept, inner, path)
        if (kind === 'list' && key === 'at')
          return (index: number) =>
            step(kept, index < 0 ? index + listInside(kept as object).length : index, path)
        if (typeof key === 'symbol' || kind === 'map' || kind === 'set' || kind === 'list')
          throw notAPlace(variable)
        if (kind !== 'array') return step(kept, key, path)
        if (!/^\d+$/.test(key)) throw notAPlace(variable)
        return step(kept, Number(key), path)
      },
      set: () => {
        throw notAPlace(variable)
      },
    })
    places.set(proxy, path)
    return proxy
  }
  const step = (kept: Kept, key: PathKey, path: Path): unknown => {
    last = [...path, key]
    return hasPlace(kept, key) ? trace(readPlace(kept, key), last) : undefined
  }
  const result: unknown = look(trace(value, []) as never)
  return (typeof result === 'object' && result !== null ? places.get(result) : undefined) ?? last
}

function notAPlace(variable: string): Error {
  return badOption(
    variable,
    'blame',
    "takes a function that only reads one place, like cart => cart.items[0]; give the path otherwise, like 'items[0]'",
  )
}
