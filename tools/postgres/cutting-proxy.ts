import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/**
 * How a connection is cut: before the server hears what is asked, or when it has answered, but nobody hears it; or both hear all,
 * and it is cut afterwards.
 */
export type Cut = 'unasked' | 'unheard' | 'idle'

interface Pair {
  readonly client: Socket
  readonly server: Socket
  /** What it is to be cut by at the next statement. */
  doom: Cut | undefined
}

/** Stands between clients and a PostgreSQL server, and cuts their connections when told to. */
export class CuttingProxy {
  readonly url: string
  readonly #server: Server
  readonly #pairs: ReadonlySet<Pair>
  #dooms: (Cut | 'pass')[] = []
  #isRefusing = false
  /** How long an answer is on its way, in milliseconds. */
  latency = 0
  #cuts = 0

  private constructor(server: Server, pairs: ReadonlySet<Pair>, url: string) {
    this.#server = server
    this.#pairs = pairs
    this.url = url
  }

  /** Begins to listen, in front of the server of a URL. */
  static async before(url: string): Promise<CuttingProxy> {
    const target = new URL(url)
    const pairs = new Set<Pair>()
    const server = createServer(client => proxy.#join(client, pairs, target))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const own = new URL(url)
    own.hostname = '127.0.0.1'
    own.port = String((server.address() as AddressInfo).port)
    const proxy = new CuttingProxy(server, pairs, own.href)
    return proxy
  }

  /** How many connections were cut. */
  get cuts(): number {
    return this.#cuts
  }

  /** How many cuts are still to come. */
  get pending(): number {
    return this.#dooms.length
  }

  get connections(): number {
    return this.#pairs.size
  }

  /** Cuts the connection that sends the next statement; called again, also the one that sends the next. */
  cutNext(cut: Cut): void {
    this.#dooms.push(cut)
  }

  /** Lets a statement pass before the next cut. */
  passNext(): void {
    this.#dooms.push('pass')
  }

  /** Takes back all cuts that are still to come. */
  spare(): void {
    this.#dooms = []
  }

  cutAll(): void {
    for (const pair of this.#pairs) this.#cut(pair)
  }

  /** Takes no new connections, as a server that is down, until told otherwise. */
  refuse(isRefusing: boolean): void {
    this.#isRefusing = isRefusing
    if (isRefusing) this.cutAll()
  }

  async stop(): Promise<void> {
    this.cutAll()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(client: Socket, pairs: Set<Pair>, target: URL): void {
    if (this.#isRefusing) return void client.destroy()
    const server = connect(Number(target.port), target.hostname)
    const pair: Pair = { client, server, doom: undefined }
    pairs.add(pair)
    client.on('data', bytes => this.#ask(pair, bytes))
    server.on('data', bytes => this.#answer(pair, bytes))
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => {})
      one.on('close', () => {
        pairs.delete(pair)
        other.destroy()
      })
    }
  }

  #ask(pair: Pair, bytes: Buffer): void {
    const doom = pair.doom === undefined && isStatement(bytes) ? this.#dooms.shift() : undefined
    if (doom !== 'pass') pair.doom ??= doom
    if (pair.doom === 'unasked') return this.#cut(pair)
    pair.server.write(bytes)
  }

  #answer(pair: Pair, bytes: Buffer): void {
    if (pair.doom === 'unheard') return this.#cut(pair)
    if (this.latency > 0) setTimeout(() => pair.client.write(bytes), this.latency)
    else pair.client.write(bytes)
    if (pair.doom === 'idle') setTimeout(() => this.#cut(pair), this.latency)
  }

  #cut({ client, server }: Pair): void {
    this.#cuts++
    client.destroy()
    server.destroy()
  }
}

/** A statement is parsed, bound to its values where it has a name, or asked for as it is; all else passes, as the beginning does. */
function isStatement(bytes: Buffer): boolean {
  return ['P', 'B', 'Q'].includes(String.fromCharCode(bytes[0]!))
}
