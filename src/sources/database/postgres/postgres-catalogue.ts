import type { DatabaseStatistics } from '../../../model/database-statistics.ts';
import type { Table } from '../../../model/data.ts';
import type { Quantity } from '../../../model/origin.ts';
import { finishedTables } from '../../repository/schema/tables.ts';
import { emptyDraft } from '../../repository/sql/draft.ts';
import { replayFile } from '../../repository/sql/replay.ts';
import { loadSqlParser } from '../../repository/sql/script.ts';
import { placeOf } from '../address.ts';
import type { Catalogue } from '../catalogue.ts';
import { withinReadOnly } from '../connection.ts';
import { exportStatistics } from '../export-statistics.ts';
import { atTable, atCatalogue } from './origins.ts';
import { readSequences } from './sequences.ts';
import { readServerSide } from './server-side.ts';
import type { ServerSide } from './server-side.ts';

/** Tables, keys, sizes and the names of server code, as the catalogue tells them to this role. */
export async function readPostgresCatalogue(url: string): Promise<Catalogue> {
  await loadSqlParser();
  return withinReadOnly(url, async (ask) => {
    const statistics = await exportStatistics(ask, 'omit');
    const side = await readServerSide(ask);
    return catalogueOf(statistics, side, await readSequences(ask), placeOf(url));
  });
}

function catalogueOf(
  statistics: DatabaseStatistics,
  side: ServerSide,
  sequences: Catalogue['data']['sequences'],
  address: string,
): Catalogue {
  const draft = emptyDraft();
  // The server prints its schema as statements, so the reader of migrations knows each of them.
  replayFile(draft, { path: side.database, text: statistics.schema.map((sql) => `${sql};\n`).join('') });
  const origin = atCatalogue(side.database);
  return {
    data: {
      engine: { name: 'postgresql', version: statistics.server.version, origin },
      schemas: [...draft.schemas],
      enums: [...draft.enums.values()].map(({ name, labels }) => ({
        name,
        labels,
        origin: atCatalogue(side.database, name),
      })),
      tables: finishedTables(draft).map((table) => sized(atTable(table), statistics, side)),
      views: [...draft.views.values()].map((view) => ({
        ...view,
        origin: atCatalogue(view.schema ?? 'public', view.name),
      })),
      ...(sequences !== undefined && sequences.length > 0 && { sequences }),
    },
    live: {
      address,
      server: `postgresql ${statistics.server.version}`,
      database: side.database,
      collation: statistics.server.collation,
      timeZone: side.timeZone,
      routines: side.routines,
    },
    gaps: [
      ...draft.gaps.map(({ kind, subject, why }) => ({ kind, subject, why, origin })),
      ...statistics.gaps.map((why) => ({ kind: 'read-catalogue', subject: side.database, why, origin })),
    ],
  };
}

/** Rows as the last ANALYZE counted them, bytes as the files are long, and the policies that stand on the table. */
function sized(table: Table, { relations }: DatabaseStatistics, side: ServerSide): Table {
  const schema = table.schema ?? 'public';
  const own = relations.find(
    (each) => each.table === undefined && each.name === table.name && each.schema === schema,
  );
  const rowSecurity = side.rowSecurity.get(`${schema}.${table.name}`);
  const secured = rowSecurity === undefined ? table : { ...table, rowSecurity };
  if (own === undefined) return secured;
  const amount = (value: number, unit: Quantity['unit'], column: string): Quantity => ({
    value,
    unit,
    origin: atCatalogue(`pg_class.${column} of ${schema}`, table.name),
  });
  const indexBlocks = relations
    .filter((each) => each.table === table.name && each.schema === schema)
    .reduce((sum, { blocks }) => sum + blocks, 0);
  return {
    ...secured,
    ...(own.rows >= 0 && { rows: amount(own.rows, 'rows', 'reltuples') }),
    storage: {
      bytes: amount(own.blocks * side.blockBytes, 'bytes', 'relpages'),
      indexBytes: amount(indexBlocks * side.blockBytes, 'bytes', 'relpages'),
    },
  };
}
