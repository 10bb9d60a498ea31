import { expect } from 'vitest'
import {
  invert,
  memory,
  openSync,
  register,
  Registry,
  splice,
  type SyncRepository,
  type Variable,
  type WatchOptions,
} from 'varve'
import { Immutable, ImmutableList, type ListDraft } from 'varve/immutable'
import { described, unshared } from '../value/plain-values.ts'
import { HandedOut } from './handed-out.ts'

/** An own class that is changed by its setter. */
export class Card extends Immutable {
  n = 0
  inner: { n: number } | null = { n: 0 }
  notes: ListDraft<{ n: number }> = new ImmutableList([{ n: 0 }])
  get both(): number[] {
    return [this.n, this.inner!.n]
  }
  set both([n, inner]: number[]) {
    this.n = n!
    this.inner!.n = inner!
  }
}
register(Card, { tag: 'doors.Card' })

/** One of everything that is changed in place. */
export interface Doc {
  list: { n: number; tags: string[] }[]
  map: Map<string, { n: number }>
  set: Set<{ n: number }>
  rows: ListDraft<{ n: number; tags: string[] }>
  card: Card
  text: string
  deep: { inner: { n: number } }
  when: Date
  /** So much that the rows of a few changes don't pay for a keyframe, which would seal everything by the way. */
  ballast: number[]
}

export function freshDoc(): Doc {
  return {
    list: [
      { n: 0, tags: ['a'] },
      { n: 0, tags: [] },
    ],
    map: new Map([['a', { n: 0 }]]),
    set: new Set([{ n: 0 }]),
    // More than one leaf of its tree.
    rows: new ImmutableList(Array.from({ length: 33 }, () => ({ n: 0, tags: [] as string[] }))),
    card: new Card(),
    text: 'hello',
    deep: { inner: { n: 0 } },
    when: new Date(0),
    ballast: Array<number>(200).fill(0),
  }
}

/** Changes every kind of container, each also deep inside; a draft and a plain value alike. */
export function touch(doc: Doc, n: number, isDraft: boolean): void {
  doc.list[0]!.n = n
  doc.list[1]!.tags.push(`t${n}`)
  doc.list.push({ n, tags: [] })
  doc.map.get('a')!.n = n
  doc.map.set(`k${n}`, { n })
  const [member] = doc.set
  member!.n = n
  doc.set.add({ n })
  doc.rows.at(0)!.n = n
  doc.rows.at(-1)!.tags.push(`t${n}`)
  doc.rows.push({ n, tags: [] })
  doc.rows.find(row => row.tags.length === 0)!.tags.push('found')
  doc.card.both = [n, n]
  doc.card.notes.at(0)!.n = n
  doc.card.notes.push({ n })
  doc.deep.inner.n = n
  doc.when.setTime(n)
  doc.ballast[0] = n
  if (isDraft) splice(doc, 'text', 1, 1, `${n}`)
  else doc.text = `${doc.text[0]}${n}${doc.text.slice(2)}`
}

type DocOptions = WatchOptions<Doc> & { readonly schema?: undefined }

/** A variable with a few changes behind it that nobody has looked at, and what each of its versions must say. */
export class Ground {
  readonly home: Registry | SyncRepository
  readonly variable: Variable<Doc>
  readonly hand: HandedOut = new HandedOut()
  /** True while the checks and listeners of the variable look at what they are shown. */
  isWatching = false
  readonly #store: ReturnType<typeof memory> | undefined
  /** Every version, of which nobody else holds a part. */
  readonly #versions: Doc[] = [freshDoc()]
  #n = 0

  constructor(
    isStored: boolean,
    options: (ground: Ground) => DocOptions = () => ({}),
    initial: Doc = freshDoc(),
  ) {
    this.#store = isStored ? memory() : undefined
    const onListenerError = (error: unknown): never => {
      throw error
    }
    this.home = this.#store ? openSync(this.#store, { onListenerError }) : new Registry({ onListenerError })
    this.variable = this.home.watch('doc', initial, options(this))
    for (let i = 0; i < 3; i++) this.change()
  }

  get last(): number {
    return this.#versions.length - 1
  }

  /** A plain copy of a version, by default the newest. */
  plain(index: number = this.last): Doc {
    return unshared(this.#versions[index]) as Doc
  }

  /** What a version must say. */
  text(index: number = this.last): string {
    return described(this.#versions[index])
  }

  /** An update that touches everything. */
  change(recipe?: (draft: Doc) => void): void {
    const n = ++this.#n
    this.variable.update(draft => {
      touch(draft, n, true)
      recipe?.(draft)
    })
    const next = this.plain()
    touch(next, n, false)
    this.noted(next)
  }

  /** An update of which nothing stays, as its end throws. */
  changeInVain(): void {
    this.variable.update(draft => touch(draft, 999, true))
  }

  /** A version came that is this. */
  noted(doc: Doc): void {
    this.#versions.push(unshared(doc) as Doc)
  }

  /** Notes what is seen of a version, whose text must be this. */
  take(door: string, value: unknown, text?: string): void {
    if (text !== undefined) expect(described(value), door).toBe(text)
    this.hand.take(door, value)
  }

  /** As `take`, for checks and listeners that look only now and then. */
  glimpse(door: string, value: unknown): void {
    if (this.isWatching) this.hand.take(door, value)
  }

  /** One change that checks and listeners look at. */
  changeWatched(): void {
    this.isWatching = true
    this.change()
    this.isWatching = false
  }

  /** The same variable in another program, once all is stored; what is changed there is stored at once. */
  rival(): Variable<Doc> {
    ;(this.home as SyncRepository).flush()
    return openSync(this.#store!, { durable: 'each' }).watch('doc', freshDoc())
  }

  /** Notes what takes the last change back, takes it back, and changes again what came back. */
  takeBackAndGoOn(): void {
    const { patches } = this.variable.lastChange()
    for (const patch of invert(patches)) this.hand.window('the way back', () => patch)
    this.variable.undo()
    this.noted(this.plain(this.last - 1))
    this.change()
    this.check()
  }

  /** Nothing that was handed out has changed, and every version is what it was, also where it is stored. */
  check(): void {
    if (this.#store) (this.home as SyncRepository).flush()
    this.hand.end()
    this.#compare(this.variable)
    if (this.#store) this.#compare(openSync(this.#store).watch('doc', freshDoc()))
  }

  #compare(variable: Variable<Doc>): void {
    const texts = this.#versions.map((_, index) => this.text(index))
    expect(variable.history().map(({ value }) => described(value))).toEqual(texts)
    expect(texts.map((_, index) => described(variable.at(index)))).toEqual(texts)
    expect(described(variable.value)).toBe(this.text())
    expect(variable.verify()).toEqual({ ok: true, problems: [] })
  }
}
