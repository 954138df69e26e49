import type { Backend } from '../../../model/backend.ts';
import type { Column, Table } from '../../../model/data.ts';
import type { SchemaDrift } from '../../../model/live-database.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Catalogue } from '../catalogue.ts';
import { compareText } from '../../order.ts';
import { driftOf, onlyInCode, onlyInDatabase } from './drift.ts';
import { tableKey } from './same-table.ts';

/**
 * What a live database tells beside what the code tells of it. The catalogue holds for everything that it knows: types,
 * keys, sizes; what only code can say of a table is kept. A table that only one of them has stays, and is told.
 */
export function withCatalogue(backend: Backend, catalogue: Catalogue): Backend {
  const { data, live, gaps } = catalogue;
  const key = (table: Table): string => tableKey(table, catalogue);
  const inCode = new Map(backend.data.tables.map((table) => [key(table), table]));
  const inDatabase = new Set(data.tables.map(key));
  const absent = backend.data.tables.filter((table) => !inDatabase.has(key(table)));
  const compared = inCode.size > 0;
  const drift = compared ? driftBetween(data.tables, inCode, absent, key, catalogue) : [];
  return {
    ...backend,
    data: {
      ...backend.data,
      ...data,
      schemas: [...new Set([...backend.data.schemas, ...data.schemas])],
      extensions: backend.data.extensions,
      enums: byName(data.enums, backend.data.enums),
      tables: [...data.tables.map((table) => joined(table, inCode.get(key(table)))), ...absent],
      live: { ...live, drift },
    },
    gaps: [
      ...backend.gaps,
      ...gaps,
      ...driftGaps(drift, live.address),
      ...uncompared(compared, catalogue),
    ].toSorted(
      (a, b) => compareText(a.kind, b.kind) || compareText(a.subject, b.subject) || compareText(a.why, b.why),
    ),
  };
}

const byName = <T extends { readonly name: string }>(
  first: readonly T[],
  more: readonly T[],
): readonly T[] => [...first, ...more.filter(({ name }) => !first.some((each) => each.name === name))];

function joined(live: Table, code: Table | undefined): Table {
  if (code === undefined) return live;
  const columns = new Map(code.columns.map((column) => [column.name.toLowerCase(), column]));
  const { primaryKey: _key, rowSecurity: _security, partition: _by, partitions: _parts, ...known } = code;
  return {
    ...known,
    ...live,
    columns: live.columns.map((column) => withMeaning(column, columns.get(column.name.toLowerCase()))),
  };
}

/** What code says of a column and no catalogue can. */
const withMeaning = (live: Column, code: Column | undefined): Column => ({
  ...(code?.dataClass !== undefined && { dataClass: code.dataClass }),
  ...(code?.comment !== undefined && { comment: code.comment }),
  ...live,
});

function driftBetween(
  live: readonly Table[],
  inCode: ReadonlyMap<string, Table>,
  absent: readonly Table[],
  key: (table: Table) => string,
  catalogue: Catalogue,
): readonly SchemaDrift[] {
  return [
    ...absent.map((table) => onlyInCode(table.name, table.origin)),
    ...live.flatMap((table) => {
      const code = inCode.get(key(table));
      return code === undefined
        ? [onlyInDatabase(table.name, table.origin)]
        : driftOf(table, code, catalogue.data.engine?.name ?? '');
    }),
  ];
}

/** One gap a table: the places in full stand in the model. */
function driftGaps(drift: readonly SchemaDrift[], address: string): readonly Gap[] {
  const tables = new Map<string, SchemaDrift[]>();
  for (const each of drift) {
    const table = each.subject.split(/[. ]/)[0] ?? each.subject;
    tables.set(table, [...(tables.get(table) ?? []), each]);
  }
  return [...tables].map(([table, places]): Gap => {
    const [first] = places;
    const origin =
      first === undefined ? undefined : first.kind === 'only in the code' ? first.code : first.database;
    return {
      kind: 'schema-drift',
      subject: table,
      why: whyOf(table, places, address),
      ...(origin !== undefined && { origin }),
    };
  });
}

const mostPlaces = 5;

function whyOf(table: string, places: readonly SchemaDrift[], address: string): string {
  const [first] = places;
  if (first?.subject === table)
    return first.kind === 'only in the code'
      ? `the code declares this table; ${address} has none that this user can see`
      : `${address} has this table; nothing that was read declares it`;
  const words = places.slice(0, mostPlaces).map(driftWords);
  const more = places.length - words.length;
  return `code and database differ, the database holds: ${words.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function driftWords(drift: SchemaDrift): string {
  switch (drift.kind) {
    case 'only in the code':
    case 'only in the database':
      return `${drift.subject} ${drift.kind}`;
    case 'told differently':
      return `${drift.subject} is ${drift.inCode} in the code, ${drift.inDatabase} in the database`;
  }
}

const uncompared = (compared: boolean, { live, data }: Catalogue): readonly Gap[] =>
  compared || data.tables.length === 0
    ? []
    : [
        {
          kind: 'schema-drift',
          subject: live.database,
          why: 'no file that was read declares a table, so the database could not be compared with the code',
          origin: { kind: 'catalog', object: live.database },
        },
      ];
