import { changeColumn, changeColumnName, removeColumn } from '../../schema/changes.ts';
import { columnOf, putColumn, putIndex, putReference, putUnique } from '../../schema/columns.ts';
import type { ColumnSpec, SchemaContext } from '../../schema/columns.ts';
import type { TableDraft } from '../../sql/draft.ts';
import type { Arguments, PhpValue, ReadOrigin } from '../value.ts';
import { entryOf, textOf, textsOf } from '../value.ts';
import { defaultText } from './blueprint-columns.ts';
import { phinxType } from './phinx-types.ts';

export interface PhinxContext extends SchemaContext {
  /** Whether a column takes nothing where nothing is said. */
  readonly nullable: boolean;
  readonly unsignedKey: boolean;
}

export type Step = (table: TableDraft) => void;

/** What a call says of the table; undefined for what changes nothing. */
export function stepOf(
  on: PhinxContext,
  method: string,
  args: Arguments,
  origin: ReadOrigin,
): Step | undefined {
  const [first, second] = args.map(({ value }) => textOf(value));
  const options = args.at(-1)?.value;
  switch (method) {
    case 'addcolumn':
      return first === undefined
        ? undefined
        : (table) => {
            putColumn(on, table, specOf(on, first, second ?? 'string', args[2]?.value), origin);
          };
    case 'changecolumn':
      return first === undefined || second === undefined
        ? undefined
        : (table) => {
            const next = columnOf(on, table, specOf(on, first, second, args[2]?.value), origin);
            changeColumn(on.draft, table, first, origin, (before) => ({ ...next, origin: before.origin }));
          };
    case 'removecolumn':
      return first === undefined
        ? undefined
        : (table) => {
            removeColumn(on.draft, table, first);
          };
    case 'renamecolumn':
      return first === undefined || second === undefined
        ? undefined
        : (table) => {
            changeColumnName(on.draft, table, first, second);
          };
    case 'addindex':
      return (table) => {
        addIndex(on, table, textsOf(args[0]?.value), options, origin);
      };
    case 'addforeignkey':
    case 'addforeignkeywithname':
      return foreignKey(on, method === 'addforeignkey' ? args : args.slice(1), origin);
    case 'addtimestamps':
    case 'addtimestampswithtimezone':
      return (table) => {
        addTimestamps(on, table, first, second, origin);
      };
    default:
      return removalOf(method, args);
  }
}

/** What takes a key away, by its columns or its name. */
function removalOf(method: string, args: Arguments): Step | undefined {
  const first = textOf(args[0]?.value);
  switch (method) {
    case 'removeindex':
      return (table) => {
        const columns = textsOf(args[0]?.value).join(',');
        table.indexes = table.indexes.filter((index) => index.columns.join(',') !== columns);
        table.uniques = table.uniques.filter((key) => key.columns.join(',') !== columns);
      };
    case 'removeindexbyname':
      return (table) => {
        table.indexes = table.indexes.filter((index) => index.name !== first);
        table.uniques = table.uniques.filter((key) => key.name !== first);
      };
    case 'dropforeignkey':
      return (table) => {
        const columns = textsOf(args[0]?.value).join(',');
        table.foreignKeys = table.foreignKeys.filter((key) => key.columns.join(',') !== columns);
      };
    default:
      return undefined;
  }
}

function specOf(on: PhinxContext, name: string, type: string, options: PhpValue | undefined): ColumnSpec {
  const number = (...keys: readonly string[]): number | undefined => {
    const found = keys.map((key) => entryOf(options, key)).find((value) => value?.kind === 'number');
    return found?.kind === 'number' ? found.value : undefined;
  };
  const flag = (key: string): boolean | undefined => {
    const value = entryOf(options, key);
    return value?.kind === 'boolean' ? value.value : undefined;
  };
  const counts = flag('identity') === true;
  const value = entryOf(options, 'default');
  const fallback =
    value?.kind === 'text' && /^current_timestamp/i.test(value.text) ? value.text : defaultText(value);
  const comment = textOf(entryOf(options, 'comment'));
  const written = phinxType(
    type,
    {
      limit: number('limit', 'length'),
      precision: number('precision'),
      scale: number('scale'),
      signed: flag('signed'),
      values: textsOf(entryOf(options, 'values')),
    },
    on.dialect,
  );
  return {
    name,
    type: written,
    nullable: !counts && (flag('null') ?? on.nullable),
    ...(counts ? { counts } : {}),
    ...(fallback === undefined ? {} : { default: flagOf(fallback, on) }),
    ...(comment === undefined ? {} : { comment }),
  };
}

const flagOf = (text: string, { dialect }: PhinxContext): string =>
  dialect === 'mysql' && /^(true|false)$/.test(text) ? (text === 'true' ? '1' : '0') : text;

function addIndex(
  on: PhinxContext,
  table: TableDraft,
  columns: readonly string[],
  options: PhpValue | undefined,
  origin: ReadOrigin,
): void {
  const unique = entryOf(options, 'unique');
  const given = textOf(entryOf(options, 'name'));
  const name = given ?? (on.dialect === 'mysql' ? (columns[0] ?? '') : `${table.name}_${columns.join('_')}`);
  if (unique?.kind === 'boolean' && unique.value) putUnique(on, table, columns, name, origin);
  else putIndex(table, { name, columns, unique: false }, origin);
}

function foreignKey(on: PhinxContext, args: Arguments, origin: ReadOrigin): Step | undefined {
  const columns = textsOf(args[0]?.value);
  const target = textOf(args[1]?.value);
  if (target === undefined || columns.length === 0) return undefined;
  const referenced = textsOf(args[2]?.value);
  const options = args[3]?.value;
  const onDelete = textOf(entryOf(options, 'delete'));
  const onUpdate = textOf(entryOf(options, 'update'));
  return (table) => {
    putReference(
      on,
      table,
      columns,
      {
        table: target,
        columns: referenced.length > 0 ? referenced : ['id'],
        ...(onDelete === undefined ? {} : { onDelete }),
        ...(onUpdate === undefined ? {} : { onUpdate }),
      },
      origin,
    );
  };
}

function addTimestamps(
  on: PhinxContext,
  table: TableDraft,
  created: string | undefined,
  updated: string | undefined,
  origin: ReadOrigin,
): void {
  const now = 'CURRENT_TIMESTAMP';
  putColumn(
    on,
    table,
    { name: created ?? 'created_at', type: 'timestamp', nullable: false, default: now },
    origin,
  );
  putColumn(on, table, { name: updated ?? 'updated_at', type: 'timestamp', nullable: true }, origin);
}
