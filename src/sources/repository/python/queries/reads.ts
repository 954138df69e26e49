import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { relatedSelection, statementText } from '../../queries/stored.ts';
import { issueOf } from './django.ts';
import { issue } from './outcomes.ts';
import { elementOf, rowsOf, typeOf } from './typing.ts';
import type { Frame, PyType, Reading } from './types.ts';

/** A query is sent when something goes over it. */
export function readAll(reading: Reading, node: SyntaxNode, frame: Frame): void {
  const type = typeOf(reading, node, frame);
  if (type?.kind !== 'query' || frame.depth > 0 || type.through === 'loaded') return;
  issue(reading, node, frame, { issues: [issueOf('list', type, 'iterate')] });
  const rows = rowsOf(type);
  // It keeps its rows: what goes over it again sends nothing.
  if (node.type === 'identifier' && rows !== undefined) frame.variables.set(node.text, { type: rows });
}

export const isShort = ({ type, text }: SyntaxNode): boolean =>
  /^(list|tuple|set|dictionary)$/.test(type) ||
  /^(self\.|cls\.)?[A-Z][A-Z_0-9]+$|[cC]hunk|batched|batches|^range\(/.test(text);

export function bind(
  reading: Reading,
  target: SyntaxNode | undefined,
  list: SyntaxNode | undefined,
  frame: Frame,
): void {
  if (target === undefined || list === undefined) return;
  const source =
    list.type === 'call' &&
    /^(enumerate|list|reversed|sorted|tqdm|set|tuple)$/.test(inField(list, 'function')?.text ?? '')
      ? (inField(list, 'arguments')?.children[0] ?? list)
      : list;
  const type = elementOf(typeOf(reading, source, frame));
  const enumerates = list !== source && inField(list, 'function')?.text === 'enumerate';
  const named = target.type === 'identifier' ? target : enumerates ? target.children.at(-1) : undefined;
  for (const each of target.type === 'identifier' ? [] : target.children)
    if (each.type === 'identifier') frame.variables.set(each.text, {});
  if (named?.type === 'identifier') frame.variables.set(named.text, type === undefined ? {} : { type });
}

/** `result = session.execute(…)` that is asked for one row later. */
export function markSingle(reading: Reading, node: SyntaxNode, right: SyntaxNode, frame: Frame): void {
  const name = inField(node, 'left')?.text ?? '';
  if (!/^\w+$/.test(name)) return;
  if (
    !new RegExp(
      `\\b${name}\\.(scalars\\(\\)\\.)?(unique\\(\\)\\.)?(scalar_one|scalar|one|first|scalar_one_or_none|one_or_none|fetchone)\\(`,
    ).test(frame.body?.text ?? '')
  )
    return;
  const call = right.type === 'await' ? right.children[0] : right;
  if (call?.type === 'call') reading.single.add(call);
}

/** Calls of a chain whose answer is read as one row. */
export function markInner(reading: Reading, callee: SyntaxNode | undefined): void {
  let at = inField(callee, 'object');
  for (let count = 0; at !== undefined && count < 10; count += 1) {
    if (at.type === 'parenthesized_expression' || at.type === 'await') at = at.children[0];
    else if (at.type === 'call') {
      reading.single.add(at);
      at = inField(inField(at, 'function'), 'object');
    } else return;
  }
}

/** `posts[0]` reads one row. */
export function readSubscript(reading: Reading, node: SyntaxNode, frame: Frame): void {
  const [value, index] = [inField(node, 'value'), inField(node, 'subscript')];
  if (value === undefined || index?.type !== 'integer' || frame.depth > 0) return;
  const type = typeOf(reading, value, frame);
  if (type?.kind === 'query' && type.through !== 'loaded')
    issue(reading, node, frame, { issues: [issueOf('one', type, 'index')] });
}

/** A relation that is read of each row of a list whose query did not ask for it: one statement a row. */
export function lazyLoad(reading: Reading, node: SyntaxNode, frame: Frame): void {
  if (!frame.inLoop || frame.depth > 0) return;
  const [object, name] = [inField(node, 'object'), inField(node, 'attribute')?.text];
  if (object?.type !== 'identifier' || name === undefined) return;
  const type: PyType | undefined = frame.variables.get(object.text)?.type;
  if (type?.kind !== 'row' || type.each !== true || type.loaded === undefined) return;
  const relation = type.entity.relation(name);
  if (relation === undefined || relation.many || type.loaded.some((each) => each === name || each === '*'))
    return;
  if (reading.entities.mapperOf(type.entity) !== 'django') return;
  if (/prefetch_related_objects|selectinload|joinedload/.test(frame.body?.text ?? '')) return;
  const seen = `lazy ${object.text}.${name}`;
  if (frame.variables.has(seen)) return;
  frame.variables.set(seen, {});
  issue(reading, node, frame, {
    issues: [{ sql: statementText('one', relatedSelection(relation)), orm: `${type.entity.name}.${name}` }],
  });
}
