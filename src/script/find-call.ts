import type { AnyNode, CallExpression, Program } from 'acorn'
import type { ParsedSource } from './parse-source.ts'

/** A call and all that it stands in, from the program down to itself. */
export type CallPath = readonly [...AnyNode[], CallExpression]

/** A program has one tree, but each of its values asks for its calls. */
const known = new WeakMap<Program, readonly CallPath[]>()

/** Every call of a program with what it stands in, in the order of the text. */
export function callsOf({ program }: ParsedSource): readonly CallPath[] {
  const calls = known.get(program) ?? [...callsIn(program as AnyNode, [])]
  known.set(program, calls)
  return calls
}

function* callsIn(node: AnyNode, above: readonly AnyNode[]): Generator<CallPath> {
  const path = [...above, node]
  if (node.type === 'CallExpression') yield path as unknown as CallPath
  for (const child of childrenOf(node)) yield* callsIn(child, path)
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode)
}

function isNode(value: unknown): value is AnyNode {
  return typeof (value as AnyNode | null | undefined)?.type === 'string'
}

/**
 * The call of which a runtime says that it is made at an offset: where the name of what is called begins, or at the
 * parenthesis before its arguments where that is no name. `startsAt` says that the offset is where the whole call begins.
 */
export function callAt(source: ParsedSource, offset: number, startsAt = false): CallPath | undefined {
  let found: CallPath | undefined
  for (const path of callsOf(source)) {
    const call = path.at(-1) as CallExpression
    // The innermost that holds the offset comes last.
    if (call.callee.start <= offset && offset < argumentsOf(call)) found = path
  }
  if (!found) return undefined
  const { callee } = found.at(-1) as CallExpression
  const name = callee.type === 'MemberExpression' && !startsAt ? callee.property : callee
  const isThere = offset === name.start || (!startsAt && source.text[offset] === '(')
  return isThere ? found : undefined
}

function argumentsOf({ arguments: [first], end }: CallExpression): number {
  return first?.start ?? end
}

/** The name by which something is called: `remember(…)`, `script.remember(…)` and `(0, script.remember)(…)` alike. */
export function calledName({ callee }: CallExpression): string | undefined {
  const called = callee.type === 'SequenceExpression' ? callee.expressions.at(-1)! : callee
  if (called.type === 'Identifier') return called.name
  if (called.type !== 'MemberExpression' || called.computed) return undefined
  return called.property.type === 'Identifier' ? called.property.name : undefined
}
