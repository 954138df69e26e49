import type { Backend } from '../../model/backend.ts';
import type { ForeignKey, Table } from '../../model/data.ts';
import { chainedTrail } from '../audit-trail.ts';
import { findTable, tableKey } from '../sql-names.ts';
import { carryingEvents, copiesOf, isParked } from './copies.ts';
import type { Copies } from './copies.ts';
import { endOfLife, placeholder } from './placeholder.ts';
import type { Assignment } from './placeholder.ts';
import { belongsBy, peopleTables, personalColumns, reachedFrom } from './reach.ts';
import type { Reached } from './reach.ts';

/** What becomes of the rows of one person in one table. */
export type TableErasure = Reached &
  (
    | { readonly kind: 'delete' }
    | { readonly kind: 'overwrite'; readonly columns: readonly Assignment[] }
    /** They name the person by id only, or may not change. */
    | { readonly kind: 'keep' }
  );

/** Personal columns that the erasure leaves as they are. */
export interface Left {
  readonly table: Table;
  readonly columns: readonly string[];
  /** `parked`: messages that could not be handled, until they are handled or their retention is over. */
  readonly why: 'chained' | 'no way to the person' | 'parked';
}

export interface ErasurePlan {
  readonly people: Table;
  /** Column of the person's id, and its type. */
  readonly key: { readonly name: string; readonly type: string };
  /** Columns of a person that hold one of few values: their states and kinds. */
  readonly states: readonly { readonly column: string; readonly values: readonly string[] }[];
  readonly tables: readonly TableErasure[];
  readonly copies: readonly Copies[];
  readonly left: readonly Left[];
  /** Texts without a class in rows that stay: somebody may have written about themselves there. */
  readonly unclassed: readonly { readonly table: Table; readonly columns: readonly string[] }[];
  /** The schemas lie in databases of their own, each of which erases by itself. */
  readonly isApart: boolean;
  /** Tables with personal columns of which nothing says by which of several references a row belongs to somebody. */
  readonly assumed: readonly { readonly table: Table; readonly column: string }[];
}

/** How one person is erased from a designed PostgreSQL database; one plan for each table of people. */
export function erasurePlans(backend: Backend): readonly ErasurePlan[] {
  const { source, data, architecture } = backend;
  const isApart = architecture.style?.value === 'services-per-context';
  if (source !== 'designed' || (data.engine !== undefined && !/^postgres/i.test(data.engine.name))) return [];
  return peopleTables(backend).flatMap((people): readonly ErasurePlan[] => {
    const name = people.primaryKey?.columns[0];
    const type = people.columns.find((column) => column.name === name)?.type;
    if (name === undefined || type === undefined) return [];
    const reached = reachedFrom(backend, people).filter((each) => !isApart || isWithin(each));
    const tables = erasuresOf(backend, reached);
    return [
      {
        people,
        key: { name, type },
        states: statesOf(backend, people),
        tables,
        copies: copiesOf(backend, reached).filter(
          ({ table, of }) => !isApart || of === undefined || of.table.schema === table.schema,
        ),
        left: leftOf(backend, reached),
        unclassed: tables.flatMap((each) => (each.kind === 'delete' ? [] : unclassedOf(backend, each.table))),
        isApart,
        assumed: reached.flatMap(({ table, path: [hop] }) =>
          hop !== undefined &&
          personalColumns(table).length > 0 &&
          belongsBy(backend, table, people).length > 1
            ? [{ table, column: hop.column }]
            : [],
        ),
      },
    ];
  });
}

/** The way to the person leads through the table's own schema; the last hop already names the person. */
const isWithin = ({ table, path }: Reached): boolean =>
  path.slice(0, -1).every((hop) => hop.table.schema === table.schema);

const statesOf = ({ entities }: Backend, { entity, columns }: Table): ErasurePlan['states'] =>
  (entities.find(({ name }) => name === entity)?.fields ?? []).flatMap(({ name, type }) =>
    columns.some((column) => column.name === name) && (type.kind === 'enum' || type.kind === 'bool')
      ? [{ column: name, values: type.kind === 'enum' ? type.values : ['true', 'false'] }]
      : [],
  );

function erasuresOf(backend: Backend, reached: readonly Reached[]): readonly TableErasure[] {
  const { data, entities } = backend;
  const trail = chainedTrail(data)?.entries;
  const removed = removable(backend, reached);
  return reached.map((each): TableErasure => {
    const { table } = each;
    if (removed.has(tableKey(table))) return { ...each, kind: 'delete' };
    const entity = entities.find(({ name }) => name === table.entity);
    const personal = table === trail ? [] : personalColumns(table);
    const columns = [
      ...personal.map((column) => placeholder(table, column, entity)),
      ...(each.path.length === 0 ? endOfLife(table, entity) : []),
    ];
    return columns.length === 0 ? { ...each, kind: 'keep' } : { ...each, kind: 'overwrite', columns };
  });
}

/**
 * Tables whose rows go: nothing says how long they are kept, they are no trail, and what refers to them goes as well
 * or lets go. The row of the person stays, empty, for what still names it.
 */
function removable({ data }: Backend, reached: readonly Reached[]): ReadonlySet<string> {
  const gone = new Map(
    reached
      .filter(
        ({ table, path }) => path.length > 0 && table.retention === undefined && table.appendOnly !== true,
      )
      .map((each) => [tableKey(each.table), each]),
  );
  const letsGo = (from: Table, { columns, onDelete }: ForeignKey, target: Table): boolean => {
    if (onDelete === 'set null') return true;
    const [hop] = gone.get(tableKey(from))?.path ?? [];
    return hop?.column === columns[0] && tableKey(hop?.table ?? from) === tableKey(target) && from !== target;
  };
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    for (const { table } of gone.values()) {
      const holds = data.tables.some((from) =>
        from.foreignKeys.some(
          (reference) =>
            findTable(data.tables, reference.references.table) === table && !letsGo(from, reference, table),
        ),
      );
      if (holds) gone.delete(tableKey(table));
    }
  }
  return new Set(gone.keys());
}

/** Texts and documents that a client may write and that nobody has classed. */
function unclassedOf({ entities }: Backend, table: Table): ErasurePlan['unclassed'] {
  const entity = entities.find(({ name }) => name === table.entity);
  const columns = (entity?.fields ?? [])
    .filter(
      ({ type, dataClass, serverSet }) =>
        ['string', 'text', 'json'].includes(type.kind) && dataClass === undefined && serverSet !== true,
    )
    .map(({ name }) => name);
  return columns.length === 0 ? [] : [{ table, columns }];
}

function leftOf(backend: Backend, reached: readonly Reached[]): readonly Left[] {
  const { data } = backend;
  const trail = chainedTrail(data)?.entries;
  const isCarried = carryingEvents(backend).length > 0;
  return data.tables.flatMap((table): readonly Left[] => {
    if (isCarried && isParked(table)) return [{ table, columns: ['payload'], why: 'parked' }];
    const columns = personalColumns(table).map(({ name }) => name);
    if (columns.length === 0) return [];
    if (table === trail) return [{ table, columns, why: 'chained' }];
    const isReached = reached.some((each) => tableKey(each.table) === tableKey(table));
    return isReached ? [] : [{ table, columns, why: 'no way to the person' }];
  });
}
