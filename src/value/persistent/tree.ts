import { blankLeaf, Branch, kidAt, least, most, type Leaf, type Part } from './branch.ts'

/** A root, how high it stands over its leaves, and how many elements are in it. */
export interface Tree {
  readonly root: Part
  readonly height: number
  readonly length: number
}

/**
 * A tree of elements, all of it at least half full. Like all here it changes nothing, and shares what it can: whoever puts
 * a tree together of parts of his own must regard them as shared from then on.
 */
export function treeOf(items: readonly unknown[]): Tree {
  let row: Tree[] = pieces(items.length, (from, to) => ({
    root: leafOf(items, from, to),
    height: 0,
    length: to - from,
  }))
  if (row.length === 0) return emptyTree()
  for (let height = 1; row.length > 1; height++) {
    const below = row
    row = pieces(below.length, (from, to) => branchOf(below.slice(from, to), height))
  }
  return row[0]!
}

/** The first so many elements: some, not all. All of it is at least half full, on the right edge too. */
export function take(tree: Tree, length: number): Tree {
  if (tree.height === 0) return { root: (tree.root as Leaf).slice(0, length), height: 0, length }
  const kid = kidAt((tree.root as Branch).counts, length - 1, tree.height)
  const cut = kidOf(tree, kid)
  const inside = length - (tree.root as Branch).counts[kid]!
  return join(kidsOf(tree, 0, kid), inside === cut.length ? cut : take(cut, inside))
}

/** All but the first so many elements: some, not all. */
export function drop(tree: Tree, count: number): Tree {
  if (tree.height === 0)
    return { root: (tree.root as Leaf).slice(count), height: 0, length: tree.length - count }
  const { counts: starts } = tree.root as Branch
  const kid = kidAt(starts, count, tree.height)
  const cut = kidOf(tree, kid)
  const inside = count - starts[kid]!
  return join(inside === 0 ? alone(cut) : drop(cut, inside), kidsOf(tree, kid + 1, starts.length))
}

/** The elements of two trees; all of the first must be at least half full, but for its root. */
export function join(a: Tree, b: Tree): Tree {
  if (a.length === 0) return b
  if (b.length === 0) return a
  const row = a.height > b.height ? joinRight(a, b) : a.height < b.height ? joinLeft(a, b) : joinLevel(a, b)
  return row.length === 1 ? row[0]! : branchOf(row, row[0]!.height + 1)
}

function joinRight(a: Tree, b: Tree): Tree[] {
  const last = (a.root as Branch).kids.length - 1
  const kid = kidOf(a, last)
  const row = kid.height > b.height ? joinRight(kid, b) : joinLevel(kid, b)
  return regroup([...rowOf(a, 0, last), ...row], a.height)
}

function joinLeft(a: Tree, b: Tree): Tree[] {
  const kid = kidOf(b, 0)
  const row = kid.height > a.height ? joinLeft(a, kid) : joinLevel(a, kid)
  return regroup([...row, ...rowOf(b, 1, (b.root as Branch).kids.length)], b.height)
}

/** Two of one height, as one or two that are at least half full. */
function joinLevel(a: Tree, b: Tree): Tree[] {
  const { height } = a
  const [some, more] = [widthOf(a), widthOf(b)]
  if (some >= least && more >= least) return [a, b]
  if (height > 0) return regroup([...rowOf(a, 0, some), ...rowOf(b, 0, more)], height)
  const items = [...(a.root as Leaf), ...(b.root as Leaf)]
  if (items.length <= most) return [{ root: items, height, length: items.length }]
  const half = items.length >>> 1
  return [
    { root: items.slice(0, half), height, length: half },
    { root: items.slice(half), height, length: items.length - half },
  ]
}

/** Parts in a row as the kids of one or two. */
function regroup(row: Tree[], height: number): Tree[] {
  if (row.length <= most) return [branchOf(row, height)]
  const half = row.length >>> 1
  return [branchOf(row.slice(0, half), height), branchOf(row.slice(half), height)]
}

function branchOf(row: readonly Tree[], height: number): Tree {
  const kids: Part[] = []
  const starts: number[] = []
  let length = 0
  for (const each of row) {
    kids.push(each.root)
    starts.push(length)
    length += each.length
  }
  return { root: new Branch(kids, starts, 0), height, length }
}

/** Some kids of a tree, as one. */
function kidsOf(tree: Tree, from: number, to: number): Tree {
  if (from === to) return emptyTree()
  return to - from === 1 ? alone(kidOf(tree, from)) : branchOf(rowOf(tree, from, to), tree.height)
}

/** A kid as a root, which never has a single kid: on the right edge they may stand in a chain. */
function alone(kid: Tree): Tree {
  let root = kid
  while (root.height > 0 && (root.root as Branch).kids.length === 1) root = kidOf(root, 0)
  return root
}

function rowOf(tree: Tree, from: number, to: number): Tree[] {
  const row: Tree[] = []
  for (let kid = from; kid < to; kid++) row.push(kidOf(tree, kid))
  return row
}

function kidOf(tree: Tree, kid: number): Tree {
  const { kids, counts: starts } = tree.root as Branch
  const end = kid + 1 < starts.length ? starts[kid + 1]! : tree.length
  return { root: kids[kid]!, height: tree.height - 1, length: end - starts[kid]! }
}

const widthOf = (tree: Tree): number => (tree.height === 0 ? tree.length : (tree.root as Branch).kids.length)

/** Cuts a length into pieces that are full, but for the last two, which are at least half full; or one that is not. */
function pieces<T>(length: number, make: (from: number, to: number) => T): T[] {
  const made: T[] = []
  for (let from = 0; from < length;) {
    const left = length - from
    const size = left > most && left < most + least ? left >>> 1 : Math.min(left, most)
    made.push(make(from, from + size))
    from += size
  }
  return made
}

const emptyTree = (): Tree => ({ root: leafOf([], 0, 0), height: 0, length: 0 })

function leafOf(items: readonly unknown[], from: number, to: number): Leaf {
  const leaf = blankLeaf(to - from)
  for (let i = from; i < to; i++) leaf[i - from] = items[i]
  return leaf
}
