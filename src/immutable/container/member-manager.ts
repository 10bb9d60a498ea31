import type { ManagedHistory } from '../managed-history.ts'
import type { ManagerQuery, RollbackOptions } from '../revision-manager.ts'
import type { AsyncRevisionManager } from './async-revision-manager.ts'
import type { Editor } from './editor.ts'
import { findRevisions, searchOf } from './find-revisions.ts'
import type { Members } from './members.ts'
import type { Scope } from './scope.ts'
import { unknownKey } from './unknown-key.ts'

/** The history of one key in a scope. */
export class MemberManager<T extends object> implements AsyncRevisionManager<T> {
  readonly #members: Members<T>
  readonly #scope: Scope
  readonly #editor: Editor<T>
  readonly #key: string

  constructor(members: Members<T>, scope: Scope, editor: Editor<T>, key: string) {
    this.#members = members
    this.#scope = scope
    this.#editor = editor
    this.#key = key
  }

  async getCurrentRevision(): Promise<T | undefined> {
    return (await this.#history()).getCurrentRevision()
  }

  async getNumberOfRevisions(): Promise<number> {
    return (await this.#history()).getNumberOfRevisions()
  }

  async getRevision(version: number): Promise<T | undefined> {
    return (await this.#history()).getRevision(version)
  }

  async getRevisionHistory(query: ManagerQuery = {}): Promise<readonly T[]> {
    const { store, name, keyOf } = this.#members
    const search = searchOf(`${name}/${this.#key}: getRevisionHistory`, this.#scope, query, keyOf(this.#key))
    const history = await this.#history()
    const found: T[] = []
    for await (const { version } of findRevisions(store, search)) {
      const revision = history.getRevision(version)
      // What was forgotten cannot be shown.
      if (revision) found.push(revision)
    }
    return found
  }

  rollbackToRevision(revision: T | number, options: RollbackOptions = {}): Promise<void> {
    return this.#editor.rollback(this.#key, revision, options)
  }

  async #history(): Promise<ManagedHistory<T>> {
    const history = await this.#members.find(this.#key)
    if (history && this.#scope.reaches(history)) return history
    throw unknownKey(this.#members.name, this.#key)
  }
}
