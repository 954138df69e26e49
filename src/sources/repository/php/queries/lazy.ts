import type { SyntaxNode } from '../../languages/syntax.ts';
import { relatedSelection, statementText } from '../../queries/stored.ts';
import { memberName, receiverOf } from '../syntax.ts';
import { issue } from './outcomes.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

/**
 * A relation that is read of each row of a list whose query did not ask for it: one statement a row. It is told only
 * where the list is seen to be read without it.
 */
export function lazyLoad(reading: Reading, node: SyntaxNode, frame: Frame): void {
  if (!frame.inLoop || frame.depth > 0) return;
  const [object, name] = [receiverOf(node), memberName(node)];
  if (object?.type !== 'variable_name' || name === undefined) return;
  const type = typeOf(reading, object, frame);
  if (type?.kind !== 'row' || type.each !== true || type.loaded === undefined) return;
  const relation = type.entity.relation(name);
  if (relation === undefined || type.loaded.includes(name)) return;
  if (/relationLoaded|->loadMissing\(|->load\(|preventLazyLoading/.test(frame.body?.text ?? '')) return;
  const key = `${object.text}->${name}`;
  if (node.text !== key && node.text !== `${object.text}?->${name}`) return;
  const seen = frame.variables.get(`lazy ${key}`);
  if (seen !== undefined) return;
  frame.variables.set(`lazy ${key}`, {});
  const sql = statementText(relation.many ? 'list' : 'one', relatedSelection(relation));
  issue(reading, node, frame, { issues: [{ sql, orm: `${type.entity.name}.${name}` }] });
}
