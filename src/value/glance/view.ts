import { VarveError } from '../../errors.ts'
import type { Behind } from '../draft/standing.ts'
import type { PathKey } from '../path.ts'
import { readPlace } from '../sealed.ts'
import { show } from '../show.ts'
import { released } from '../working/release.ts'
import type { Lent } from './lent.ts'

type Method = (...args: unknown[]) => unknown

/** An owned container that is lent: what its stand-in is a Proxy around. */
export class View implements Behind {
  readonly container: object
  readonly lent: Lent
  /** The Proxy. */
  standIn: object | null = null
  #isHandedOut = false

  constructor(container: object, lent: Lent) {
    this.container = container
    this.lent = lent
  }

  isShownAs(object: object): boolean {
    return this.standIn === object
  }
  current(): unknown {
    return this.handOut()
  }

  /** The container itself, which never changes from now on. */
  handOut(): object {
    this.check()
    this.#isHandedOut = true
    return released(this.container)
  }

  /** Refuses when the function is over: the value may have changed since. */
  check(): void {
    if (!this.#isReadable) refuseLate()
  }

  get #isReadable(): boolean {
    return this.lent.isOpen || this.#isHandedOut
  }

  /** What stands at a place. */
  part(key: PathKey): unknown {
    return this.lent.show(readPlace(this.container, key))
  }

  /** The same, handed out: by index it has to be what a method, or a walk, gives. */
  element(key: PathKey): unknown {
    this.check()
    return show(released(readPlace(this.container, key)))
  }

  /** What it inherits; a method runs on the container, handed out, and gives parts of it as they are. */
  inherited(key: string | symbol): unknown {
    const found: unknown = Reflect.get(Object.getPrototypeOf(this.container) as object, key, this.container)
    if (typeof found !== 'function' || key === 'constructor') return found
    return (...args: unknown[]) =>
      Reflect.apply(
        found as Method,
        this.handOut(),
        args.map(arg => this.lent.behind(arg)),
      )
  }

  /** What a console prints. */
  print(): unknown {
    return this.#isReadable ? this.handOut() : '[what a selector saw]'
  }
}

function refuseLate(): never {
  const message = 'A selector reads the value only while it runs; return what is needed of it'
  throw new VarveError('REFUSED', message, {})
}
