/** A table: its columns with their types as PostgreSQL names them, and what else its definition says. */
interface Table {
  readonly columns: Readonly<Record<string, string>>
  /** What a column has beside its type. */
  readonly traits?: Readonly<Record<string, string>>
  readonly constraints?: string
  readonly options?: string
}

type Tables = Readonly<Record<string, Table>>

/**
 * What each format adds to the one before, beginning with format 1; what stands here was written into databases, and stays.
 *
 * It is the schema of the store in SQLite, with two differences. A run is found by its lane and first index, since a log of
 * positions would order all writers behind each other; `xid` is the transaction that wrote it, by which a watch finds what
 * became visible since. And names are compared by their bytes, so that no collation takes two for one.
 *
 * The newest run of a lane is never deleted: a lane that moved is found by it, however much was forgotten.
 */
const ADDED: readonly Tables[] = [
  {
    variables: {
      columns: { id: 'bigint', name: 'text' },
      traits: { id: 'GENERATED ALWAYS AS IDENTITY PRIMARY KEY', name: 'COLLATE "C" NOT NULL UNIQUE' },
    },
    heads: {
      columns: { variable: 'bigint', branch: 'text', lane: 'integer', idx: 'bigint', hash: 'text' },
      traits: { variable: 'NOT NULL REFERENCES @variables', branch: 'COLLATE "C" NOT NULL' },
      constraints: 'PRIMARY KEY(variable, branch)',
      // Room for the next version of a row on the same page, so that moving a head touches no index.
      options: 'WITH (fillfactor=50)',
    },
    lanes: {
      columns: { variable: 'bigint', lane: 'integer', base: 'integer', fork: 'bigint' },
      traits: { base: '', fork: '' },
      constraints: 'PRIMARY KEY(variable, lane)',
    },
    runs: {
      columns: {
        variable: 'bigint',
        lane: 'integer',
        first: 'bigint',
        last: 'bigint',
        xid: 'xid8',
        body: 'text',
      },
      traits: { xid: 'NOT NULL DEFAULT pg_current_xact_id()' },
      constraints: 'PRIMARY KEY(variable, lane, first)',
    },
    keyframes: {
      columns: {
        variable: 'bigint',
        lane: 'integer',
        idx: 'bigint',
        hash: 'text',
        value: 'text',
        digest: 'text',
      },
      constraints: 'PRIMARY KEY(variable, lane)',
    },
    marks: {
      columns: { variable: 'bigint', name: 'text', idx: 'bigint', hash: 'text' },
      traits: { name: 'COLLATE "C" NOT NULL' },
      constraints: 'PRIMARY KEY(variable, name)',
    },
    segments: {
      columns: {
        variable: 'bigint',
        lane: 'integer',
        first: 'bigint',
        last: 'bigint',
        kind: 'text',
        body: 'text',
        bytes: 'bytea',
      },
      traits: { body: '', bytes: '' },
      constraints: 'PRIMARY KEY(variable, lane, first), CHECK ((body IS NULL) <> (bytes IS NULL))',
    },
    bases: {
      columns: { variable: 'bigint', lane: 'integer', idx: 'bigint', value: 'text' },
      constraints: 'PRIMARY KEY(variable, lane, idx)',
    },
    // What collections show of their variables, to be found by: nothing is read from them that the lines do not say.
    members: {
      columns: {
        variable: 'bigint',
        collection: 'text',
        key: 'text',
        idx: 'bigint',
        hash: 'text',
        version: 'bigint',
        is_current: 'boolean',
        value: 'jsonb',
      },
      traits: {
        variable: 'PRIMARY KEY REFERENCES @variables',
        collection: 'COLLATE "C" NOT NULL',
        key: 'COLLATE "C" NOT NULL',
      },
      constraints: 'CONSTRAINT one_current UNIQUE(collection, key)',
    },
    revisions: {
      columns: {
        variable: 'bigint',
        idx: 'bigint',
        version: 'bigint',
        kind: 'text',
        state: 'text',
        start: 'bigint',
        end: 'bigint',
        label: 'text',
        comment: 'text',
        creator: 'text',
      },
      traits: {
        variable: 'NOT NULL REFERENCES @members',
        state: '',
        end: '',
        label: '',
        comment: '',
        creator: 'COLLATE "C"',
      },
      constraints: 'PRIMARY KEY(variable, idx)',
    },
    format: { columns: { maker: 'text', version: 'integer' }, constraints: 'PRIMARY KEY(maker)' },
  },
]

const INDEXES: readonly string[] = [
  'CREATE INDEX runs_xid ON @runs(xid)',
  'CREATE INDEX revisions_by_start ON @revisions("start")',
  'CREATE INDEX revisions_by_creator ON @revisions(creator, "start")',
]

/** What a table of ours says of itself in `format`. */
export const MAKER = 'varve'

/** The newest format that this version writes and reads. */
export const FORMAT: number = ADDED.length

/** The columns of the tables of a format, as `name type`; a schema whose tables differ is not ours. */
export function columnsOf(format: number): ReadonlyMap<string, readonly string[]> {
  const tables = ADDED.slice(0, format).flatMap(added => Object.entries(added))
  return new Map(tables.map(([name, { columns }]) => [name, Object.entries(columns).map(c => c.join(' '))]))
}

/** The statements that bring a schema from a format to the newest; from 0, they make one. `@` stands before our tables. */
export function stepsFrom(format: number): readonly string[] {
  return [
    ...ADDED.slice(format).flatMap(tables =>
      Object.entries(tables).map(([name, table]) => made(name, table)),
    ),
    ...(format === 0 ? INDEXES : []),
    `INSERT INTO @format(maker, version) VALUES('${MAKER}', ${FORMAT}) ON CONFLICT(maker) DO UPDATE SET version = excluded.version`,
  ]
}

function made(name: string, { columns, traits = {}, constraints, options = '' }: Table): string {
  const parts = Object.entries(columns).map(
    ([column, type]) => `"${column}" ${type} ${traits[column] ?? 'NOT NULL'}`,
  )
  return `CREATE TABLE @${name}(${[...parts, ...(constraints ? [constraints] : [])].join(', ')}) ${options}`
}
