import type { Node } from 'libpg-query';
import { alterCommands, columnDef, typeWord } from '../lint/parts.ts';
import { alterTableOf } from '../script/actions.ts';
import type { Script, Statement } from '../script/script.ts';

/** The type a column had that the migration gives another one: chosen so that the change is one that may rewrite. */
const earlier: Readonly<Record<string, string>> = {
  int8: 'integer',
  int4: 'smallint',
  int2: 'integer',
  timestamptz: 'timestamp',
  timestamp: 'timestamptz',
  jsonb: 'json',
  numeric: 'integer',
  float8: 'real',
  text: 'character varying(255)',
};

/** A likely type by the name of a column, where no statement tells it. */
export function likelyType(column: string): string {
  if (/(^|_)(id|key|count|number|position|quantity|amount|balance|price|total)$/i.test(column))
    return 'bigint';
  if (/_(at|on|ts|time|date)$/i.test(column)) return 'timestamptz';
  return /^(is|has|can)_/i.test(column) ? 'boolean' : 'text';
}

/** Types to try in turn when a statement does not fit the type a column was given. */
export const otherTypes: readonly string[] = [
  'bigint',
  'text',
  'numeric',
  'timestamptz',
  'boolean',
  'jsonb',
  'uuid',
  'bigint[]',
  'text[]',
  'tstzrange',
];

/** The type a column is taken to have before this statement. */
export function typeBefore(script: Script, statement: Statement, column: string): string {
  for (const action of alterTableOf(script, statement)?.actions ?? []) {
    if (action.kind !== 'command') continue;
    const { subtype, name, def } = action.command;
    if (subtype !== 'AT_AlterColumnType' || name !== column) continue;
    const type = columnDef(def)?.typeName;
    return (type?.arrayBounds ?? []).length > 0 ? 'text[]' : (earlier[typeWord(type)] ?? 'text');
  }
  return likelyType(column);
}

/** Whether the type of this column is what the statement changes. */
export const changesType = (node: Node, column: string): boolean =>
  alterCommands(node).some(({ subtype, name }) => subtype === 'AT_AlterColumnType' && name === column);
