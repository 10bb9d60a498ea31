import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** Brings the names in a file's folder to the disk: a new name is there when its folder is. Windows opens no folders. */
export function syncFolder(file: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(dirname(file), 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
