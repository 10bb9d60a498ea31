import type { AnyNode, Expression, Pattern, PrivateIdentifier } from 'acorn'
import type { CallPath } from './find-call.ts'

/** The path of the declaration that a call stands in, or why it has none. */
export type DeclarationPath =
  | { readonly name: string }
  | {
      readonly reason: string
      /** A key that would do, as it is written in a source. */
      readonly example?: string
    }

const loops = ['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']
const named = [
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassDeclaration',
  'ClassExpression',
  'ObjectExpression',
]

/** What a value is called where it stands, as far as its surroundings say it, and in which of them that is said. */
interface Given {
  readonly names: readonly string[]
  readonly at: number
}

/**
 * The name of a value by its place in the source: of what it is the value, within which named objects, functions and classes.
 * Whatever else a person might do to the text leaves it as it is.
 */
export function declarationPath(path: CallPath): DeclarationPath {
  const own = given(path, path.length - 1)
  if (path.some(({ type }) => loops.includes(type)))
    return { reason: 'it stands in a loop', ...(own && { example: `\`${own.names.join('.')}.\${i}\`` }) }
  if (!own) return { reason: whyNameless(path.at(-2)) }
  const names = [...own.names]
  let isInObject = path[own.at]!.type === 'Property'
  for (let at = own.at - 1; at > 0; at--) {
    const { type } = path[at]!
    if (!named.includes(type)) continue
    const found = nameOf(path, at)
    // An object that is only handed on has no name, so what is in it has none either.
    if (isInObject && found.names.length === 0) return { reason: 'it stands in an object that has no name' }
    names.unshift(...found.names)
    isInObject = type === 'ObjectExpression' && path[found.at]!.type === 'Property'
    at = found.at
  }
  return { name: names.join('.') }
}

/** The name of a function, class or object: its own, or what it is called where it stands. */
function nameOf(path: CallPath, at: number): Given {
  const node = path[at]!
  if ('id' in node && node.id?.type === 'Identifier') return { names: [node.id.name], at }
  return given(path, at) ?? { names: [], at }
}

/** What the value at a place of the path is called by what is around it. */
function given(path: CallPath, at: number): Given | undefined {
  const value = path[at]!
  const parent = path[at - 1]
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.init === value && parent.id.type === 'Identifier'
        ? { names: [parent.id.name], at: at - 1 }
        : undefined
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property': {
      const names = keyOf(parent)
      return parent.value === value && names ? { names, at: at - 1 } : undefined
    }
    case 'AssignmentExpression': {
      const names = parent.right === value ? targetOf(parent.left) : undefined
      return names && { names, at: at - 1 }
    }
    case 'ExportDefaultDeclaration':
      return { names: ['default'], at: at - 1 }
    default:
      return undefined
  }
}

function keyOf({
  key,
  computed,
  ...rest
}: {
  readonly key: Expression | PrivateIdentifier
  readonly computed: boolean
  readonly kind?: string
}): readonly string[] | undefined {
  // What a constructor makes belongs to its class.
  if (rest.kind === 'constructor') return []
  if (key.type === 'Literal') return [String(key.value)]
  if (computed) return undefined
  return key.type === 'Identifier' || key.type === 'PrivateIdentifier' ? [key.name] : undefined
}

/** `a`, `exports.a`, or `this.a`, which is the class's own. */
function targetOf(left: Pattern): readonly string[] | undefined {
  if (left.type === 'Identifier') return [left.name]
  if (left.type !== 'MemberExpression') return undefined
  const key = keyOf({ key: left.property as AnyNode as Expression, computed: left.computed })
  if (!key) return undefined
  if (left.object.type === 'ThisExpression') return key
  const object = targetOf(left.object as Pattern)
  return object && [...object, ...key]
}

function whyNameless(parent: AnyNode | undefined): string {
  switch (parent?.type) {
    case 'ExpressionStatement':
    case 'MemberExpression':
    case 'ChainExpression':
      return 'it is the value of no variable'
    case 'VariableDeclarator':
      return 'it is taken apart where it is declared'
    case 'CallExpression':
    case 'NewExpression':
      return 'it is an argument of another call'
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return 'it is what a function returns'
    case 'ArrayExpression':
      return 'it stands in a list'
    default:
      return 'its place in the source has no name'
  }
}
