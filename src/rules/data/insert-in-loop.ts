import type { DataModel, Query } from '../../model/data.ts';
import { bySubject, placesText } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { behindLoopText, isRepeated, loopEvidence, loopText } from './loops.ts';
import { statementSubject, tablesText } from './statements.ts';

export const insertInLoop: Rule = {
  id: 'insert-in-loop',
  summary: 'Rows are inserted one by one, a statement for every element of a list.',
  severity: 'warning',
  standards: ['CWE-1073'],
  remedy: {
    title: 'Insert all rows at once',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ data }) =>
    bySubject(data.queries.filter(isSingleInsert), statementSubject).map((group) => fault(data, group)),
};

/** Calls of mappers that write a list, or that make the rows of one owner what a list says. */
const forMany =
  /(Many|All|Bulk|bulk\w*|_all!?|import!?|addBatch|copy\w*|sync|syncWithoutDetaching)$|^bulk|\bbulk/;

/** Text that holds more than one row: a select, a second row, a list of rows that code puts in. */
const manyRows =
  /\binsert\b[^;]*?\bselect\b|\bvalues\s*\([^;]*\)\s*,\s*\(|\bvalues\s*(\{|%s|\$n\b|\?\s*$|:\w+\s*$)|\bunnest\s*\(/i;

const isSingleInsert = (query: Query): boolean =>
  isRepeated(query) && query.kind === 'insert' && !forMany.test(query.orm ?? '') && !manyRows.test(query.sql);

function fault(data: DataModel, group: Together<Query>): Fault {
  const { subject, first, all } = group;
  return {
    subject,
    confidence: 'likely',
    what: `Rows of ${tablesText(first)} are inserted one at a time inside a loop${placesText(group)}${loopText(all)}${behindLoopText(all)}.`,
    why: 'Each row waits a round trip and, outside of a transaction, for its own commit: a list of 100 takes 100 of both where one would do; started all at once they empty the connection pool.',
    next: `Collect the rows first and write them at once: ${together(data, first)}.${/\bon conflict\b|upsert/i.test(`${first.sql} ${first.orm ?? ''}`) ? ' One statement must not name a key twice (PostgreSQL 21000): keep the last row of each key.' : ''}`,
    evidence: loopEvidence(all),
  };
}

/** How the mappers of each language write a list, by the ends of file names; what they leave out is told with it. */
const mappers: readonly (readonly [RegExp, string])[] = [
  [
    /\.php$/,
    'insert(rows) of the query builder, which fires no model events and sets no timestamps; attach() takes a list of keys',
  ],
  [
    /\.py$/,
    'bulk_create(rows) in Django, which calls neither save() nor signals, or session.execute(insert(Model), rows) in SQLAlchemy',
  ],
  [/\.rb$/, 'insert_all(rows), which runs neither callbacks nor validations'],
  [
    /\.(java|kt|scala|groovy)$/,
    'saveAll(rows) with hibernate.jdbc.batch_size set; ids from IDENTITY columns are never batched, those of sequences are',
  ],
  [/\.cs$/, 'AddRange(rows) and one SaveChanges()'],
  [/\.go$/, 'Create(&rows), or CreateInBatches where they are many'],
];

/** The call that takes a list, in the words of what issues the statement now. */
function together(data: DataModel, { orm, origin, document }: Query): string {
  const dialect = dialectOf(data);
  const file = origin.kind === 'read' ? origin.file : '';
  if (document !== undefined || dialect === 'mongodb') return 'insertMany(rows, { ordered: false })';
  if (orm?.startsWith('prisma.') === true)
    return 'createMany({ data: rows }), or createManyAndReturn where ids are needed';
  const mapper = orm === undefined ? undefined : mappers.find(([ending]) => ending.test(file))?.[1];
  if (mapper !== undefined) return mapper;
  if (/\.(java|kt)$/.test(file)) return 'addBatch() and executeBatch(), or one insert of many rows';
  return dialect === 'postgresql'
    ? 'insert into … select * from unnest($1::…[], $2::…[]), which stays one statement however many rows there are; COPY from some thousands on'
    : 'one insert with many rows in VALUES, some hundred at a time';
}
