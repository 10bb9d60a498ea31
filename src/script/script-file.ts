import { readFileSync } from 'node:fs'
import { onExit } from '#platform'
import { isVarveError, VarveError } from '../errors.ts'
import { checkName } from '../history/name.ts'
import { badOption } from '../options.ts'
import { findBlock } from '../store/script/find-block.ts'
import { openScript } from '../store/script/open-script.ts'
import type { ScriptStore } from '../store/script/script-store.ts'
import { openSync, type SyncRepository } from '../variable/repository.ts'
import type { Variable } from '../variable/variable.ts'
import { callName, SourceText } from './call-name.ts'
import type { CallSite } from './call-site.ts'
import { checkPlace, checkSize, checkWritable } from './check-place.ts'
import { isWatched } from './is-watched.ts'
import { Room } from './room.ts'
import { orphansOf } from './orphans.ts'
import type { Remembering } from './remember-options.ts'
import { say } from './say.ts'
import { scriptPath } from './script-path.ts'
import { loadersMap, madeOf, pathOf } from './source-map.ts'
import { startedText } from './started-text.ts'
import { unaskedTexts } from './unasked.ts'
import { refused } from './ways-out.ts'

/** A script that remembers values, open for as long as the program runs. */
export class ScriptFile {
  static readonly #known = new Map<string, ScriptFile>()
  readonly file: string
  readonly repository: SyncRepository
  readonly #source: SourceText
  readonly #store: ScriptStore
  readonly #journals: boolean
  #isTold = false
  readonly #isWatched = isWatched()
  /** What was asked for, with the line in which that was done. */
  readonly #claims = new Map<string, { readonly line: number; readonly column: number }>()
  readonly #called = new Set<string>()
  /** What was renamed, and begun anew before that was said: the old name by the new one. */
  readonly #outlived = new Map<string, string>()
  /** Those whose declarations say what of their past stays. */
  readonly #retained = new Set<string>()

  private constructor(file: string, site: CallSite, journal: boolean) {
    checkPlace(file)
    if (site.isBundled)
      throw refused(file, 'the file was bundled, and the next build would be without the values')
    this.file = file
    const bytes = readFileSync(file)
    const block = findBlock(bytes)
    const programBytes = block && 'before' in block ? block.before.length + block.after.length : bytes.length
    checkSize(file, programBytes)
    this.#source = new SourceText(file, startedText(file) ?? bytes.toString())
    checkMade(file, this.#source.text, site)
    this.#journals = journal || this.#isWatched
    this.#store = openScript(file, {
      journal: this.#journals,
      fold: !this.#isWatched,
      mayWrite: stats => checkWritable(file, stats),
    })
    if (!this.#isWatched) this.#foldLeft()
    this.repository = openSync(this.#store, { durable: 'each', lazy: true })
    const room = new Room(this.#store, this.repository)
    this.repository.subscribe(() => {
      if (this.#isWatched) this.#tellOfJournal()
      else room.make(this.#retained)
    })
    // After the repository, which saves what it still can.
    onExit(() => this.#end())
  }

  /** The script in which a call stands; opened once, whatever leads to it. `journal` says whether one is wanted. */
  static of(site: CallSite | undefined, journal?: boolean): ScriptFile {
    const file = scriptPath(site)
    const known = ScriptFile.#known.get(file)
    if (known && journal && !known.#journals)
      throw badOption(
        `remember() in ${file}`,
        'journal',
        'is for the whole script: give it to the first call in it',
      )
    if (known) return known
    const opened = new ScriptFile(file, site!, journal === true)
    ScriptFile.#known.set(file, opened)
    return opened
  }

  /** The variable of a call. */
  remember<T>(site: CallSite, initial: T, { key, was, watching }: Remembering<T>): Variable<T> {
    const name = key ?? this.#nameAt(site)
    const stored = this.#storedName(name, was)
    this.#claim(stored, name, site)
    if (watching.retention) this.#retained.add(stored)
    return this.repository.watch(stored, initial, watching as object) as Variable<T>
  }

  #nameAt(site: CallSite): string {
    const { name, called } = callName(this.file, this.#source, site)
    checkName(name, 'variable')
    this.#called.add(called)
    return name
  }

  /** What was renamed stands under its old name until something stands under the new one. */
  #storedName(name: string, was: string | undefined): string {
    if (was === undefined || was === name || !this.#isStored(was)) return name
    if (!this.#isStored(name)) return was
    this.#outlived.set(name, was)
    return name
  }

  #isStored(name: string): boolean {
    return this.#store.headSync(name, 'main') !== undefined
  }

  #claim(stored: string, name: string, { line, column }: CallSite): void {
    const first = this.#claims.get(stored)
    if (first && this.repository.has(stored)) {
      const isSame = first.line === line && first.column === column
      const why = isSame
        ? 'this call runs a second time, and a value has one place; where that is meant, give each a key of its own'
        : `line ${first.line} has this name already; give one of them another`
      const example = isSame ? `\`${name}.\${i}\`` : `'${name}2'`
      const message = `remember() in ${this.file}:${line}: '${name}': ${why}: remember(…, { key: ${example} })`
      throw new VarveError('DUPLICATE_NAME', message, { name: stored })
    }
    this.#claims.set(stored, { line, column })
  }

  /** A script that cannot be written now is read together with its journal, which stays. */
  #foldLeft(): void {
    try {
      this.#store.foldSync()
    } catch (error) {
      if (!isVarveError(error, 'READ_ONLY', 'REFUSED', 'BUSY')) throw error
    }
  }

  #tellOfJournal(): void {
    if (this.#isTold) return
    this.#isTold = true
    say(
      `${this.file} is run by a watcher: its values go to ${this.file}.varve-journal; a run without the watcher takes them in`,
    )
  }

  #end(): void {
    if (this.#journals && !this.#isWatched) this.#foldLeft()
    if (process.exitCode !== undefined && Number(process.exitCode) !== 0) return
    const claimed = [...this.#claims.keys()]
    const orphans = orphansOf(this.#source, this.#store, new Set(claimed), this.#called)
    const outlived = new Map([...this.#outlived].filter(([, was]) => !this.#claims.has(was)))
    if (orphans.length === 0 && outlived.size === 0) return
    const areOthersStored = orphans.length > 0 && claimed.some(name => this.#isStored(name))
    for (const text of unaskedTexts({ file: this.file, orphans, outlived, areOthersStored })) say(text)
  }
}

/** Refuses what a compiler or bundler has made: the next build would be without the values. */
function checkMade(file: string, text: string, site: CallSite): void {
  const made = madeOf(file, text) ?? byLoader(file, site)
  if (!made) return
  const sources = made.sources?.filter(source => source !== file)
  if (made.sources && sources?.length === 0) return
  const from = sources ? `of ${sources.join(', ')}` : `of what ${made.map} names, which cannot be read`
  throw refused(
    file,
    `the file was built ${from}, and the next build would be without the values`,
    `run the source itself (node runs .ts files), or keep the value in a file of its own: openSync(sqlite('values.db'), { durable: 'each' })`,
  )
}

function byLoader(
  file: string,
  site: CallSite,
): { readonly map: string; readonly sources: readonly string[] } | undefined {
  const sources = loadersMap(site)?.payload.sources
  return sources && { map: 'its source map', sources: sources.map(source => pathOf(source, file)) }
}
