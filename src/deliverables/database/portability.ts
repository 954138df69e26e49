import { isMysql, translated, translatedPath, translatedSql } from '../../artifacts/mysql/translate.ts';
import type { Backend } from '../../model/backend.ts';
import { claimsOf, codeCell, count, list, paragraph, section, table } from '../blocks.ts';
import { unprovenKinds } from '../../artifacts/mysql/unproven.ts';
import { cappedLines } from '../capped.ts';
import type { Artifact, Basis, Section } from '../deliverable.ts';

/** Most kinds, and places of one kind, of what a proof does not cover; the claim names all of them. */
const mostRows = 200;
const mostPlaces = 5;

/** What was executed of a schema of MySQL or MariaDB, and what a proof on PostgreSQL cannot say of it. */
export function portability(basis: Basis): readonly (Section | undefined)[] {
  const { data } = basis.backend;
  if (!isMysql(basis.backend)) return [];
  const { unproven } = translated(data);
  const kinds = unprovenKinds(unproven);
  const name = data.engine?.name ?? 'MySQL';
  return [
    section(
      { id: 'portability', title: `What is proved of a ${name} schema, and what is not` },
      paragraph(
        'The proofs run on PostgreSQL. The schema is translated by the casts of pgloader (unsigned: a wider type and a check; a prefix key: an index of left(…) or substr(…); a full-text key: a GIN index) and executed as 2-database/schema.postgresql.sql: tables, keys, references, checks, defaults.',
      ),
      claimsOf(basis, 'ddl/'),
      table(
        ['part', 'value'],
        [
          ['tables translated', count(data.tables.length, 'tables')],
          ['places not covered', count(unproven.length, 'places')],
        ],
      ),
      table(
        ['where', 'places', `in ${name}`, 'what is not proved'],
        kinds
          .slice(0, mostRows)
          .map(({ places, mysql, why }) => [
            cappedLines(places, mostPlaces).join(', '),
            count(places.length, 'places'),
            codeCell(mysql),
            why,
          ]),
      ),
      kinds.length > mostRows
        ? paragraph(`${kinds.length - mostRows} more kinds are named in the receipt of the claim.`)
        : undefined,
    ),
    section({ id: 'not-provable', title: `What no proof on PostgreSQL says of ${name}` }, list(general)),
  ];
}

/** Differences of the engines themselves. */
const general: readonly string[] = [
  'Locks: InnoDB locks gaps and next keys under REPEATABLE READ, PostgreSQL locks rows only; who waits, and what deadlocks, is another question on each (MySQL manual: InnoDB Locking).',
  'Isolation: a plain read of InnoDB sees a snapshot, an update after it the newest row; lost updates that PostgreSQL refuses under REPEATABLE READ pass there.',
  'Migrations: ALGORITHM=INSTANT, INPLACE or COPY decides what a change blocks; locks and rewrites observed on PostgreSQL do not carry over (MySQL manual: Online DDL Operations). A DDL statement commits what is open.',
  'Plans and costs: InnoDB stores rows in the order of the primary key and every other index holds that key; plans of PostgreSQL are no evidence for MySQL.',
  'Collations: the default of a server, database or table is mostly one without case; comparisons, order and unique keys then differ even where no column names one.',
  'Modes: without strict sql_mode values are cut and zero dates stored; PostgreSQL refuses them.',
];

export function translatedArtifacts(backend: Backend): readonly Artifact[] {
  if (!isMysql(backend)) return [];
  return [{ path: translatedPath, ...translatedSql(translated(backend.data)), items: [] }];
}
