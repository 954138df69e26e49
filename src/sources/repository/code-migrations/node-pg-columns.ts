import { primitive } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import { addCheck, addPrimaryKey } from '../schema/changes.ts';
import { literal, putIndex, putReference, putUnique } from '../schema/columns.ts';
import type { ColumnSpec, ReferenceSpec } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { applySql } from './context.ts';
import type { Context } from './node-pg-migrate.ts';
import { fieldAt, isTrue, listAt, settled, textAt, textsAt } from './values.ts';

/** Options, or the text behind `ADD CONSTRAINT name`. */
export function constrain(
  on: Context,
  table: TableDraft,
  name: string | undefined,
  options: Value | undefined,
  site: Site,
): void {
  const { origin } = site;
  const text = textAt(options);
  if (text !== undefined) {
    const target = [table.schema, table.name]
      .flatMap((part) => (part === undefined ? [] : [`"${part}"`]))
      .join('.');
    const sql = primitive(
      `alter table ${target} add ${name === undefined ? '' : `constraint "${name}" `}${text}`,
    );
    return applySql(on, sql, site);
  }
  const primary = fieldAt(options, 'primaryKey');
  if (primary !== undefined)
    addPrimaryKey(table, { name: name ?? `${table.name}_pkey`, columns: textsAt(primary), origin });
  const unique = fieldAt(options, 'unique');
  const lists = listAt(unique).some((item) => settled(item)?.kind === 'array')
    ? listAt(unique)
    : unique === undefined
      ? []
      : [unique];
  for (const each of lists) putUnique(on, table, textsAt(each), name, origin);
  for (const each of listAt(fieldAt(options, 'foreignKeys'))) {
    const reference = referenceOf(fieldAt(each, 'references'), {
      onDelete: fieldAt(each, 'onDelete'),
      onUpdate: fieldAt(each, 'onUpdate'),
      name: undefined,
    });
    if (reference !== undefined)
      putReference(
        on,
        table,
        textsAt(fieldAt(each, 'columns')),
        { ...reference, ...(name === undefined ? {} : { name }) },
        origin,
      );
  }
  for (const sql of textsAt(fieldAt(options, 'check')))
    addCheck(table, { ...(name === undefined ? {} : { name }), sql, origin });
}

export function index(
  table: TableDraft,
  given: Value | undefined,
  options: Value | undefined,
  origin: Site['origin'],
): void {
  const columns = listAt(given).flatMap((item) => {
    const text = textAt(item) ?? textAt(fieldAt(item, 'name'));
    const sort = textAt(fieldAt(item, 'sort'))?.toLowerCase() === 'desc' ? ' desc' : '';
    return text === undefined ? [] : [(text.includes('(') ? `(${text})` : text) + sort];
  });
  const unique = isTrue(fieldAt(options, 'unique'));
  const where = textAt(fieldAt(options, 'where'));
  const method = textAt(fieldAt(options, 'method'));
  const name =
    textAt(fieldAt(options, 'name')) ?? `${table.name}_${columns.join('_')}${unique ? '_unique' : ''}_index`;
  putIndex(
    table,
    {
      name,
      columns,
      unique,
      ...(method === undefined ? {} : { method }),
      ...(where === undefined ? {} : { where }),
    },
    origin,
  );
}

/** `"users"`, `users(id)`, `users (id) ON DELETE CASCADE`, `{ schema, name }`. */
export function referenceOf(
  value: Value | undefined,
  more: {
    readonly onDelete: Value | undefined;
    readonly onUpdate: Value | undefined;
    readonly name: Value | undefined;
  },
): ReferenceSpec | undefined {
  const text = nameOf(value);
  if (text === undefined) return undefined;
  const [, table = text, columns] = /^\s*([\w.]+)\s*(?:\(([^)]*)\))?/.exec(text.replaceAll('"', '')) ?? [];
  const written = (word: string): string | undefined =>
    new RegExp(`on ${word} (cascade|set null|set default|restrict|no action)`, 'i').exec(text)?.[1];
  const onDelete = textAt(more.onDelete) ?? written('delete');
  const onUpdate = textAt(more.onUpdate) ?? written('update');
  const name = textAt(more.name);
  return {
    table: table.replace(/^public\./, ''),
    columns: columns === undefined ? [] : columns.split(',').map((column) => column.trim()),
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(name === undefined ? {} : { name }),
  };
}

export function defaultText(value: Value | undefined): string | undefined {
  const one = settled(value);
  if (one?.kind === 'primitive') return literal(one.value);
  const raw = textAt(fieldAt(one, 'sql'));
  if (raw !== undefined) return raw;
  return one?.kind === 'array' && one.items.length === 0 ? "'{}'" : undefined;
}

/** A type, a shorthand of the file, `id`, or options. */
export function specOf(on: Context, name: string, given: Value): ColumnSpec {
  const word = textAt(given) ?? textAt(fieldAt(given, 'type'));
  if (word === 'id') return { name, type: 'serial', nullable: false, primary: true };
  const short = word === undefined ? undefined : fieldAt(on.shorthands, word);
  const from = short !== undefined && settled(short)?.kind === 'object' ? short : undefined;
  const value = (key: string): Value | undefined => fieldAt(given, key) ?? fieldAt(from, key);
  const type =
    from === undefined ? (textAt(short) ?? word ?? 'unknown') : (textAt(fieldAt(from, 'type')) ?? 'unknown');
  const text = defaultText(value('default'));
  const references = referenceOf(value('references'), {
    onDelete: value('onDelete'),
    onUpdate: value('onUpdate'),
    name: value('referencesConstraintName'),
  });
  const check = textAt(value('check'));
  const comment = textAt(value('comment'));
  const expression = textAt(value('expressionGenerated'));
  const generation = value('sequenceGenerated') ?? value('generated');
  const identity =
    generation === undefined
      ? undefined
      : `generated ${textAt(fieldAt(generation, 'precedence'))?.toLowerCase() ?? 'always'} as identity`;
  const value0 = identity ?? text;
  return {
    name,
    type,
    nullable: !isTrue(value('notNull')) && identity === undefined,
    primary: isTrue(value('primaryKey')),
    unique: isTrue(value('unique')),
    ...(value0 === undefined ? {} : { default: value0 }),
    ...(references === undefined ? {} : { references }),
    ...(check === undefined ? {} : { check }),
    ...(comment === undefined ? {} : { comment }),
    ...(expression === undefined ? {} : { generated: expression }),
  };
}

/** A name, or `{ schema, name }`. */
export function nameOf(value: Value | undefined): string | undefined {
  const name = textAt(value) ?? textAt(fieldAt(value, 'name'));
  const schema = textAt(fieldAt(value, 'schema'));
  return name === undefined || schema === undefined || schema === 'public'
    ? name?.replaceAll('"', '')
    : `${schema}.${name}`;
}
