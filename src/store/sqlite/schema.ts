/** `application_id` of our files: the letters "varv". */
export const APPLICATION_ID = 0x76617276

/** `user_version` of our files: the newest format this version writes and reads. */
export const FORMAT = 1

/**
 * The tables, by name; a file whose tables differ is not ours.
 *
 * A run is a JSON array of lines with a newline after each comma. `runs` is a log: `prev` is the `pos` of the run
 * before in the same lane, so appending touches no second index; no row is ever deleted, so no `pos` comes twice
 * (AUTOINCREMENT would write one page more per commit). A lane is one append-only line of a
 * variable's history; `base` and `fork` are null where it starts with index 0.
 */
export const TABLES: Readonly<Record<string, string>> = {
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
}
