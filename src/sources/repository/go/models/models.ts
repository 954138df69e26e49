import type { Table } from '../../../../model/data.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import type { Repository } from '../../gather.ts';
import type { GoProgram } from '../program/program.ts';
import { gormTables } from './gorm.ts';
import { xormTables } from './xorm.ts';

/** Tables that mappers of Go make of structs. */
export function modelTables(program: GoProgram, repository: Repository): readonly Table[] {
  const gorm = foldersWith(program, /gorm:"|gorm\.Model\b|AutoMigrate\(/);
  const xorm = foldersWith(program, /xorm:"/);
  const dialect = dialectOf(repository);
  return [
    ...(gorm.length === 0 ? [] : gormTables(program, gorm, dialect)),
    ...(xorm.length === 0 ? [] : xormTables(program, xorm, dialect)),
  ];
}

/** Migrations hold structs as they once were; the models beside them say how they are now. */
function foldersWith(program: GoProgram, sign: RegExp): readonly string[] {
  const found = program.folders.filter((folder) =>
    program.textsOf(folder).some(({ text }) => sign.test(text)),
  );
  const now = found.filter((folder) => !/(^|\/)migrat\w*(\/|$)/i.test(folder));
  return now.length > 0 ? now : found;
}

const drivers: readonly (readonly [RegExp, Dialect])[] = [
  [/gorm\.io\/driver\/postgres|lib\/pq\b|jackc\/pgx/, 'postgresql'],
  [/gorm\.io\/driver\/mysql|go-sql-driver\/mysql/, 'mysql'],
  [/gorm\.io\/driver\/sqlite|mattn\/go-sqlite3|glebarez\/sqlite|modernc\.org\/sqlite/, 'sqlite'],
  [/gorm\.io\/driver\/sqlserver|go-mssqldb/, 'mssql'],
];

function dialectOf(repository: Repository): Dialect {
  const modules = [...repository.files.values()].filter(({ path }) => /(^|\/)go\.mod$/.test(path));
  const direct = modules.flatMap(({ text }) =>
    text.split('\n').filter((line) => !line.includes('// indirect')),
  );
  return drivers.find(([driver]) => direct.some((line) => driver.test(line)))?.[1] ?? 'postgresql';
}
