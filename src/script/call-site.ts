import * as util from 'node:util'

/** Where a call stands in what runs: lines and columns from 1. */
export interface CallSite {
  /** A URL or a path, as the runtime has it; undefined where the code came from no file. */
  readonly script: string | undefined
  readonly line: number
  readonly column: number
  /** Whether it was made by `eval` or `new Function`. */
  readonly isEval: boolean
}

/** So many frames of the runtime's own may stand between us and the caller. */
const mostFrames = 12

/**
 * Who called `callee`: the innermost frame outside of it that is not the runtime's own. Positions are those of the code that
 * runs: what others do to stack traces, or source maps, has no part in it.
 */
export function callSiteOf(callee: (...args: never[]) => unknown): CallSite | undefined {
  const sites = structuredSites(callee) ?? plainSites()
  return sites.find(({ script }) => script === undefined || !script.startsWith('node:'))
}

function structuredSites(callee: (...args: never[]) => unknown): CallSite[] | undefined {
  const { stackTraceLimit } = Error
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  try {
    Error.stackTraceLimit = mostFrames
    Error.prepareStackTrace = (_error, sites) => sites
    const holder: { stack?: unknown } = {}
    Error.captureStackTrace(holder, callee)
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

function siteOf(site: NodeJS.CallSite): CallSite {
  return {
    script: site.isNative() ? 'node:native' : (site.getFileName() ?? undefined),
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
    isEval: site.isEval(),
  }
}

/** The second way, which does not tell of `eval`; its first frames are this file's, and the callee's. */
function plainSites(): CallSite[] {
  return util
    .getCallSites(mostFrames, { sourceMap: false })
    .slice(3)
    .map(({ scriptName, lineNumber, columnNumber }) => ({
      script: scriptName || undefined,
      line: lineNumber,
      column: columnNumber,
      isEval: false,
    }))
}
