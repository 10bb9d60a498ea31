import { rootHash } from '../../history/hash.ts'
import { hashBehind } from '../sealing/hash-behind.ts'
import { packLines, type ReadySegment } from '../sealing/pack-lines.ts'
import { columnsKind } from '../sealing/packed-segment.ts'
import { type Piece, planSegments } from '../sealing/plan-segments.ts'
import { sealedInAll } from '../sealing/sealed-in-all.ts'
import { linesOfRow } from '../sealing/kept-lines.ts'
import type { Sealed } from '../store.ts'
import { DURABLE } from './append-statement.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './failure.ts'
import type { Sender } from './pool.ts'
import { storedName } from './stored-name.ts'

/** What a row takes beside its body, about. */
const rowSize = 28

const HEAD =
  'SELECT h.variable, h.lane FROM @heads h JOIN @variables v ON v.id = h.variable WHERE v.name = $1 AND h.branch = $2'
/** All that a lane is made of, without the bodies. */
const PIECES =
  'SELECT first, last, kind, coalesce(octet_length(bytes), octet_length(body)) AS size, false AS is_run FROM @segments WHERE variable = $1 AND lane = $2' +
  " UNION ALL SELECT first, last, 'lines', octet_length(body), true FROM @runs WHERE variable = $1 AND lane = $2 ORDER BY first"
const BODIES =
  'SELECT first, last, kind, body, bytes FROM @segments WHERE variable = $1 AND lane = $2 AND first BETWEEN $3 AND $4' +
  " UNION ALL SELECT first, last, 'lines', body, NULL FROM @runs WHERE variable = $1 AND lane = $2 AND first BETWEEN $3 AND $4 ORDER BY first"
const BEFORE =
  'SELECT first, last, kind, body, bytes FROM @segments WHERE variable = $1 AND lane = $2 AND last = $3'
/** Whoever forgets holds the head, too. */
const LOCK = `WITH ${DURABLE} SELECT h.idx FROM durable, @heads h WHERE h.variable = $1 AND h.lane = $2 FOR UPDATE OF h`
const DROP = (table: string): string =>
  `DELETE FROM @${table} t USING unnest($3::bigint[], $4::bigint[]) p(first, last)` +
  ' WHERE t.variable = $1 AND t.lane = $2 AND t.first = p.first AND t.last = p.last RETURNING t.first'
const [DROP_RUNS, DROP_SEGMENTS] = [DROP('runs'), DROP('segments')]
const KEEP =
  "INSERT INTO @segments(variable, lane, first, last, kind, bytes) SELECT $1::bigint, $2::int, s.first, s.last, 'columns', s.bytes" +
  ' FROM unnest($3::bigint[], $4::bigint[], $5::bytea[]) s(first, last, bytes)'

type Lane = readonly [variable: string, lane: number]

interface LanePiece extends Piece {
  readonly isRun: boolean
}

interface PieceRow {
  readonly first: string
  readonly last: string
  readonly kind: string
  readonly size: number
  readonly is_run: boolean
}

interface BodyRow {
  readonly first: string
  readonly last: string
  readonly kind: string
  readonly body: string | null
  readonly bytes: Uint8Array | null
}

/** Puts lines of a branch into segments, a slice in each transaction. What takes long, the columns, is done before it begins. */
export async function seal(connection: Connection, variable: string, branch: string): Promise<Sealed> {
  const done: Sealed[] = []
  const plan = () => planOf(connection, variable, branch)
  for (let [lane, slices] = await plan(); lane && slices.length > 0;) {
    const sealed = await sealSlice(connection, variable, lane, slices[0]!)
    if (sealed) {
      done.push(sealed)
      slices = slices.slice(1)
    } else {
      // Somebody else has sealed or forgotten meanwhile.
      ;[lane, slices] = await plan()
    }
  }
  return sealedInAll(done)
}

/** Chooses what to seal, oldest first; the newest run stays. */
async function planOf(
  connection: Connection,
  variable: string,
  branch: string,
): Promise<[lane: Lane | undefined, slices: LanePiece[][]]> {
  const names = [storedName(variable), storedName(branch)]
  const [row] = await connection.read<{ variable: string; lane: number }>(HEAD, names)
  if (!row) return [undefined, []]
  const lane: Lane = [row.variable, row.lane]
  const pieces = (await connection.read<PieceRow>(PIECES, [...lane])).map(pieceOf)
  const end = pieces.findIndex(({ first }, i) => first !== (i === 0 ? 0 : pieces[i - 1]!.last + 1))
  if (end >= 0)
    throw corrupt(
      connection.place.name,
      `the lines of ${variable} (${branch}) do not follow at ${pieces[end]!.first}`,
    )
  return [lane, planSegments(pieces.slice(0, -1))]
}

function pieceOf({ first, last, kind, size, is_run: isRun }: PieceRow): LanePiece {
  const what = kind === columnsKind ? 'sealed' : kind === 'gap' ? 'gap' : 'lines'
  return { first: Number(first), last: Number(last), kind: what, size: Number(size) + rowSize, isRun }
}

/** Seals a slice; undefined where it is no longer as it was planned. */
async function sealSlice(
  connection: Connection,
  variable: string,
  lane: Lane,
  pieces: readonly LanePiece[],
): Promise<Sealed | undefined> {
  const segments = await packed(connection, variable, lane, pieces)
  if (!segments) return undefined
  const before = pieces.reduce((sum, { size }) => sum + size, 0)
  const after = segments.reduce((sum, { bytes }) => sum + bytes.length + rowSize, 0)
  if (after >= before) return { lines: 0, segments: 0, bytes: { before: 0, after: 0 } }
  try {
    await connection.write(() =>
      connection.transaction(sender => exchange(connection, sender, lane, pieces, segments)),
    )
  } catch (error) {
    if (error instanceof Changed) return undefined
    throw error
  }
  const lines = segments.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  return { lines, segments: segments.length, bytes: { before, after } }
}

async function packed(
  connection: Connection,
  variable: string,
  lane: Lane,
  pieces: readonly LanePiece[],
): Promise<readonly ReadySegment[] | undefined> {
  const [first, last] = [pieces[0]!.first, pieces.at(-1)!.last]
  const rows = await connection.read<BodyRow>(BODIES, [...lane, first, last])
  const isSame = rows.length === pieces.length && rows.every((row, i) => isOf(row, pieces[i]!))
  if (!isSame) return undefined
  const lines = rows.flatMap(row => {
    const own = linesOfRow({
      first: Number(row.first),
      last: Number(row.last),
      kind: row.kind,
      body: row.bytes ?? row.body,
    })
    if (own) return own
    throw corrupt(connection.place.name, `the lines ${row.first} to ${row.last} cannot be told apart`)
  })
  const [before] = await connection.read<BodyRow>(BEFORE, [...lane, first - 1])
  const link = before && hashBehind({ ...before, body: before.bytes ?? before.body })
  const segments = packLines(first, lines, link ?? (first === 0 ? rootHash(variable) : undefined))
  if (segments) return segments
  throw corrupt(connection.place.name, `the lines from ${first} on are no text`)
}

function isOf(row: BodyRow, { first, last }: LanePiece): boolean {
  return Number(row.first) === first && Number(row.last) === last
}

/** Lines never change: where the rows still have these bounds, they have these lines. */
async function exchange(
  connection: Connection,
  sender: Sender,
  lane: Lane,
  pieces: readonly LanePiece[],
  segments: readonly ReadySegment[],
): Promise<void> {
  await connection.rows(sender, LOCK, [...lane])
  for (const [isRun, drop] of [
    [true, DROP_RUNS],
    [false, DROP_SEGMENTS],
  ] as const) {
    const own = pieces.filter(piece => piece.isRun === isRun)
    const bounds = [own.map(({ first }) => first), own.map(({ last }) => last)]
    const gone = await connection.rows(sender, drop, [...lane, ...bounds])
    if (gone.length !== own.length) throw new Changed('The rows are others by now.')
  }
  await connection.rows(sender, KEEP, [
    ...lane,
    segments.map(({ first }) => first),
    segments.map(({ last }) => last),
    segments.map(({ bytes }) => Buffer.from(bytes)),
  ])
}

/** Thrown where somebody else has sealed or forgotten meanwhile. */
class Changed extends Error {}
