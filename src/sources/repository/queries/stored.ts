import { written } from './paraphrase.ts';
import { quoted } from '../sql/names.ts';

/** A class that stands for a table, as an object mapper declares it. */
export interface Entity {
  readonly name: string;
  readonly table: string;
  /** Column of its primary key. */
  readonly key: string;
  readonly relation: (name: string) => Relation | undefined;
  /** Relations that are loaded with every row. */
  readonly always: readonly string[];
  /** A row that is deleted stays, marked. */
  readonly softDeletes?: boolean;
}

export interface Relation {
  readonly target: Entity;
  readonly many: boolean;
  /** Column of the target that holds the key of the owner. */
  readonly column?: string;
  /** Table between the two. */
  readonly through?: string;
  /** The owner holds the key of the target. */
  readonly owned?: boolean;
}

/** A statement that is being put together. */
export interface Selection {
  readonly kind: 'query';
  readonly entity?: Entity;
  readonly table: string;
  readonly where: readonly string[];
  readonly limited: boolean;
  /** Relations that are loaded with the rows. */
  readonly loaded: readonly string[];
  readonly through?: string;
  /** Names of parts that are put into its text. */
  readonly interpolates?: readonly string[];
  /** Its condition takes a whole list that a loop hands it: portions, not single rows. */
  readonly portion?: boolean;
}

/** What an expression gives that has to do with rows. */
export type Stored =
  | { readonly kind: 'entity'; readonly entity: Entity }
  | Selection
  /** `loaded` is absent where it is not known how they were read. */
  | { readonly kind: 'rows'; readonly entity: Entity; readonly loaded?: readonly string[] }
  | {
      readonly kind: 'row';
      readonly entity: Entity;
      readonly loaded?: readonly string[];
      /** One of several: another one at each turn of a loop. */
      readonly each?: boolean;
      /** Made here and not stored yet. */
      readonly fresh?: boolean;
    };

export type Verb = 'list' | 'one' | 'count' | 'insert' | 'update' | 'delete' | 'truncate';

export const selectionOf = (entity: Entity): Selection => ({
  kind: 'query',
  entity,
  table: entity.table,
  where: [],
  limited: false,
  loaded: entity.always,
});

export const tableSelection = (table: string): Selection => ({
  kind: 'query',
  table,
  where: [],
  limited: false,
  loaded: [],
});

export const narrowed = (selection: Selection, ...where: readonly string[]): Selection => ({
  ...selection,
  where: [...selection.where, ...where],
});

/** `name = $n`; a column that is not known is a condition all the same. */
export function comparison(column: string | undefined, operator = '='): string {
  const name = column?.split('.').at(-1) ?? '';
  if (!/^\w+$/.test(name)) return '…';
  if (/^(not )?in$/i.test(operator)) return `${quoted(name)} ${operator} (…)`;
  if (/^is /i.test(operator)) return `${quoted(name)} ${operator}`;
  return /^(=|<>|!=|<|>|<=|>=|(not )?i?like)$/i.test(operator) ? `${quoted(name)} ${operator} $n` : '…';
}

const tableText = (name: string): string =>
  name
    .replace(/\s+(as\s+)?\w+$/i, '')
    .split('.')
    .map(quoted)
    .join('.');

/** The statement that a call of a mapper stands for. */
export function statementText(verb: Verb, { table, where, limited }: Selection): string {
  const name = tableText(table);
  const conditions = [...new Set(where)];
  const filter = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  switch (verb) {
    case 'list':
      return written('select', name, filter, limited ? ' limit $n' : '');
    case 'one':
      return written('select', name, filter, ' limit 1');
    case 'truncate':
      return `truncate ${name}`;
    default:
      return written(verb, name, filter);
  }
}

/** A row of its table by its key. */
export const rowSelection = (entity: Entity): Selection =>
  narrowed(selectionOf(entity), comparison(entity.key));

/** What a relation of one row reads. */
export function relatedSelection(relation: Relation): Selection {
  const { target, column, through, many } = relation;
  const where = relation.owned === true ? comparison(target.key) : comparison(column ?? '');
  const selection = narrowed(selectionOf(target), through === undefined ? where : '…');
  return { ...selection, limited: !many, ...(through === undefined ? {} : { through }) };
}
