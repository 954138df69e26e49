import { codeCell, cell, paragraph, section, source, table } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { LiveDatabase, SchemaDrift } from '../../model/live-database.ts';
import type { Table } from '../../model/data.ts';
import { byName, nameOf } from './tables.ts';

/** What a live server told: how it keeps each table, its own code by name, and where the files say something else. */
export function liveDatabase({ backend }: Basis): readonly (Section | undefined)[] {
  const { live, tables } = backend.data;
  if (live === undefined) return [];
  return [
    section(
      { id: 'live-database', title: 'The live database' },
      paragraph(
        'Read from the catalogue inside one read-only transaction that was rolled back; no row of a table was read. Where the files say something else, the catalogue holds.',
      ),
      table(['part', 'value'], server(live)),
      ...cappedTable(
        ['table', 'engine', 'collation', 'rows', 'data', 'indexes', 'next value'],
        byName(tables).flatMap((entry) => (entry.storage === undefined ? [] : [stored(entry)])),
        'model.json',
      ),
    ),
    section(
      { id: 'live-routines', title: 'Code inside of the server' },
      ...cappedTable(
        ['kind', 'name', 'table', 'when', 'where'],
        live.routines.map(({ kind, name, table: on, when, origin }): readonly Cell[] => [
          kind,
          codeCell(name),
          on === undefined ? '–' : codeCell(on),
          when ?? '–',
          source(origin),
        ]),
        'model.json',
      ),
    ),
    section(
      { id: 'schema-drift', title: 'Where code and database differ' },
      ...cappedTable(
        ['place', 'in the code', 'in the database', 'where'],
        live.drift.map(driftRow),
        'model.json',
      ),
    ),
  ];
}

const server = (live: LiveDatabase): readonly (readonly Cell[])[] => [
  ['address', codeCell(live.address)],
  ['server', live.server],
  ['database', codeCell(live.database)],
  ...(live.collation === undefined ? [] : [['collation', codeCell(live.collation)] as const]),
  ...(live.timeZone === undefined ? [] : [['time zone', codeCell(live.timeZone)] as const]),
  ...(live.sqlMode === undefined
    ? []
    : [
        [
          'sql_mode',
          codeCell(live.sqlMode === '' ? 'empty: values are cut, zero dates stored' : live.sqlMode),
        ] as const,
      ]),
];

const stored = (entry: Table): readonly Cell[] => [
  codeCell(nameOf(entry)),
  entry.storage?.engine ?? '–',
  entry.storage?.collation ?? '–',
  cell(entry.rows),
  cell(entry.storage?.bytes),
  cell(entry.storage?.indexBytes),
  entry.storage?.next ?? '–',
];

function driftRow(drift: SchemaDrift): readonly Cell[] {
  switch (drift.kind) {
    case 'only in the code':
      return [codeCell(drift.subject), 'there', 'absent, or not visible to this user', source(drift.code)];
    case 'only in the database':
      return [codeCell(drift.subject), 'absent', 'there', source(drift.database)];
    case 'told differently':
      return [
        codeCell(drift.subject),
        codeCell(drift.inCode),
        codeCell(drift.inDatabase),
        source(drift.code),
      ];
  }
}
