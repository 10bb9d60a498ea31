import type { Subject } from './subject/subject.ts'
import { Random } from './rig/random.ts'

/** A number that says how much is done, as an option of the command line. */
export interface Size {
  readonly normal: number
  /** With `--short`. */
  readonly short: number
  readonly about: string
}

/** One way to hurt a store. Campaigns know nothing of each other. */
export interface Campaign {
  readonly about: string
  readonly sizes: Readonly<Record<string, Size>>
  /** The only kind of store that it is about; by default it takes any. */
  readonly store?: string
  /** Whether it hurts files. */
  readonly needsFiles?: boolean
  /** Ways in which it can be run; the first is the usual one. */
  readonly modes?: readonly string[]
  /** Defects that can be planted. With any of them it has to fail, which shows that it can. */
  readonly plants: readonly string[]
  /** Why it cannot be run on this machine; undefined where it can. */
  cannot?(): string | undefined
  run(run: Run): Promise<void>
}

/** One failure, and how to have it again. */
export interface Failure {
  readonly what: string
  /** What `--only` takes to do just this; undefined where it takes the whole run. */
  readonly only?: string
}

/** Thrown when more failures would tell no more. */
export class Enough extends Error {}

/** What was asked of a campaign. */
export interface Asked {
  readonly subject: Subject
  /** An empty folder of its own, deleted afterwards unless something failed. */
  readonly folder: string
  readonly seed: number
  readonly sizes: Readonly<Record<string, number>>
  readonly mode?: string
  readonly plant?: string
  readonly only?: string
  /** After so many failures it stops. */
  readonly patience: number
}

/** One run of a campaign: what was asked, and what came of it. */
export class Run {
  readonly asked: Asked
  readonly failures: Failure[] = []
  readonly counts: Map<string, number> = new Map()

  constructor(asked: Asked) {
    this.asked = asked
  }

  size(name: string): number {
    return this.asked.sizes[name]!
  }

  /** Random numbers of this run's seed; other words, other numbers. */
  random(...words: (string | number)[]): Random {
    return new Random(this.asked.seed, ...words)
  }

  /** Whether `--only`, where it is given, names this. */
  wants(only: string): boolean {
    return this.asked.only === undefined || this.asked.only === only
  }

  count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by)
  }

  /** Notes failures; a few are enough. */
  fail(whats: string | readonly string[], only?: string): void {
    for (const what of [whats].flat()) this.failures.push({ what, ...(only !== undefined && { only }) })
    if (this.failures.length >= this.asked.patience) throw new Enough()
  }
}
