import { argumentsOf } from './mapped-queries.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Entity, Selection, Verb } from '../../queries/stored.ts';
import { comparison, narrowed, rowSelection, selectionOf, statementText } from '../../queries/stored.ts';
import { textOf } from './entities.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import { writtenText } from './texts.ts';
import { rowOf, rowsOf, typeOf } from './typing.ts';
import type { Issue } from '../../queries/outcome.ts';
import type { Frame, Outcome, PyType, Reading } from './types.ts';

export const issueOf = (verb: Verb, query: Selection, name: string): Issue => ({
  sql: statementText(verb, query),
  orm: `${query.entity?.name ?? query.table}.${name}`,
  ...(query.through === 'perhaps' && verb === 'list' ? { mayBeLoaded: true } : {}),
});

const issued = (verb: Verb, query: Selection, name: string, type?: PyType): Outcome => ({
  issues: [issueOf(verb, query, name)],
  ...(type === undefined ? {} : { type }),
});

/** `get_object_or_404(Post, pk=1)` and functions that read a whole query. */
export function djangoFunction(
  reading: Reading,
  node: SyntaxNode,
  callee: SyntaxNode,
  frame: Frame,
): Outcome | undefined {
  const name = callee.text.split('.').at(-1) ?? '';
  if (!/^a?get_(object|list)_or_404$/.test(name)) return undefined;
  const [first, ...rest] = argumentsOf(node);
  const type = first === undefined ? undefined : typeOf(reading, first, frame);
  const query =
    type?.kind === 'entity' ? selectionOf(type.entity) : type?.kind === 'query' ? type : undefined;
  if (query === undefined) return {};
  const told = narrowed(query, ...conditionsOf(reading, query.entity, rest));
  return name.includes('object')
    ? issued('one', told, name, rowOf(told))
    : issued('list', told, name, rowsOf(told));
}

/** A method of a row, a manager or a query set. */
export function djangoCall(
  reading: Reading,
  node: SyntaxNode,
  type: PyType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  if (type?.kind === 'row') return rowCall(type, name);
  if (type?.kind !== 'query') return undefined;
  return queryCall(reading, node, type, name, frame);
}

function rowCall(row: PyType & { readonly kind: 'row' }, called: string): Outcome | undefined {
  const { entity } = row;
  const name = called.replace(/^a(?=save|delete|refresh)/, '');
  if (name === 'save')
    return row.fresh === true
      ? issued('insert', selectionOf(entity), name)
      : issued('update', rowSelection(entity), name);
  if (name === 'delete') return issued('delete', rowSelection(entity), name);
  if (name === 'refresh_from_db') return issued('one', rowSelection(entity), name);
  return undefined;
}

const goesOn =
  /^(all|exclude|order_by|reverse|distinct|values|values_list|dates|datetimes|annotate|alias|defer|only|using|select_for_update|complex_filter|extra|union|intersection|difference|get_queryset|none|db_manager|with_cumulative_count|nocache|cache|as_manager)$/;

function queryCall(
  reading: Reading,
  node: SyntaxNode,
  query: Selection,
  called: string,
  frame: Frame,
): Outcome | undefined {
  const args = argumentsOf(node);
  const name = called.replace(
    /^a(?=get|first|last|count|exists|create|update|delete|aggregate|bulk|in_bulk|earliest|latest|iterator|add|remove|set|clear)/,
    '',
  );
  const told = (): Selection => narrowed(query, ...conditionsOf(reading, query.entity, args));
  if (name === 'all' && query.through === 'loaded') return typedRows(query);
  if (/^(select_related|prefetch_related|prefetch_related_objects)$/.test(name)) {
    const names = args
      .flatMap((arg) => textOf(arg) ?? textOf(argumentsOf(arg)[0]) ?? [])
      .map((path) => path.split('__')[0] ?? path);
    // Without names every relation that must be there is joined; what is computed may name anything.
    const isOpen = names.length < Math.max(args.length, 1);
    return { type: asked({ ...query, loaded: [...query.loaded, ...names, ...(isOpen ? ['*'] : [])] }) };
  }
  if (name === 'filter') return { type: asked(told()) };
  if (name === 'exclude') return { type: asked(narrowed(query, '…')) };
  if (goesOn.test(name)) return { type: name === 'all' ? query : asked(query) };
  if (name === 'get') return issued('one', told(), name, rowOf(query));
  if (/^(first|last|earliest|latest)$/.test(name)) return issued('one', query, name, rowOf(query));
  if (/^(count|exists|aggregate)$/.test(name)) return issued('count', query, name);
  if (/^(get_or_create|update_or_create)$/.test(name))
    return {
      issues: [
        issueOf('one', told(), name),
        issueOf(name.startsWith('get') ? 'insert' : 'update', told(), name),
      ],
    };
  if (/^(create|bulk_create)$/.test(name))
    return issued('insert', selectionLike(query), name, name === 'create' ? madeRow(query) : undefined);
  if (/^(update|bulk_update)$/.test(name))
    return issued('update', name === 'update' ? query : narrowed(query, '…'), name);
  if (/^(delete|_raw_delete)$/.test(name)) return issued('delete', query, name);
  if (/^(add|set|remove|clear)$/.test(name) && query.through !== undefined)
    return issued(name === 'add' || name === 'set' ? 'insert' : 'delete', { ...query, where: ['…'] }, name);
  if (name === 'in_bulk')
    return issued('list', narrowed(query, comparison(query.entity?.key, 'in')), name, rowsOf(query));
  if (name === 'iterator') return issued('list', query, name, rowsOf(query));
  if (name === 'raw') return rawCall(reading, args[0], query, frame);
  // A method of a manager of its own: what it adds is not followed.
  return /^(as_sql|explain|query|model|contribute_to_class|deconstruct|from_queryset|normalize_email|make_random_password|get_by_natural_key)$/.test(
    name,
  )
    ? {}
    : { type: narrowed(query, '…') };
}

/** A query that is changed is sent, whatever was read with its owner. */
const asked = (query: Selection): Selection =>
  query.through === 'loaded' || query.through === 'perhaps' ? { ...query, through: 'related' } : query;

const typedRows = (query: Selection): Outcome => {
  const type = rowsOf(query);
  return type === undefined ? {} : { type };
};

const selectionLike = (query: Selection): Selection => ({ ...query, where: [], limited: false });

const madeRow = ({ entity }: Selection): PyType | undefined =>
  entity === undefined ? undefined : { kind: 'row', entity };

function rawCall(reading: Reading, first: SyntaxNode | undefined, query: Selection, frame: Frame): Outcome {
  const told = writtenText(reading, first, frame);
  if (told === undefined) return { unread: true };
  const type = rowsOf(query);
  if (!looksLikeSql(told.text)) return {};
  const { loaded: _, ...rows } =
    type?.kind === 'rows' ? type : { kind: 'rows' as const, loaded: [], entity: undefined };
  return {
    issues: [{ sql: told.text.replaceAll(/%\(\w+\)s|'?%s'?/g, '?'), interpolates: told.open }],
    ...(rows.entity === undefined ? {} : { type: { kind: 'rows', entity: rows.entity } }),
  };
}

const operators: Readonly<Record<string, string>> = {
  exact: '=',
  iexact: '=',
  in: 'in',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  contains: 'like',
  icontains: 'ilike',
  startswith: 'like',
  istartswith: 'ilike',
  endswith: 'like',
};

/** `name='x', author__in=ids`; a path over a relation is a condition that is not seen. */
export function conditionsOf(
  reading: Reading,
  entity: Entity | undefined,
  args: readonly SyntaxNode[],
): readonly string[] {
  const foreign = reading.entities.foreignOf(entity);
  return args.flatMap((arg) => {
    if (arg.type !== 'keyword_argument') return ['…'];
    const written = inField(arg, 'name')?.text ?? '';
    if (written === 'defaults' || written === 'create_defaults') return [];
    const [field = '', lookup, ...more] = written.split('__');
    const column = field === 'pk' ? (entity?.key ?? 'id') : foreign.has(field) ? `${field}_id` : field;
    if (lookup === undefined) return [comparison(column)];
    if (lookup === 'isnull')
      return [comparison(column, inField(arg, 'value')?.text === 'False' ? 'is not null' : 'is null')];
    if (/^(id|pk)$/.test(lookup) && foreign.has(field) && more.length === 0) return [comparison(column)];
    const operator = more.length === 0 ? operators[lookup] : undefined;
    return [operator === undefined ? '…' : comparison(column, operator)];
  });
}
