import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from '../rig/at-exit.ts'
import { system } from '../rig/system.ts'

const SIZE = '24M'

/** A disk in a file, with a file system that is mounted. What is not synchronised is not in the file. */
export class Disk {
  /** Where the file system is. */
  readonly mount: string
  readonly #image: string
  readonly #stay: () => void

  private constructor(image: string, mount: string) {
    this.#image = image
    this.mount = mount
    mkdirSync(mount, { recursive: true })
    this.#start()
    this.#stay = atExit(() => this.#stop('--lazy'))
  }

  /** A new disk in a folder. */
  static make(folder: string): Disk {
    const image = join(folder, 'disk.img')
    system('truncate', '--size', SIZE, image)
    const at = 'nodiscard,lazy_itable_init=0,lazy_journal_init=0'
    system('mke2fs', '-q', '-t', 'ext4', '-F', '-E', at, image)
    return new Disk(image, join(folder, 'disk'))
  }

  /** What would be on the disk if the power went at this moment, as a disk of its own. */
  cut(folder: string): Disk {
    const image = join(folder, 'cut.img')
    copyFileSync(this.#image, image)
    return new Disk(image, join(folder, 'cut'))
  }

  /** What the checker of file systems says of it, where it says something. */
  complaints(): string | undefined {
    this.#stop()
    try {
      system('e2fsck', '-f', '-n', this.#image)
      return undefined
    } catch (error) {
      return String((error as { stdout?: string }).stdout ?? error)
    } finally {
      this.#start()
    }
  }

  /** Takes everything away. */
  end(): void {
    this.#stay()
    this.#stop('--lazy')
    rmSync(this.#image)
  }

  /** What the log of the file system holds is put right, as at a boot. */
  #start(): void {
    system('mount', '-t', 'ext4', '-o', 'loop', this.#image, this.mount)
  }

  /** The loop device goes with the mount. */
  #stop(...how: string[]): void {
    system('umount', ...how, this.mount)
  }
}

/** Why there can be no such disk; undefined where there can. */
export function noDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may mount a disk'
  try {
    system('losetup', '--find')
    system('mke2fs', '-V')
    return undefined
  } catch (error) {
    return `there is no loop device, or no mke2fs: ${String((error as { stderr?: string }).stderr ?? error).trim()}`
  }
}
