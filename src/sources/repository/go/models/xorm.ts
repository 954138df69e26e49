import type { Table } from '../../../../model/data.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import type { SchemaContext } from '../../schema/columns.ts';
import { putColumn, putIndex } from '../../schema/columns.ts';
import { finishedTables } from '../../schema/tables.ts';
import type { TableDraft } from '../../sql/draft.ts';
import { emptyDraft, emptyTable } from '../../sql/draft.ts';
import type { GoField } from '../machine/types.ts';
import { fieldsOf, tagOf } from '../machine/types.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { snakeCase } from './names.ts';
import { modelStructs, toldTableName } from './structs.ts';
import { adaptedType, columnType } from './types.ts';

/** Tables that xorm makes of structs. */
export function xormTables(
  program: GoProgram,
  folders: readonly string[],
  dialect: Dialect,
): readonly Table[] {
  const models = modelStructs(program, folders, /xorm:"/, /Sync2?\(|StoreEngine|xorm/);
  const on: SchemaContext = { draft: emptyDraft(), dialect };
  for (const model of models) {
    const name = toldTableName(program, model) ?? snakeCase(model.name);
    if (on.draft.tables.has(name)) continue;
    const table = emptyTable(name, undefined, originOf(model.declared.file, model.declared.node));
    on.draft.tables.set(name, table);
    putFields(on, program, table, fieldsOf(program, model.type), 0);
  }
  return finishedTables(on.draft).filter(({ columns }) => columns.length > 0);
}

const sqlTypes =
  /^((?:var)?char|n?varchar|text|tinytext|mediumtext|longtext|int|integer|bigint|smallint|tinyint|bool|boolean|double|float|decimal|numeric|datetime|date|timestamp|timestampz|time|blob|longblob|binary|json|jsonb|uuid|bit|enum)(\([^)]*\))?$/i;

function putFields(
  on: SchemaContext,
  program: GoProgram,
  table: TableDraft,
  fields: readonly GoField[],
  depth: number,
): void {
  for (const field of fields) {
    const words = wordsOf(tagOf(field.tag, 'xorm') ?? '');
    const has = (word: string): boolean => words.some((each) => each.toLowerCase() === word);
    if (has('-') || !/^[A-Z]/.test(field.name)) continue;
    if ((field.embedded && words.length === 0) || has('extends')) {
      if (depth < 4) putFields(on, program, table, fieldsOf(program, field.type), depth + 1);
      continue;
    }
    const quoted = words.find((word) => /^'[^']*'$/.test(word))?.slice(1, -1);
    const name = quoted ?? snakeCase(field.name);
    const told = words.find((word) => sqlTypes.test(word));
    const size = on.dialect === 'sqlite' ? 0 : 255;
    const json = has('json') ? 'text' : undefined;
    const type = (told?.toLowerCase() === 'json' ? json : told) ?? ownType(program, field, on.dialect, size);
    if (type === undefined || table.columns.some((column) => column.name === name)) continue;
    const origin = originOf(field.file, field.node);
    const isId = /^I[dD]$/.test(field.name) && field.type?.kind === 'basic' && field.type.name === 'int64';
    const primary =
      has('pk') || (isId && !fields.some((each) => /\bpk\b/.test(tagOf(each.tag, 'xorm') ?? '')));
    const value = /\bdefault\s+('[^']*'|[^\s]+)/i.exec(tagOf(field.tag, 'xorm') ?? '')?.[1];
    putColumn(
      on,
      table,
      {
        name,
        type: adaptedType(type, on.dialect),
        nullable: !has('notnull') && !/\bnot null\b/i.test(words.join(' ')) && !primary,
        ...(has('autoincr') || (isId && primary) ? { counts: true } : {}),
        ...(primary ? { primary } : {}),
        ...(value === undefined ? {} : { default: value }),
      },
      origin,
    );
    putKeys(table, name, words, origin);
  }
}

function putKeys(
  table: TableDraft,
  column: string,
  words: readonly string[],
  origin: ReturnType<typeof originOf>,
): void {
  for (const word of words) {
    const found = /^(unique|index)(?:\(([^)]*)\))?$/i.exec(word);
    if (found === null) continue;
    const unique = found[1]?.toLowerCase() === 'unique';
    const key = found[2] === undefined ? undefined : `${unique ? 'UQE' : 'IDX'}_${table.name}_${found[2]}`;
    const name = key ?? `${unique ? 'UQE' : 'IDX'}_${table.name}_${column}`;
    const known = table.indexes.find((index) => index.name === name);
    if (known === undefined) putIndex(table, { name, columns: [column], unique }, origin);
    else
      table.indexes = table.indexes.map((index) =>
        index === known ? { ...index, columns: [...index.columns, column] } : index,
      );
  }
}

/** xorm takes `int` for the shorter number, and times without a zone. */
function ownType(program: GoProgram, field: GoField, dialect: Dialect, size: number): string | undefined {
  const { type } = field;
  if (type?.kind === 'basic' && /^u?int$/.test(type.name)) return dialect === 'mysql' ? 'int' : 'integer';
  if (type?.kind === 'library' && type.name === 'Time')
    return dialect === 'postgresql' ? 'timestamp' : 'datetime';
  return columnType(program, field, dialect, size);
}

/** Words of a tag; quotes and brackets hold together what is in them. */
const wordsOf = (tag: string): readonly string[] =>
  [...tag.matchAll(/'[^']*'|[^\s'(]+(?:\([^)]*\))?/g)].map(([word]) => word);
