import { typed } from '../../queries/outcome.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Selection, Verb } from '../../queries/stored.ts';
import {
  comparison,
  narrowed,
  rowSelection,
  selectionOf,
  statementText,
  tableSelection,
} from '../../queries/stored.ts';
import { argumentsOf, firstEntity, goOn } from './mapped-queries.ts';
import { rowOf, rowsOf, typeOf } from './typing.ts';
import type { Issue } from '../../queries/outcome.ts';
import type { Frame, Outcome, PyType, Reading } from './types.ts';

const issueOf = (verb: Verb, query: Selection, name: string): Issue => ({
  sql: statementText(verb, query),
  orm: `${query.entity?.name ?? query.table}.${name}`,
});

const issued = (verb: Verb, query: Selection, name: string, type?: PyType): Outcome => ({
  issues: [issueOf(verb, query, name)],
  ...(type === undefined ? {} : { type }),
});

const verbs: Readonly<Record<string, Verb>> = {
  select: 'list',
  update: 'update',
  delete: 'delete',
  insert: 'insert',
};

/** `select(User)`, `update(User)`: statements as values. */
export function mappedFunction(
  reading: Reading,
  node: SyntaxNode,
  callee: SyntaxNode,
  frame: Frame,
): Outcome | undefined {
  const name = callee.text.split('.').at(-1) ?? '';
  const verb = verbs[name];
  if (
    verb === undefined ||
    !/^((sa|sqlalchemy|sql|db|sqla|orm|sqlmodel|pg|postgresql)\.)?\w+$/.test(callee.text)
  )
    return undefined;
  // `select(func.count())` is told later what it counts.
  const open = verb === 'list' && isAggregate(argumentsOf(node)) ? tableSelection('') : undefined;
  const query = firstEntity(reading, argumentsOf(node), frame) ?? open;
  if (query === undefined) return undefined;
  // A query inside of it says what is looked for.
  const nests = argumentsOf(node).some(({ text }) => /\b(select|exists)\(/.test(text));
  return {
    type: {
      kind: 'statement',
      verb: verb === 'list' && (nests || isAggregate(argumentsOf(node))) ? 'count' : verb,
      query: nests ? narrowed(query, '…') : query,
    },
  };
}

const isAggregate = (args: readonly SyntaxNode[]): boolean =>
  args.length > 0 &&
  args.every(({ text }) =>
    /^(sa\.|sqlalchemy\.)?(func\.(count|sum|max|min|avg|coalesce)|exists|literal)\b/.test(text),
  );

/** Methods of sessions, queries, statements as values and their results. */
export function mappedCall(
  reading: Reading,
  node: SyntaxNode,
  type: PyType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  switch (type?.kind) {
    case 'session':
      return sessionCall(reading, node, name, frame);
    case 'statement':
      return { type: { ...type, query: goOn(reading, node, type.query, name, frame) } };
    case 'result':
      return resultCall(type.query, name);
    case 'rows':
      return /^(all|unique|scalars)$/.test(name)
        ? { type }
        : /^(first|one|one_or_none|pop)$/.test(name)
          ? {
              type: {
                kind: 'row',
                entity: type.entity,
                ...(type.loaded === undefined ? {} : { loaded: type.loaded }),
              },
            }
          : {};
    case 'query':
      return queryCall(reading, node, type, name, frame);
    default:
      return handedOn(reading, node, name, frame);
  }
}

function sessionCall(reading: Reading, node: SyntaxNode, name: string, frame: Frame): Outcome | undefined {
  const args = argumentsOf(node);
  const first = args[0];
  const type = first === undefined ? undefined : typeOf(reading, first, frame);
  if (name === 'query') {
    const query = firstEntity(reading, args, frame);
    return query === undefined
      ? {}
      : { type: isAggregate(args) ? narrowed({ ...query, through: 'aggregate' }) : query };
  }
  if (
    /^(execute|scalars|scalar|stream|stream_scalars|exec|scalar_one_or_none|fetch_all|fetch_one)$/.test(name)
  ) {
    if (type?.kind !== 'statement') return undefined;
    return executed(type, name, reading.single.has(node) || /^(scalar\b|scalar_one|fetch_one)/.test(name));
  }
  if (/^(get|get_one)$/.test(name) && type?.kind === 'entity')
    return issued('one', rowSelection(type.entity), name, rowOf(selectionOf(type.entity)));
  if (/^(add|add_all|merge|bulk_save_objects)$/.test(name)) {
    const row =
      type ??
      (first?.type === 'list' && first.children[0] !== undefined
        ? typeOf(reading, first.children[0], frame)
        : undefined);
    if ((row?.kind !== 'row' && row?.kind !== 'rows') || (row.kind === 'row' && row.fresh !== true))
      return {};
    return { issues: [{ ...issueOf('insert', selectionOf(row.entity), name), gathered: true }] };
  }
  if (name === 'delete' && type?.kind === 'row')
    return { issues: [{ ...issueOf('delete', rowSelection(type.entity), name), gathered: true }] };
  if (/^bulk_(insert|update)_mappings$/.test(name) && type?.kind === 'entity')
    return issued(
      name.includes('insert') ? 'insert' : 'update',
      narrowed(selectionOf(type.entity), ...(name.includes('insert') ? [] : ['…'])),
      name,
    );
  if (name === 'refresh' && type?.kind === 'row') return issued('one', rowSelection(type.entity), name);
  if (/^(begin|connect|session|no_autoflush|begin_nested)$/.test(name)) return { type: { kind: 'session' } };
  return undefined;
}

function executed(
  statement: PyType & { readonly kind: 'statement' },
  name: string,
  single: boolean,
): Outcome {
  const { verb, query } = statement;
  if (query.table === '') return {};
  const known = verb === 'list' && single ? 'list' : verb;
  const issue = issueOf(
    known,
    single ? { ...query, limited: query.limited || query.where.length > 0 } : query,
    name,
  );
  if (verb !== 'list') return { issues: [issue] };
  return { issues: [issue], type: { kind: 'result', query } };
}

function resultCall(query: Selection, name: string): Outcome {
  if (/^(scalars|unique|mappings|tuples|yield_per|partitions)$/.test(name))
    return { type: { kind: 'result', query } };
  if (/^(all|fetchall|fetchmany)$/.test(name)) return typed(rowsOf(query));
  if (/^(first|one|one_or_none|scalar_one|scalar_one_or_none|fetchone|scalar)$/.test(name))
    return typed(rowOf(query));
  return {};
}

/** A query of a session, or of the class itself. */
function queryCall(
  reading: Reading,
  node: SyntaxNode,
  query: Selection,
  name: string,
  frame: Frame,
): Outcome {
  if (reading.entities.mapperOf(query.entity) !== 'sqlalchemy') return {};
  if (/^(all|yield_per)$/.test(name))
    return issued(query.through === 'aggregate' ? 'count' : 'list', query, name, rowsOf(query));
  if (/^(first|one|one_or_none|first_or_404|one_or_404)$/.test(name))
    return issued('one', query, name, rowOf(query));
  if (/^(get|get_or_404)$/.test(name))
    return issued('one', narrowed(query, comparison(query.entity?.key)), name, rowOf(query));
  if (name === 'scalar') return issued(query.through === 'aggregate' ? 'count' : 'one', query, name);
  if (name === 'count') return issued('count', query, name);
  if (name === 'delete') return issued('delete', query, name);
  if (name === 'update') return issued('update', query, name);
  if (/^(paginate|slice)$/.test(name))
    return issued('list', { ...query, limited: true }, name, rowsOf(query));
  if (
    /^(subquery|exists|statement|as_scalar|scalar_subquery|label|cte|in_|selectable|whereclause)$/.test(name)
  )
    return {};
  return { type: goOn(reading, node, query, name, frame) };
}

const runs = /^_?(get|fetch|execute|list|paginate|all|one|first|stream|scalar|count|find|load|run|exec|read)/;

/** A statement that is handed to a function that runs it. */
function handedOn(reading: Reading, node: SyntaxNode, name: string, frame: Frame): Outcome | undefined {
  if (!runs.test(name)) return undefined;
  for (const arg of argumentsOf(node).slice(0, 3)) {
    const type = arg.type === 'identifier' || arg.type === 'call' ? typeOf(reading, arg, frame) : undefined;
    if (type?.kind !== 'statement' || type.query.table === '') continue;
    const { verb, query } = type;
    const one = /one|first|scalar/.test(name);
    const limited = /paginate|page/.test(name);
    const known: Verb = verb !== 'list' ? verb : name.includes('count') ? 'count' : 'list';
    return issued(
      known,
      { ...query, limited: query.limited || limited || (one && query.where.length > 0) },
      name,
      verb !== 'list' ? undefined : one ? rowOf(query) : rowsOf(query),
    );
  }
  return undefined;
}
