import type { Backend } from '../../model/backend.ts';
import type { Column, Table } from '../../model/data.ts';
import type { LegacyData } from '../../model/legacy-data.ts';
import type { RowProfile } from '../../model/legacy-table.ts';
import type { MigrationRecord } from '../../model/migration-record.ts';
import type { ConversionPlan } from './plan.ts';
import { conversionPlan } from './plan.ts';
import { batchRows, conversionScripts, scriptText } from './scripts.ts';
import type { Script } from './scripts.ts';
import { exportText } from './export.ts';
import { toldZone } from './local-zone.ts';
import { mysqlType } from './mysql-types.ts';
import { mysqlChecksumSql } from './checksum.ts';

/** Where the scripts of the conversion lie in a package. */
export const conversionFolder = '2-database/conversion';
/** What the scripts are generated from, so that it can be said again whether they are. */
export const legacyTablesPath = `${conversionFolder}/legacy-tables.json`;
/** Beside the schemas of the target, so that no name of it is taken; it goes when the last table has moved. */
export const convertedSchema = 'converted';

/** The legacy database of a package, or why nothing of it is converted. */
export type LegacyOf =
  | { readonly kind: 'known'; readonly data: LegacyData }
  | { readonly kind: 'none'; readonly because: string };

export function legacyOf({ migration }: Pick<Backend, 'migration'>): LegacyOf {
  if (migration === undefined) return { kind: 'none', because: 'nothing is migrated' };
  const { data, legacy } = migration;
  const found =
    data !== undefined && data.tables.length > 0 ? ({ kind: 'known', data } as const) : fromCode(migration);
  if (found.kind === 'none') return found;
  const { left, ...zone } = toldZone(legacy.concerns?.facts ?? []);
  return { kind: 'known', data: { ...found.data, ...zone, left: [...found.data.left, ...left] } };
}

function fromCode({ legacy }: MigrationRecord): LegacyOf {
  const engine = legacy.data.engine?.name.toLowerCase() ?? '';
  const tables = legacy.data.tables.filter(({ columns }) => columns.length > 0);
  if (tables.length === 0)
    return {
      kind: 'none',
      because: 'no dump lies in the repository, and no table with its columns was recovered from the code',
    };
  if (tables.every(({ origin }) => origin.kind === 'assumed'))
    return { kind: 'none', because: 'nobody has shown the legacy database: its tables are assumed' };
  const isMysql = /^(mysql|mariadb)/.test(engine) || (engine === '' && tables.some(hasMysqlTypes));
  if (!isMysql)
    return {
      kind: 'none',
      because: `the legacy database is ${engine === '' ? 'of a kind that nothing tells' : engine}, not MySQL or MariaDB`,
    };
  return {
    kind: 'known',
    data: {
      from: 'code',
      files: [],
      tables: tables.map((table) => ({ legacy: { table: bare(table) }, profile: unknownRows(table) })),
      left: ['nothing is known of rows: dates may be zero, and how many wait is seen when they are loaded'],
    },
  };
}

const hasMysqlTypes = ({ columns }: Table): boolean =>
  columns.some(
    ({ type, default: given }) =>
      given === 'auto_increment' ||
      /unsigned|^(tiny|medium)|^(datetime|enum|set|double)\b|int\(\d+\)/.test(type),
  );

/** The recovered table in types of MySQL, without what only an analysis knows of it. */
const bare = ({
  name,
  columns,
  primaryKey,
  uniques,
  indexes,
  foreignKeys,
  checks,
  origin,
}: Table): Table => ({
  name,
  columns: columns.map((column) => ({ ...column, type: mysqlType(column.type) })),
  ...(primaryKey !== undefined && { primaryKey }),
  uniques,
  indexes,
  foreignKeys,
  checks,
  origin,
});

const isDate = ({ type }: Column): boolean => /^date|^timestamp/.test(type);

/** Without a row to look at, each date may be one that is none. */
const unknownRows = (table: Table): RowProfile => ({
  rows: table.rows?.value ?? 0,
  beyondSwitch: [],
  zeroDates: table.columns.filter(isDate).map(({ name }) => name),
  longTimes: [],
  nulls: [],
});

export const planOf = (data: LegacyData): ConversionPlan =>
  conversionPlan(data.tables, {
    repairEncoding: false,
    timeZone: data.timeZone ?? '+00:00',
    schema: convertedSchema,
  });

/** Every script of the conversion in the order of its number. */
export function scriptsOf(plan: ConversionPlan): readonly Script[] {
  const { landing, find, forwards, verify, rollBack, finish } = conversionScripts(plan, batchRows);
  return [landing, find, ...forwards, verify, rollBack, finish].toSorted((a, b) =>
    a.file < b.file ? -1 : 1,
  );
}

/** Package path to text: the scripts, what they were generated from, and the two files that are run on the old server. */
export function conversionFiles(data: LegacyData): ReadonlyMap<string, string> {
  const plan = planOf(data);
  return new Map([
    [legacyTablesPath, `${JSON.stringify(data, undefined, 1)}\n`],
    ...scriptsOf(plan).map((script) => [`${conversionFolder}/${script.file}`, scriptText(script)] as const),
    [`${conversionFolder}/02-export.mysql.sql`, exportText(plan)],
    [`${conversionFolder}/07-verify.mysql.sql`, checksumsText(plan)],
  ]);
}

/** Counts and checksums as the server that is left computes them. */
export const checksumsText = ({ tables }: ConversionPlan, file = '07-verify.mysql.sql'): string =>
  [
    `-- ${file}: counts and checksums on MySQL or MariaDB, equal to those of 07-verify.sql for a table without quarantine and repairs (zero dates aside).`,
    "set time_zone = '+00:00';",
    ...tables.map((table) => `${mysqlChecksumSql(table)};`),
    '',
  ].join('\n\n');
