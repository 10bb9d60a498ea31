import type { PostgresClient, PostgresPool } from './pool.ts'

/** So long a pool may take to show that it has another connection beside the one that listens, in milliseconds. */
const PROOF = 1_000
/** So long nothing is tried again where a pool has none to spare, or the server is gone. */
const REST = 5_000

interface Told {
  readonly channel: string
}

/**
 * Hears of others' moves, on one connection of a pool however many stores are watched through it. Where the pool has none to spare,
 * or its connections cannot listen, nothing is heard, and who watches looks from time to time.
 */
export class Listening {
  static readonly #byPool = new WeakMap<PostgresPool, Listening>()
  readonly #pool: PostgresPool
  readonly #channels = new Map<string, Set<() => void>>()
  #client: PostgresClient | undefined
  #isConnecting = false
  #notBefore = 0

  private constructor(pool: PostgresPool) {
    this.#pool = pool
  }

  static of(pool: PostgresPool): Listening {
    let listening = Listening.#byPool.get(pool)
    if (!listening) Listening.#byPool.set(pool, (listening = new Listening(pool)))
    return listening
  }

  /** Whether whatever others tell would be heard. */
  get isUp(): boolean {
    return this.#client !== undefined
  }

  /** Calls `ring` when somebody tells of a move, and when hearing begins or ends; gives back the way to stop. */
  listen(channel: string, ring: () => void): () => void {
    const rings = this.#channels.get(channel) ?? new Set()
    this.#channels.set(channel, rings.add(ring))
    if (rings.size === 1) void this.#client?.query(`LISTEN ${channel}`).catch(() => this.#lose())
    this.ensure()
    return () => {
      if (!rings.delete(ring) || rings.size > 0) return
      this.#channels.delete(channel)
      if (this.#channels.size === 0) this.#release()
      else void this.#client?.query(`UNLISTEN ${channel}`).catch(() => this.#lose())
    }
  }

  /** Tries to hear again, if it is time. */
  ensure(): void {
    if (this.#client || this.#isConnecting || this.#channels.size === 0) return
    if (performance.now() < this.#notBefore || (this.#pool.options?.max ?? Infinity) < 2) return
    this.#isConnecting = true
    void this.#connect().finally(() => (this.#isConnecting = false))
  }

  async #connect(): Promise<void> {
    let client: PostgresClient | undefined
    try {
      client = await this.#pool.connect()
      if (client.on === undefined || this.#channels.size === 0 || !(await this.#hasAnother())) {
        this.#notBefore = performance.now() + REST
        return client.release()
      }
      client.on('notification', this.#hear)
      client.on('error', this.#lose)
      client.on('end', this.#lose)
      for (const channel of this.#channels.keys()) await client.query(`LISTEN ${channel}`)
      this.#client = client
      if (this.#channels.size === 0) this.#release()
      // What moved until now was told to nobody.
      this.#ringAll()
    } catch {
      this.#notBefore = performance.now() + REST
      if (client) this.#drop(client, true)
    }
  }

  /** A pool of one would have nothing left for anybody else. */
  async #hasAnother(): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<boolean>(resolve => (timer = setTimeout(() => resolve(false), PROOF)))
    const answer = this.#pool.query('SELECT 1').then(
      () => true,
      () => false,
    )
    try {
      return await Promise.race([answer, late])
    } finally {
      clearTimeout(timer)
    }
  }

  readonly #hear = (told: unknown): void => {
    const { channel } = told as Told
    for (const ring of this.#channels.get(channel) ?? []) ring()
  }

  readonly #lose = (): void => {
    const client = this.#client
    if (!client) return
    this.#client = undefined
    this.#drop(client, true)
    this.#notBefore = performance.now() + 100
    this.#ringAll()
  }

  /** Gives the connection back as it was. */
  #release(): void {
    const client = this.#client
    if (!client) return
    this.#client = undefined
    client.query('UNLISTEN *').then(
      () => this.#drop(client, false),
      () => this.#drop(client, true),
    )
  }

  #drop(client: PostgresClient, isBroken: boolean): void {
    client.off?.('notification', this.#hear)
    client.off?.('end', this.#lose)
    client.release(isBroken)
    client.off?.('error', this.#lose)
  }

  #ringAll(): void {
    for (const rings of this.#channels.values()) for (const ring of rings) ring()
  }
}
