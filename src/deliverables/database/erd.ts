import { anchor, codeCell, figure, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import type { Diagram, ErdRelation, ErdTable, GraphEdge } from '../diagram.ts';
import type { Backend } from '../../model/backend.ts';
import type { DataModel, Table } from '../../model/data.ts';
import { columnOf, nameOf, tableNamed, tablesByContext } from './tables.ts';

/** More tables than this make a poster nobody reads; such a group is cut by the tables of one area. */
const readable = 40;

/** Overview of contexts, then one ERD per context; tables of other contexts appear with their key only. */
export function diagrams({ backend }: Basis): readonly (Section | undefined)[] {
  const groups = tablesByContext(backend);
  return [
    groups.length < 2
      ? undefined
      : section({ id: 'overview', title: 'Overview' }, figure(overview(backend, groups))),
    ...groups.flatMap(([context, tables]) => {
      const title = backend.architecture.contexts.find(({ id }) => id === context)?.name ?? 'Tables';
      return parts(tables).map((part, index) => {
        const id = anchor(`erd-${context}${index === 0 ? '' : `-${index + 1}`}`);
        return section(
          { id, title: index === 0 ? `ERD: ${title}` : `ERD: ${title} (${index + 1})` },
          figure(erd(backend.data, part, id, title)),
        );
      });
    }),
  ];
}

const parts = (tables: readonly Table[]): readonly (readonly Table[])[] =>
  Array.from({ length: Math.ceil(tables.length / readable) }, (_, index) =>
    tables.slice(index * readable, (index + 1) * readable),
  );

/** Contexts as boxes; an arrow for the foreign keys that cross. */
function overview(backend: Backend, groups: readonly (readonly [string, readonly Table[]])[]): Diagram {
  const contextOf = new Map(groups.flatMap(([id, tables]) => tables.map((entry) => [nameOf(entry), id])));
  const crossing = new Map<string, { from: string; to: string; keys: string[] }>();
  for (const [from, tables] of groups)
    for (const entry of tables)
      for (const { references, columns } of entry.foreignKeys) {
        const to = contextOf.get(references.table);
        if (to === undefined || to === from) continue;
        const edge = crossing.get(`${from} ${to}`) ?? { from, to, keys: [] };
        edge.keys.push(`${entry.name}.${columns.join('+')}`);
        crossing.set(`${from} ${to}`, edge);
      }
  const idOf = (context: string): string => (context === '' ? 'other' : context);
  return {
    kind: 'graph',
    id: 'erd-overview',
    title: `${backend.name}: data by context`,
    view: 'modules',
    groups: [],
    nodes: groups.map(([context, tables]) => ({
      id: idOf(context),
      title: backend.architecture.contexts.find(({ id }) => id === context)?.name ?? 'other tables',
      subtitle: `${tables.length} tables`,
      kind: 'store',
      facts: { tables: names(tables.map(({ name }) => name)) },
    })),
    edges: [...crossing.values()].map(({ from, to, keys }): GraphEdge => ({
      from: idOf(from),
      to: idOf(to),
      label: keys.length > 2 ? `${keys.slice(0, 2).join(', ')} and ${keys.length - 2} more` : keys.join(', '),
      style: 'solid',
    })),
  };
}

function erd(data: DataModel, tables: readonly Table[], id: string, title: string): Diagram {
  const inside = new Set(tables.map(nameOf));
  const neighbours = [
    ...new Set(tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ references }) => references.table))),
  ].flatMap((name) => {
    const target = inside.has(name) ? undefined : tableNamed(data, name);
    return target === undefined ? [] : [target];
  });
  return {
    kind: 'erd',
    id,
    title,
    tables: [
      ...tables.map((entry) =>
        erdTable(
          entry,
          entry.columns.map(({ name }) => name),
        ),
      ),
      ...neighbours.map((entry) => erdTable(entry, entry.primaryKey?.columns ?? [])),
    ],
    relations: tables.flatMap((entry) => relations(entry, new Set([...inside, ...neighbours.map(nameOf)]))),
  };
}

function erdTable(entry: Table, columns: readonly string[]): ErdTable {
  const foreign = new Set(entry.foreignKeys.flatMap((key) => key.columns));
  const primary = new Set(entry.primaryKey?.columns ?? []);
  return {
    name: nameOf(entry),
    columns: entry.columns
      .filter(({ name }) => columns.includes(name))
      .map(({ name, type, nullable }) => ({
        name,
        type,
        nullable,
        key: primary.has(name) ? 'primary' : foreign.has(name) ? 'foreign' : 'none',
      })),
  };
}

function relations(entry: Table, shown: ReadonlySet<string>): readonly ErdRelation[] {
  return entry.foreignKeys.flatMap(({ columns, references }) => {
    const [fromColumn] = columns;
    const [toColumn] = references.columns;
    if (fromColumn === undefined || toColumn === undefined || !shown.has(references.table)) return [];
    const keys = [entry.primaryKey?.columns ?? [], ...entry.uniques.map((key) => key.columns)];
    return [
      {
        fromTable: nameOf(entry),
        fromColumn,
        toTable: references.table,
        toColumn,
        optional: columnOf(entry, fromColumn)?.nullable ?? false,
        unique: keys.some(
          (key) => key.length === columns.length && key.every((name) => columns.includes(name)),
        ),
      },
    ];
  });
}

/** The context that writes a table; technical tables of a schema of their own belong to that. */
const ownerOf = ({ context, schema }: Table): string | undefined => context ?? schema;

/** Every column of every table: type, class, meaning; owner and retention by table. */
export function dictionary({ backend }: Basis): readonly (Section | undefined)[] {
  const whole = backend.data.tables.every((entry) => ownerOf(entry) !== undefined);
  return tablesByContext(backend).map(([context, tables], index) =>
    section(
      {
        id: anchor(`dictionary-${context}`),
        title: `Data dictionary: ${backend.architecture.contexts.find(({ id }) => id === context)?.name ?? 'tables'}`,
        items: index === 0 && whole ? ['2.2'] : [],
      },
      paragraph(`${tables.length} tables.`),
      table(
        ['table', 'owner', 'meaning', 'kept for', 'rows only added'],
        tables.map((entry) => [
          codeCell(nameOf(entry)),
          ownerOf(entry) ?? 'not known',
          entry.comment ?? backend.entities.find(({ name }) => name === entry.entity)?.about ?? '–',
          entry.retention ?? 'no limit stated',
          entry.appendOnly === true ? 'yes' : 'no',
        ]),
      ),
      table(
        ['column', 'type', 'null', 'default', 'class', 'meaning'],
        tables.flatMap((entry) =>
          entry.columns.map((column) => [
            codeCell(`${nameOf(entry)}.${column.name}`),
            codeCell(column.type),
            column.nullable ? 'yes' : 'no',
            column.default === undefined ? '–' : codeCell(column.default),
            column.dataClass ?? '–',
            column.comment ?? '–',
          ]),
        ),
      ),
    ),
  );
}
