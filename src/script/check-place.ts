import { statfsSync, type BigIntStats } from 'node:fs'
import { extname, sep } from 'node:path'
import { VarveError } from '../errors.ts'
import { isScriptName } from '../store/script/open-script.ts'
import { refused } from './ways-out.ts'

/** A program of 5 MiB is read, checked and written whole at each change. */
const mostBytes = 5 * 1024 * 1024

/** What Linux calls file systems of other machines: NFS, SMB and its successors, AFS, Coda, NetWare. */
const remote: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x6b414653, 0x73757245, 0x564c,
])

/** Refuses files that are no place for values, whoever reads them: what is written there would be gone soon. */
export function checkPlace(file: string): void {
  if (file.split(sep).includes('node_modules'))
    throw refused(file, 'what is installed in node_modules is replaced at the next installation')
  if (!isScriptName(file)) throw refused(file, `a ${extname(file)} file has no // comments`)
}

/** Refuses to write into files of which that would break something; reading them harms nobody. */
export function checkWritable(file: string, { nlink, uid }: Pick<BigIntStats, 'nlink' | 'uid'>): void {
  if (nlink > 1n)
    throw refused(
      file,
      `the file has ${nlink} names (hard links), of which only one would get the values`,
      'make it a file of its own, or a symbolic link',
    )
  const user = process.geteuid?.()
  if (user !== undefined && uid !== BigInt(user)) {
    const message = `remember() in ${file}: the file belongs to another user (${uid}, this is ${user}), so what is set is not kept in it; chown it, or ${ownFile}`
    throw new VarveError('READ_ONLY', message, { file })
  }
  if (isRemote(fileSystemOf(file)))
    throw refused(file, 'the file is on a network drive, where locks and renames are not safe')
}

/** Refuses a program that is too large. Its values do not count: what was kept can always be had. */
export function checkSize(file: string, programBytes: number): void {
  if (programBytes > mostBytes)
    throw refused(
      file,
      `the program has ${programBytes} bytes, and would be written whole at each change; ${mostBytes} are allowed`,
    )
}

const ownFile =
  "keep the value elsewhere: openSync(sqlite('values.db'), { durable: 'each' }).watch('runs', 0)"

/** Whether a file system, by the number that `statfs` gives, is another machine's. */
export function isRemote(type: number): boolean {
  return remote.has(type)
}

/** No file moves to another system while a program runs. */
const systems = new Map<string, number>()

function fileSystemOf(file: string): number {
  const type = systems.get(file) ?? typeOf(file)
  systems.set(file, type)
  return type
}

function typeOf(file: string): number {
  try {
    return statfsSync(file).type >>> 0
  } catch {
    return 0
  }
}
