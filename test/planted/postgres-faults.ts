import type { Fault } from './fault.ts'

/** Defects in the store in PostgreSQL. */
export const postgresFaults: readonly Fault[] = [
  {
    name: 'PostgreSQL: the hash of a head is not compared',
    file: 'src/store/postgres/append-statement.ts',
    from: 'AND l.stands IS NOT DISTINCT FROM w.before)',
    to: ')',
    caughtBy: ['test/laws.test.ts', 'a head that does not stand loses'],
  },
  {
    name: 'PostgreSQL: no answer to a repeat',
    file: 'src/store/postgres/appender.ts',
    from: 'outcomes[i] = isThere ? REPEATED',
    to: 'outcomes[i] = false ? REPEATED',
    caughtBy: ['test/laws.test.ts', 'a repeat is answered as the first time'],
  },
  {
    name: 'PostgreSQL: an append that waits for no disk',
    file: 'src/store/postgres/append-statement.ts',
    from: "WHEN 'off' THEN",
    to: "WHEN 'never' THEN",
    caughtBy: ['test/store/postgres/postgres.test.ts', 'what is acknowledged is on the disk'],
  },
  {
    name: 'PostgreSQL: what was read as absent is not held',
    file: 'src/store/postgres/locked-append.ts',
    from: 'if (await takeSeats(connection, sender, units)) await',
    to: 'if (units.length < 0) await',
    caughtBy: ['test/store/postgres/isolation.test.ts', 'each read what the other writes'],
  },
  {
    name: 'PostgreSQL: a mark that locks no head',
    file: 'src/store/postgres/locked-append.ts',
    from: '...marks.map(({ variable }) => [variable, undefined] as const),',
    to: '',
    caughtBy: ['test/laws.test.ts', 'a mark of what was forgotten is lost'],
  },
  {
    name: 'PostgreSQL: a cursor that counts transactions',
    file: 'src/store/postgres/moves.ts',
    from: 'AND NOT pg_visible_in_snapshot(r.xid, (SELECT old FROM since))',
    to: 'AND r.xid >= (SELECT pg_snapshot_xmax(old) FROM since)',
    caughtBy: ['test/store/postgres/watching.test.ts', 'leaves no late commit out'],
  },
  {
    name: 'PostgreSQL: says that nothing was kept, and does not know',
    file: 'src/store/postgres/persistence.ts',
    from: "isOpen ||= isWrite && fate === 'unknown'",
    to: 'isOpen ||= false',
    caughtBy: ['test/store/postgres/connections.test.ts', 'after an answer that was lost says no more'],
  },
  {
    name: 'PostgreSQL: a watch that keeps its connection',
    file: 'src/store/postgres/watch.ts',
    from: "signal?.addEventListener('abort', stop)",
    to: '',
    caughtBy: ['test/store/postgres/watching.test.ts', 'that nobody asks any more gives its connection back'],
  },
]
