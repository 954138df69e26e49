import type { Column, Table } from '../../model/data.ts';
import type { FieldType } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import { tableId } from '../steps/inventory.ts';
import type { TableNames } from '../coupling/table-names.ts';
import { fieldName, singular } from './names.ts';

/** A column that names a row of another table. */
export interface Reference {
  readonly column: string;
  readonly table: string;
  /** The database holds it true; else rows may name what is gone. */
  readonly held: boolean;
  readonly onDelete?: NonNullable<Extract<FieldType, { kind: 'ref' }>['onDelete']>;
  readonly origin: Origin;
}

/** What references are looked for in. */
export interface Referable {
  readonly tables: ReadonlyMap<string, Table>;
  /** Words of each table in the singular, without what all begin with; by id. */
  readonly stems: ReadonlyMap<string, readonly string[]>;
  /** The table of the people, whatever it is called. */
  readonly person?: string;
  readonly named: TableNames;
}

const actions = { cascade: 'cascade', restrict: 'restrict', 'set null': 'set null' } as const;
const isAction = (text: string): text is keyof typeof actions => text in actions;

/** References of a table: what its foreign keys say, and where no key says it what the names of columns say. */
export function referencesOf(table: Table, among: Referable): readonly Reference[] {
  const keys = table.foreignKeys.flatMap(
    ({ columns, references, onDelete, origin }): readonly Reference[] => {
      const [column, ...more] = columns;
      const target = among.named(references.table);
      if (column === undefined || more.length > 0 || !among.tables.has(target)) return [];
      return [{ column, table: target, held: true, ...(isAction(onDelete) && { onDelete }), origin }];
    },
  );
  const said = new Set(keys.map(({ column }) => column));
  const lone = table.primaryKey?.columns.length === 1 ? table.primaryKey.columns[0] : undefined;
  const more = table.columns
    .filter(({ name }) => !said.has(name) && name !== lone)
    .flatMap((column): readonly Reference[] => {
      const target = namedBy(column, table, among);
      return target === undefined
        ? []
        : [
            {
              column: column.name,
              table: target,
              held: false,
              origin: {
                kind: 'derived',
                rule: 'the name of the column is the name of a table and `id`',
                from: [`${tableId(table)}.${column.name}`],
              },
            },
          ];
    });
  return [...keys.filter((key, at) => keys.findIndex(({ column }) => column === key.column) === at), ...more];
}

const people =
  /^(user|author|owner|creator|member|customer|account|sender|receiver|recipient|person|poster|editor)$/;

/** The table that a column called `customer_id` or `id_customer` means; its key has to be of the same kind. */
function namedBy(column: Column, own: Table, among: Referable): string | undefined {
  const name = fieldName(column.name);
  const stem = /^(.+?)_?(?:_id|_fk|_uuid|_ref)$/.exec(name)?.[1] ?? /^(?:id|fk)_(.+)$/.exec(name)?.[1];
  if (stem === undefined || isKind(column) === undefined) return undefined;
  if (/^parent$/.test(stem)) return fits(column, own) ? tableId(own) : undefined;
  const words = stem.split('_').map((word, at, all) => (at === all.length - 1 ? singular(word) : word));
  const found = ending(words, among.stems).filter((id) => {
    const table = among.tables.get(id);
    return table !== undefined && fits(column, table);
  });
  if (found.length === 1) return found[0];
  const person = among.person === undefined ? undefined : among.tables.get(among.person);
  return found.length === 0 && person !== undefined && people.test(words.at(-1) ?? '') && fits(column, person)
    ? among.person
    : undefined;
}

/** Tables called by all of the words, else by as many of the last as some are called by. */
function ending(words: readonly string[], stems: Referable['stems']): readonly string[] {
  for (let from = 0; from < words.length; from += 1) {
    const wanted = words.slice(from).join(' ');
    const found = [...stems].filter(([, stem]) => stem.join(' ') === wanted).map(([id]) => id);
    if (found.length > 0) return found;
  }
  return [];
}

function isKind({ type }: Column): 'number' | 'text' | undefined {
  if (/^(tinyint\(1\)|bool|bit)/i.test(type)) return undefined;
  if (/^(tiny|small|medium|big)?(int|integer|serial)|^(numeric|decimal)\(\d+(,\s*0)?\)/i.test(type))
    return 'number';
  return /char|uuid|^string|^text$|binary\(16\)/i.test(type) ? 'text' : undefined;
}

function fits(column: Column, { primaryKey, columns }: Table): boolean {
  const key = columns.find(({ name }) => name === primaryKey?.columns[0]);
  return key !== undefined && primaryKey?.columns.length === 1 && isKind(key) === isKind(column);
}
