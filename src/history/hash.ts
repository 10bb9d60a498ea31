import { sha256 } from '#platform'

/** The hash before a variable's first revision: it binds the chain to the name. */
export function rootHash(variable: string): string {
  return sha256(`varve/1 root\n${JSON.stringify(variable)}`)
}

/** The hash of a revision, which identifies it: it stands for the line and for all ancestors. */
export function revisionHash(parent: string, line: string): string {
  return sha256(`varve/1 rev\n${parent}\n${line}`)
}
