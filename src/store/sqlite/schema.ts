import { VIEWS } from './views.ts'

/** `application_id` of our files: the letters "varv". */
export const APPLICATION_ID = 0x76617276

type Tables = Readonly<Record<string, string>>

/**
 * What each format adds to the one before, beginning with format 1. A file is brought from its own format to the newest
 * by what is missing, in order; a new file is one of format 0. What stands here was written into files, and stays.
 *
 * A run is a JSON array of lines with a newline after each comma. `runs` is a log: `prev` is the `pos` of the run
 * before in the same lane, so appending touches no second index. The newest run of a lane is never deleted, so no `pos`
 * comes twice (AUTOINCREMENT would write one page more per commit). A lane is one append-only line of a
 * variable's history; `base` and `fork` are null where it starts with index 0.
 *
 * A segment holds what is older than the runs of its lane: `kind` is `lines` (`body` as in a run), `gap` (`body` is
 * its record, and the value after it is in `bases`) or, from format 3 on, `columns` (`body` is a packed segment). `body`
 * takes bytes too, for kinds to come.
 *
 * `members` and `revisions` are what collections show of their variables, to be found by: nothing is read from them that
 * the lines do not say.
 */
const ADDED: readonly Tables[] = [
  {
    variables: 'CREATE TABLE variables(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT',
    heads:
      'CREATE TABLE heads(variable INTEGER NOT NULL REFERENCES variables, branch TEXT NOT NULL, lane INTEGER NOT NULL,' +
      ' idx INTEGER NOT NULL, hash TEXT NOT NULL, pos INTEGER, PRIMARY KEY(variable, branch)) STRICT, WITHOUT ROWID',
    lanes:
      'CREATE TABLE lanes(variable INTEGER NOT NULL, lane INTEGER NOT NULL, base INTEGER, fork INTEGER,' +
      ' PRIMARY KEY(variable, lane)) STRICT, WITHOUT ROWID',
    runs:
      'CREATE TABLE runs(pos INTEGER PRIMARY KEY, variable INTEGER NOT NULL, lane INTEGER NOT NULL,' +
      ' first INTEGER NOT NULL, last INTEGER NOT NULL, prev INTEGER, body TEXT NOT NULL) STRICT',
    keyframes:
      'CREATE TABLE keyframes(variable INTEGER NOT NULL, lane INTEGER NOT NULL, idx INTEGER NOT NULL, hash TEXT NOT NULL,' +
      ' value TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY(variable, lane)) STRICT, WITHOUT ROWID',
    marks:
      'CREATE TABLE marks(variable INTEGER NOT NULL, name TEXT NOT NULL, idx INTEGER NOT NULL, hash TEXT NOT NULL,' +
      ' PRIMARY KEY(variable, name)) STRICT, WITHOUT ROWID',
  },
  {
    segments:
      'CREATE TABLE segments(variable INTEGER NOT NULL, lane INTEGER NOT NULL, first INTEGER NOT NULL,' +
      ' last INTEGER NOT NULL, kind TEXT NOT NULL, body ANY NOT NULL, PRIMARY KEY(variable, lane, first))' +
      ' STRICT, WITHOUT ROWID',
    bases:
      'CREATE TABLE bases(variable INTEGER NOT NULL, lane INTEGER NOT NULL, idx INTEGER NOT NULL, value TEXT NOT NULL,' +
      ' PRIMARY KEY(variable, lane, idx)) STRICT, WITHOUT ROWID',
  },
  // Also a kind of segment: who does not know it must not read the file.
  {
    members:
      'CREATE TABLE members(variable INTEGER PRIMARY KEY REFERENCES variables, collection TEXT NOT NULL,' +
      ' key TEXT NOT NULL, idx INTEGER NOT NULL, hash TEXT NOT NULL, version INTEGER NOT NULL,' +
      ' is_current INTEGER NOT NULL, value TEXT NOT NULL, UNIQUE(collection, key)) STRICT',
    revisions:
      'CREATE TABLE revisions(variable INTEGER NOT NULL REFERENCES members, idx INTEGER NOT NULL,' +
      ' version INTEGER NOT NULL, kind TEXT NOT NULL, state TEXT, "start" INTEGER NOT NULL, "end" INTEGER,' +
      ' label TEXT, comment TEXT, creator TEXT, PRIMARY KEY(variable, idx)) STRICT, WITHOUT ROWID',
  },
]

/** What finds revisions of all members by time and author; a file may be without. */
const INDEXES: readonly string[] = [
  'CREATE INDEX IF NOT EXISTS revisions_by_start ON revisions("start")',
  'CREATE INDEX IF NOT EXISTS revisions_by_creator ON revisions(creator, "start")',
]

/** `user_version` of our files: the newest format this version writes and reads. */
export const FORMAT: number = ADDED.length

/** The tables of a format, by name; a file whose tables differ is not ours. */
export function tablesOf(format: number): Tables {
  return Object.assign({}, ...ADDED.slice(0, format)) as Tables
}

/** The statements that bring a file from a format to the newest; from 0, they make one. */
export function stepsFrom(format: number): readonly string[] {
  return [
    ...ADDED.slice(format).flatMap(tables => Object.values(tables)),
    ...INDEXES,
    'DROP VIEW IF EXISTS current_values; DROP VIEW IF EXISTS history',
    VIEWS,
    ...(format === 0 ? [`PRAGMA application_id=${APPLICATION_ID}`] : []),
    `PRAGMA user_version=${FORMAT}`,
  ]
}
