import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { system } from '../rig/system.ts'

/** A place in which room can be taken away and given back. */
export interface Room {
  readonly place: string
  /** From here on there is as little room as was asked for. */
  narrow(): void
  widen(): void
  /** Takes the place away. */
  end(): void
}

const SIZE = 1024 * 1024
const PAGE = 4096

/** A file system of its own in which so many pages are free. */
export function pagesFree(folder: string, pages: number): Room {
  const mount = join(folder, 'tmpfs')
  const ballast = join(mount, 'ballast')
  mkdirSync(mount, { recursive: true })
  system('mount', '-t', 'tmpfs', '-o', `size=${SIZE}`, 'none', mount)
  mkdirSync(join(mount, 'place'))
  return {
    place: join(mount, 'place'),
    narrow() {
      const { bfree } = statfsSync(mount)
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bfree - pages) * PAGE))
    },
    widen: () => rmSync(ballast),
    end: () => system('umount', '--lazy', mount),
  }
}

/** A folder in which no file of this process may grow beyond so many bytes. */
export function bytesAllowed(folder: string, bytes: number): Room {
  const place = join(folder, 'limited')
  mkdirSync(place, { recursive: true })
  const limit = (size: string) =>
    void system('prlimit', '--pid', String(process.pid), `--fsize=${size}:unlimited`)
  return {
    place,
    narrow: () => limit(String(bytes)),
    widen: () => limit('unlimited'),
    end: () => rmSync(place, { recursive: true }),
  }
}

/** A folder that cannot be written to. */
export function readOnly(folder: string): Room {
  const mount = join(folder, 'fixed')
  mkdirSync(mount, { recursive: true })
  system('mount', '-t', 'tmpfs', '-o', `size=${SIZE}`, 'none', mount)
  mkdirSync(join(mount, 'place'))
  return {
    place: join(mount, 'place'),
    narrow: () => void system('mount', '-o', 'remount,ro', mount),
    widen: () => void system('mount', '-o', 'remount,rw', mount),
    end: () => void system('umount', '--lazy', mount),
  }
}
