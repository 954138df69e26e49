import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Selection } from '../../queries/stored.ts';
import { comparison, narrowed, selectionOf } from '../../queries/stored.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

export const argumentsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  (inField(node, 'arguments')?.children ?? []).filter(({ type }) => type !== 'comment');

/** The first mapped class among what is selected: itself, or the owner of a column. */
export function firstEntity(
  reading: Reading,
  args: readonly SyntaxNode[],
  frame: Frame,
): Selection | undefined {
  for (const arg of args) {
    let found: Selection | undefined;
    walkSyntax(arg, (node) => {
      if (found !== undefined) return false;
      if (node.type !== 'identifier' && node.type !== 'attribute') return true;
      const type = typeOf(reading, node, frame);
      if (type?.kind === 'entity' && reading.entities.mapperOf(type.entity) === 'sqlalchemy')
        found = selectionOf(type.entity);
      return found === undefined;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Conditions, limits and relations to load of a query or a statement. */
export function goOn(
  reading: Reading,
  node: SyntaxNode,
  query: Selection,
  name: string,
  frame: Frame,
): Selection {
  const args = argumentsOf(node);
  if (name === 'filter_by')
    return narrowed(
      query,
      ...args.map((arg) =>
        comparison(arg.type === 'keyword_argument' ? inField(arg, 'name')?.text : undefined),
      ),
    );
  if (/^(where|filter)$/.test(name))
    return narrowed(query, ...args.map((arg) => compared(reading, query, arg, frame)));
  if (name === 'limit' || name === 'fetch') return { ...query, limited: true };
  if (name === 'options')
    return {
      ...query,
      loaded: [
        ...query.loaded,
        ...args.flatMap(({ text }) =>
          [...text.matchAll(/load\w*\(\s*(?:\w+\.)*(\w+)/g)].map((match) => match[1] ?? ''),
        ),
      ],
    };
  // A query that is joined may be narrow itself.
  if (
    /^(join|outerjoin|select_from)$/.test(name) &&
    firstEntity(reading, args.slice(0, 1), frame) === undefined
  )
    return narrowed(query, '…');
  if (name === 'select_from') return firstEntity(reading, args, frame) ?? query;
  if (/^(having|join_from|from_statement|with_loader_criteria)$/.test(name)) return narrowed(query, '…');
  return query;
}

/** `User.email == email` names a column of what is selected. */
function compared(reading: Reading, query: Selection, node: SyntaxNode, frame: Frame): string {
  if (node.type === 'comparison_operator') {
    const [left] = node.children;
    const operator = node.children.find(({ field }) => field === 'operators')?.text;
    const column = left === undefined ? undefined : columnOf(reading, query, left, frame);
    return column === undefined || operator === undefined
      ? '…'
      : comparison(column, operator === '==' ? '=' : operator);
  }
  const callee = node.type === 'call' ? inField(node, 'function') : undefined;
  const method = inField(callee, 'attribute')?.text;
  const object = inField(callee, 'object');
  const column = object === undefined ? undefined : columnOf(reading, query, object, frame);
  if (column === undefined) return '…';
  if (method === 'in_') return comparison(column, 'in');
  if (/^(is_|is_not|isnot)$/.test(method ?? '') && /\bNone\b/.test(node.text))
    return comparison(column, method === 'is_' ? 'is null' : 'is not null');
  return '…';
}

function columnOf(reading: Reading, query: Selection, node: SyntaxNode, frame: Frame): string | undefined {
  const object = inField(node, 'object');
  const type = node.type === 'attribute' && object !== undefined ? typeOf(reading, object, frame) : undefined;
  return type?.kind === 'entity' && type.entity === query.entity
    ? inField(node, 'attribute')?.text
    : undefined;
}
