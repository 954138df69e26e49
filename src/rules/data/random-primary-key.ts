import type { DataModel, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { keySizes, leafEntries, megabytes } from './key-size.ts';
import { someOf, tableSubject } from './pattern.ts';
import { soleKeyColumn } from './references.ts';

export const randomPrimaryKey: Rule = {
  id: 'random-primary-key',
  summary: 'A primary key is drawn at random, so each insert writes a page somewhere else.',
  severity: 'advice',
  standards: ['CWE-1067'],
  remedy: {
    title: 'Make new keys that grow with time',
    impact: 2,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'set the former default again; both kinds of keys live in one column',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const found = data.tables.filter(isRandom);
    const known = found.filter(({ rows }) => rows !== undefined);
    const unknown = found.filter(({ rows }) => rows === undefined);
    return [
      ...known.filter((table) => rowsAhead(table) >= worthIt).map((table) => oneTable(data, table)),
      ...(unknown.length === 0 ? [] : [manyTables(unknown)]),
    ];
  },
};

/** Below this the whole index stays in any cache (200 entries a page: 41 MB). */
const worthIt = 1_000_000;

function isRandom(table: Table): boolean {
  const column = soleKeyColumn(table);
  return (
    /^uuid$/i.test(column?.type ?? '') &&
    /\b(gen_random_uuid|uuid_generate_v4|uuidv4)\s*\(/i.test(column?.default ?? '')
  );
}

/** Rows after three years of the known growth. */
const rowsAhead = ({ rows, growthPerYear }: Table): number =>
  (rows?.value ?? 0) + 3 * (growthPerYear?.value ?? 0);

const sources =
  'index entry = 8 bytes header + key, rounded up to 8, + 4 bytes line pointer; 8152 bytes a leaf page (storage/bufpage.h, access/itup.h); leaves are 0.90 full when keys grow (fillfactor, CREATE INDEX) and ln 2 = 0.69 when they are random (Yao 1978, On random 2-3 trees)';

function figures(rows: number): string {
  const { uuidRandom, uuidOrdered, bigint } = keySizes(rows);
  return `over ${millions(rows)} rows the key's index takes ${megabytes(uuidRandom)} MB at random, ${megabytes(uuidOrdered)} MB as UUIDv7, ${megabytes(bigint)} MB as bigint`;
}

const millions = (rows: number): string => `${Number((rows / 1_000_000).toPrecision(2))} million`;

const why = (rows: number): string =>
  `Inserts spread over all ${Math.ceil(rows / leafEntries.uuidRandom)} leaf pages of the index instead of filling the last one: once it is larger than the cache each insert reads a page, and the first write of a page after a checkpoint puts its 8 kB into the log. By computation ${figures(rows)}.`;

function oneTable(data: DataModel, table: Table): Fault {
  const column = identifier('postgresql', table.primaryKey?.columns[0] ?? 'id');
  const rows = rowsAhead(table);
  return {
    subject: tableSubject(table),
    confidence: 'likely',
    what: `${table.name}.${table.primaryKey?.columns[0] ?? ''} is a random UUID, and the table will have ${millions(rows)} rows.`,
    why: why(rows),
    next: `alter table ${tableName(dialectOf(data), table)} alter column ${column} set default uuidv7(); (PostgreSQL 18; before it the application makes them). Old keys stay as they are.`,
    evidence: [
      { kind: 'read', origin: table.origin },
      { kind: 'computed', words: sources },
    ],
  };
}

/** Where no volume is known: what it costs at a size worth knowing. */
function manyTables(tables: readonly Table[]): Fault {
  const rows = 10_000_000;
  return {
    subject: 'all tables',
    confidence: 'possible',
    what: `${tables.length === 1 ? 'The primary key of' : `The primary keys of ${tables.length} tables are random UUIDs:`} ${someOf(tables.map(tableSubject), 6)}${tables.length === 1 ? ' is a random UUID' : ''}; their volume is not known.`,
    why: why(rows),
    next: 'For tables that will pass a million rows: set default uuidv7() (PostgreSQL 18; before it the application makes them), or a bigint identity with a UUID beside it for the outside. Old keys stay as they are.',
    evidence: [...seenAt(tables), { kind: 'computed', words: sources }],
  };
}
