import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Ends a server and takes its folder away when whoever started it is done with it, or gone without a word. */
const folder = process.argv[2]!

process.stdin.resume()
process.stdin.once('end', () => void end())
process.stdin.once('error', () => void end())
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

async function end(): Promise<void> {
  const pid = serverPid()
  if (pid !== undefined) {
    // SIGQUIT: at once, and with all of its children.
    for (let tries = 0; tries < 80 && isKilled(pid, tries === 0 ? 'SIGQUIT' : 0); tries++) await pause(25)
    isKilled(pid, 'SIGKILL')
  }
  for (let tries = 0; tries < 50; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      process.exit(0)
    } catch {
      await pause(50)
    }
  }
  process.exit(1)
}

function serverPid(): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

/** Tells whether there was somebody to hear the signal. */
function isKilled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
