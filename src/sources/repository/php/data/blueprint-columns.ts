import type { Column } from '../../../../model/data.ts';
import { changeColumn } from '../../schema/changes.ts';
import { columnOf, putColumn, putIndex, putReference, putUnique } from '../../schema/columns.ts';
import type { ReferenceSpec, SchemaContext } from '../../schema/columns.ts';
import type { TableDraft } from '../../sql/draft.ts';
import type { PhpCodebase } from '../codebase.ts';
import { plural } from '../laravel/words.ts';
import { argument, textOf } from '../value.ts';
import type { Arguments, Host, PhpValue, ReadOrigin } from '../value.ts';

export interface Blueprint {
  readonly on: SchemaContext;
  readonly table: TableDraft;
  readonly codebase: PhpCodebase;
  /** What was said of columns is applied when everything was said. */
  readonly later: (() => void)[];
}

/** What was said of a column so far. */
interface Said {
  readonly name: string;
  readonly type: string;
  readonly origin: ReadOrigin;
  counts: boolean;
  nullable: boolean;
  changes: boolean;
  primary: boolean;
  default?: string;
  generated?: string;
  comment?: string;
  unique?: boolean | string;
  references?: ReferenceSpec;
  index?: string;
}

/** A column with the calls that say more of it; it is put in place at the end of the blueprint. */
export function column(
  blueprint: Blueprint,
  name: string,
  type: string,
  counts: boolean,
  origin: ReadOrigin,
): PhpValue {
  const said: Said = { name, type, origin, counts, nullable: false, changes: false, primary: counts };
  blueprint.later.push(() => {
    putSaid(blueprint, said);
  });
  const host: Host = {
    className: 'Illuminate\\Database\\Schema\\ColumnDefinition',
    call: (method, args) => {
      sayColumn(blueprint.table, said, method, args);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function putSaid({ on, table }: Blueprint, said: Said): void {
  const { name, changes, index, references, unique, origin } = said;
  const spec = specOf(said);
  if (changes)
    changeColumn(on.draft, table, name, origin, (before): Column => ({
      ...columnOf(on, table, spec, origin),
      origin: before.origin,
    }));
  else putColumn(on, table, spec, origin);
  if (references !== undefined && references.table !== '')
    putReference(on, table, [name], references, origin);
  if (unique !== undefined)
    putUnique(
      on,
      table,
      [name],
      typeof unique === 'string' ? unique : indexName(table, [name], 'unique'),
      origin,
    );
  if (index !== undefined) putIndex(table, { name: index, columns: [name], unique: false }, origin);
}

function sayColumn(table: TableDraft, said: Said, method: string, args: Arguments): void {
  const first = textOf(argument(args, 0));
  switch (method) {
    case 'nullable':
      said.nullable = !(args[0]?.value.kind === 'boolean' && !args[0].value.value);
      return;
    case 'default': {
      const value = defaultText(args[0]?.value);
      if (value !== undefined) said.default = value;
      return;
    }
    case 'usecurrent':
      said.default = 'CURRENT_TIMESTAMP';
      return;
    case 'storedas':
    case 'virtualas':
      if (first !== undefined) said.generated = first;
      return;
    case 'comment':
      if (first !== undefined) said.comment = first;
      return;
    case 'autoincrement':
      said.counts = true;
      said.primary = true;
      return;
    case 'primary':
      said.primary = true;
      return;
    case 'unique':
      said.unique = first ?? true;
      return;
    case 'index':
      said.index = first ?? indexName(table, [said.name], 'index');
      return;
    case 'change':
      said.changes = true;
      return;
    default:
      sayReference(table, said, method, args);
  }
}

function sayReference(table: TableDraft, said: Said, method: string, args: Arguments): void {
  const first = textOf(argument(args, 0));
  const name = indexName(table, [said.name], 'foreign');
  if (method === 'constrained')
    said.references = {
      table: first ?? plural(said.name.replace(/_(id|uuid|ulid)$/, '')),
      columns: [textOf(argument(args, 1, 'column')) ?? 'id'],
      name: textOf(argument(args, 2, 'indexName')) ?? name,
    };
  else if (method === 'references')
    said.references = { table: said.references?.table ?? '', columns: [first ?? 'id'], name };
  else {
    const more = referenceCall(said.references, method, first);
    if (more !== undefined) said.references = more;
  }
}

const specOf = (said: Said): Parameters<typeof columnOf>[2] => {
  const { name, type, nullable, counts, primary, default: value, generated, comment } = said;
  return {
    name,
    type,
    nullable,
    counts,
    primary,
    ...(value === undefined ? {} : { default: value }),
    ...(generated === undefined ? {} : { generated }),
    ...(comment === undefined ? {} : { comment }),
  };
};

/** Calls that say more of a reference, on a column or on `foreign(…)`. */
export function referenceCall(
  before: ReferenceSpec | undefined,
  method: string,
  first: string | undefined,
): ReferenceSpec | undefined {
  const known = before ?? { table: '', columns: ['id'] };
  switch (method) {
    case 'on':
      return { ...known, table: first ?? '' };
    case 'ondelete':
      return { ...known, ...(first === undefined ? {} : { onDelete: first }) };
    case 'onupdate':
      return { ...known, ...(first === undefined ? {} : { onUpdate: first }) };
    default: {
      const match = /^(cascade|null|restrict|noaction)on(delete|update)$/.exec(method);
      if (match === null) return before;
      const action =
        match[1] === 'null' ? 'set null' : match[1] === 'noaction' ? 'no action' : (match[1] ?? '');
      return match[2] === 'delete' ? { ...known, onDelete: action } : { ...known, onUpdate: action };
    }
  }
}

export function defaultText(value: PhpValue | undefined): string | undefined {
  switch (value?.kind) {
    case 'text':
      return value.hole === undefined ? `'${value.text.replaceAll("'", "''")}'` : undefined;
    case 'number':
      return String(value.value);
    case 'boolean':
      return String(value.value);
    case 'object': {
      const inner = value.properties.get('value');
      return inner === undefined ? textOf(value.args[0]?.value) : defaultText(inner);
    }
    default:
      return undefined;
  }
}

export const indexName = (table: TableDraft, columns: readonly string[], kind: string): string =>
  `${table.name}_${columns.join('_')}_${kind}`.toLowerCase().replaceAll(/[-.]/g, '_');
