import { execFileSync, spawnSync } from 'node:child_process'

/** Runs a program of the system; throws what it said where it fails. */
export function system(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Why this process cannot mount; undefined where it can. */
export function cannotMount(): string | undefined {
  if (process.platform !== 'linux') return 'it needs the mounts of Linux'
  if (process.getuid?.() !== 0) return 'only root may mount'
  const tried = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', '/mnt'])
  return tried.status === 0
    ? undefined
    : `nothing can be mounted here: ${String(tried.stderr ?? tried.error).trim()}`
}
