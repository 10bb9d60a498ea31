import * as util from 'node:util'

/** Where a call stands in what runs: lines and columns from 1. */
export interface CallSite {
  /** A URL or a path, as the runtime has it; undefined where the code came from no file. */
  readonly script: string | undefined
  readonly line: number
  readonly column: number
  /** Whether it was made by `eval` or `new Function`. */
  readonly isEval: boolean
  /** Whether this very code is in the same file, as bundlers leave it. */
  readonly isBundled: boolean
}

type Site = Omit<CallSite, 'isBundled'>

/** So many frames of the runtime's own may stand between us and the caller. */
const mostFrames = 12
/** Those of this file, and of the function that wants to know its caller. */
const ownFrames = 3

/**
 * Who called the function that calls this: the innermost frame outside of it that is not the runtime's own. Positions are
 * those of the code that runs: what others do to stack traces, or source maps, has no part in it.
 */
export function callSite(): CallSite | undefined {
  const sites = structuredSites() ?? plainSites()
  const caller = sites.slice(ownFrames).find(({ script }) => !script?.startsWith('node:'))
  return caller && { ...caller, isBundled: caller.script !== undefined && caller.script === sites[0]!.script }
}

function structuredSites(): Site[] | undefined {
  const { stackTraceLimit } = Error
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  try {
    Error.stackTraceLimit = mostFrames
    Error.prepareStackTrace = (_error, sites) => sites
    const holder: { stack?: unknown } = {}
    Error.captureStackTrace(holder)
    // Somebody may have made the hook one that cannot be changed.
    return Array.isArray(holder.stack) ? (holder.stack as NodeJS.CallSite[]).map(siteOf) : undefined
  } catch {
    // With --frozen-intrinsics nothing of Error can be set.
    return undefined
  } finally {
    putBack(stackTraceLimit, before)
  }
}

function putBack(limit: number, before: PropertyDescriptor | undefined): void {
  try {
    Error.stackTraceLimit = limit
    if (before) Object.defineProperty(Error, 'prepareStackTrace', before)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
  } catch {
    // It was never set.
  }
}

function siteOf(site: NodeJS.CallSite): Site {
  return {
    script: site.isNative() ? 'node:native' : (site.getFileName() ?? undefined),
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
    isEval: site.isEval(),
  }
}

/** The second way, which does not tell of `eval`. */
function plainSites(): Site[] {
  return util
    .getCallSites(mostFrames, { sourceMap: false })
    .map(({ scriptName, lineNumber, columnNumber }) => ({
      script: scriptName || undefined,
      line: lineNumber,
      column: columnNumber,
      isEval: false,
    }))
}
