import { claimsOf, codeCell, link, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { DataModel, ForeignKey, Table } from '../../model/data.ts';
import { byName, columnOf, nameOf, tableNamed } from './tables.ts';

/** The DDL with what was proved about it, and why each foreign key deletes as it does. */
export function schema(basis: Basis): readonly (Section | undefined)[] {
  const { backend, outcomes } = basis;
  const { data } = backend;
  const executed = outcomes.some(
    ({ claim, verdict }) => claim.startsWith('ddl/') && verdict.kind === 'proved',
  );
  const unnamed = data.tables.flatMap((entry) =>
    [...entry.checks, ...entry.foreignKeys, ...entry.uniques].filter(({ name }) => name === undefined),
  ).length;
  return [
    section(
      {
        id: 'ddl',
        title: 'DDL',
        items: executed ? ['2.1'] : [],
        answers: requirementsAbout(backend, 'constraint', ['database']),
      },
      data.tables.length === 0
        ? undefined
        : paragraph(
            `${data.tables.length} tables, ${data.enums.length} enumerated types, ${totals(data)}${unnamed === 0 ? '' : `; ${unnamed} constraints carry no name of their own`}.`,
          ),
      table(
        ['part', 'value'],
        data.engine === undefined
          ? []
          : [
              [
                'target',
                `${data.engine.name}${data.engine.version === undefined ? '' : ` ${data.engine.version}`}`,
              ],
              ['schemas', names(data.schemas)],
              ['extensions', names(data.extensions)],
              ...(data.tables.length === 0
                ? []
                : [['statements', link('2-database/schema.sql', '2-database/schema.sql')] as const]),
            ],
      ),
      claimsOf(basis, 'ddl/', 'constraints/'),
    ),
    section(
      { id: 'foreign-keys', title: 'Foreign keys' },
      table(
        ['from', 'to', 'on delete', 'because', 'index that serves it'],
        byName(data.tables).flatMap((entry) =>
          entry.foreignKeys.map((key): readonly Cell[] => [
            codeCell(`${nameOf(entry)}(${key.columns.join(', ')})`),
            codeCell(`${key.references.table}(${key.references.columns.join(', ')})`),
            key.onDelete,
            whyOnDelete(data, entry, key),
            servingIndex(entry, key),
          ]),
        ),
      ),
    ),
  ];
}

function totals({ tables }: DataModel): string {
  const count = (pick: (entry: Table) => number): number =>
    tables.reduce((sum, entry) => sum + pick(entry), 0);
  return [
    `${count(({ foreignKeys }) => foreignKeys.length)} foreign keys`,
    `${count(({ checks }) => checks.length)} checks`,
    `${count(({ uniques }) => uniques.length)} unique keys`,
    `${count(({ indexes }) => indexes.length)} further indexes`,
  ].join(', ');
}

/** What the chosen action means for the rows of exactly these two tables. */
function whyOnDelete(data: DataModel, child: Table, key: ForeignKey): string {
  const parent = tableNamed(data, key.references.table);
  const parentName = parent?.name ?? key.references.table;
  const optional = key.columns.every((name) => columnOf(child, name)?.nullable === true);
  switch (key.onDelete) {
    case 'cascade':
      return `${child.name} has no meaning without its ${parentName} and goes with it`;
    case 'set null':
      return `${child.name} outlives its ${parentName}; the column may be empty`;
    case 'set default':
      return `${child.name} falls back to the default ${parentName}`;
    case 'restrict':
    case 'no action':
      if (child.appendOnly === true) return `${child.name} is a record: what it points at must stay`;
      if (child.retention !== undefined)
        return `${child.name} has to be kept, so its ${parentName} cannot be deleted before`;
      return optional
        ? `deleting a ${parentName} is refused while ${child.name} names it, although the column may be empty`
        : `deleting a ${parentName} is refused while ${child.name} rows need it`;
  }
}

function servingIndex(entry: Table, key: ForeignKey): Cell {
  const leads = (columns: readonly string[]): boolean =>
    key.columns.every((name) =>
      columns.slice(0, key.columns.length).some((column) => plain(column) === name),
    );
  if (entry.primaryKey !== undefined && leads(entry.primaryKey.columns)) return 'primary key';
  const unique = entry.uniques.find(({ columns }) => leads(columns));
  if (unique !== undefined) return codeCell(unique.name ?? `unique (${unique.columns.join(', ')})`);
  const index = entry.indexes.find(({ columns, where }) => where === undefined && leads(columns));
  return index === undefined ? 'none' : codeCell(index.name);
}

const plain = (column: string): string => column.replace(/ (asc|desc)( nulls (first|last))?$/i, '');
