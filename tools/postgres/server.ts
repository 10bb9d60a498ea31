import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statfsSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { binariesOf, copyBinaries } from './binaries.ts'

const NEEDED = 400 * 1024 * 1024
const PATIENCE = 60_000

/** Whom the server runs as: PostgreSQL refuses to be root. */
interface Owner {
  readonly uid?: number
  readonly gid?: number
}

/**
 * A PostgreSQL server for tests, torture and benchmarks, in a folder of its own and on a port of its own. It ends, and its folder
 * goes, with `stop`; and also when the process that started it ends in any other way.
 */
export class PostgresServer {
  readonly port: number
  readonly url: string
  readonly #folder: string
  readonly #owner: Owner
  readonly #keeper: ChildProcess
  readonly #flags: readonly string[]
  #server: ChildProcess | undefined
  #log = ''

  private constructor(folder: string, port: number, flags: readonly string[]) {
    this.port = port
    this.url = `postgres://varve@127.0.0.1:${port}/postgres`
    this.#folder = folder
    this.#flags = flags
    this.#owner = ownerOf()
    const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url))
    this.#keeper = spawn(process.execPath, ['--no-warnings', keeper, folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    this.#keeper.unref()
    ;(this.#keeper.stdin as unknown as { unref?: () => void }).unref?.()
  }

  /** Names a server that is not started yet; undefined where there is none for this machine. */
  static async make(flags: readonly string[] = []): Promise<PostgresServer | undefined> {
    const native = binariesOf()
    if (!native) return undefined
    const folder = mkdtempSync(join(roomyFolder(), 'varve-postgres-'))
    const server = new PostgresServer(folder, await freePort(), flags)
    chmodSync(folder, 0o755)
    copyBinaries(native, join(folder, 'native'))
    return server
  }

  /** Makes the database cluster and starts it. */
  async start(): Promise<void> {
    const data = join(this.#folder, 'data')
    mkdirSync(data, { mode: 0o700 })
    const { uid, gid } = this.#owner
    if (uid !== undefined && gid !== undefined) chownSync(data, uid, gid)
    const args = [
      '-D',
      data,
      '-U',
      'varve',
      '--auth=trust',
      '-E',
      'UTF8',
      '--no-locale',
      '--no-sync',
      '--no-instructions',
    ]
    await this.#run('initdb', args)
    await this.restart()
  }

  /** Starts it again after `kill`; what is left of the one before may take a moment to go. */
  async restart(): Promise<void> {
    const until = performance.now() + PATIENCE
    while (performance.now() < until) {
      const server = this.#spawn('postgres', this.#settings())
      this.#server = server
      const isUp = await this.#isReady(server, until)
      // Whoever forgets to stop it may end all the same.
      if (isUp) return server.unref()
      await pause(50)
    }
    throw new Error(`PostgreSQL does not start:\n${this.#log.slice(-4_000)}`)
  }

  /**
   * Kills the postmaster as a crash would. Its children notice and go; but one that waits for another which is gone already
   * may wait for ever, and no new server starts while it is there.
   */
  async kill(): Promise<void> {
    const server = this.#server!
    const children = childrenOf(server.pid!)
    server.ref()
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
    for (let tries = 0; tries < 20 && children.some(isThere); tries++) await pause(10)
    for (const child of children.filter(isThere)) process.kill(child, 'SIGKILL')
  }

  /** Ends the server and takes away its folder. */
  async stop(): Promise<void> {
    this.#keeper.ref()
    const gone = once(this.#keeper, 'exit')
    this.#keeper.stdin!.end()
    await gone
  }

  #settings(): string[] {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=300',
      'shared_buffers=64MB',
      'log_min_messages=warning',
      ...this.#flags,
    ]
    const data = join(this.#folder, 'data')
    return ['-D', data, '-p', String(this.port), ...settings.flatMap(setting => ['-c', setting])]
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    const [code] = (await once(this.#spawn(program, args), 'exit')) as [number | null]
    if (code !== 0) throw new Error(`${program} has failed:\n${this.#log}`)
  }

  #spawn(program: string, args: readonly string[]): ChildProcess {
    const path = join(this.#folder, 'native', 'bin', program)
    const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
    const stdio = ['ignore', 'pipe', 'pipe'] as const
    const child = spawn(path, args, { ...this.#owner, env, cwd: this.#folder, stdio: [...stdio] })
    for (const stream of [child.stdout, child.stderr]) {
      stream!
        .setEncoding('utf8')
        .on('data', (text: string) => (this.#log = (this.#log + text).slice(-20_000)))
      ;(stream as unknown as { unref?: () => void }).unref?.()
    }
    return child
  }

  /** False as soon as it has ended by itself. */
  async #isReady(server: ChildProcess, until: number): Promise<boolean> {
    while (server.exitCode === null && server.signalCode === null && performance.now() < until) {
      if (existsSync(join(this.#folder, 'data', 'postmaster.pid')) && (await answers(this.port))) return true
      await pause(20)
    }
    return false
  }
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function isThere(pid: number): boolean {
  try {
    // What has ended and was not waited for by anybody is not there.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Memory where there is enough of it: a disk would tell more of its own speed than of ours. */
function roomyFolder(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (bavail * bsize > NEEDED) return '/dev/shm'
  } catch {
    // Not every system has it.
  }
  return tmpdir()
}

function ownerOf(): Owner {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }).trim())
  return { uid: id('-u'), gid: id('-g') }
}

/**
 * A port that the system gives nobody by itself: while a server is down, a client that asks for such a one again and again is given
 * it as his own at last, is connected with himself, and keeps the server from coming back.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000)
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch {
      continue
    }
    server.close()
    await once(server, 'close')
    return port
  }
}

/** Asks whether the server takes connections: one that is still starting says so in an error message. */
function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const done = (isUp: boolean): void => {
      socket.destroy()
      resolve(isUp)
    }
    const text = Buffer.from('\0\0\0\0\0\x03\0\0user\0varve\0database\0postgres\0\0', 'latin1')
    text.writeInt32BE(text.length, 0)
    socket.once('connect', () => socket.write(text))
    // R: it asks who we are; E: it does not want us yet.
    socket.once('data', data => done(data[0] === 0x52))
    socket.once('error', () => done(false))
    socket.once('close', () => done(false))
  })
}
