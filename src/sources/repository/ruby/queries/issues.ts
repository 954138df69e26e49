import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn } from '../../languages/syntax.ts';
import { relatedSelection, statementText } from '../../queries/stored.ts';
import type { Call } from '../syntax.ts';
import { handOn } from '../../queries/outcome.ts';
import type { Frame, Outcome, Reading } from './types.ts';

/** Hands on the statements of a call with the place it stands in. */
export const issue = (reading: Reading, node: SyntaxNode, frame: Frame, outcome: Outcome): void =>
  handOn(reading, outcome, frame, originIn(frame.file, inField(node, 'method') ?? node), () => false);

/** A relation that is read of each row of a list whose query did not ask for it: one statement a row. */
export function lazyLoad(reading: Reading, node: SyntaxNode, call: Call, frame: Frame): void {
  if (!frame.inLoop || call.receiver?.type !== 'identifier') return;
  const type = frame.variables.get(call.receiver.text)?.type;
  if (type?.kind !== 'row' || type.each !== true || type.loaded === undefined) return;
  const relation = type.entity.relation(call.name);
  if (
    relation === undefined ||
    relation.many ||
    type.loaded.some((each) => each === call.name || each === '*')
  )
    return;
  if (/Preloader|\.preload\(|\.loaded\?|strict_loading/.test(frame.body?.text ?? '')) return;
  const seen = `lazy ${call.receiver.text}.${call.name}`;
  if (frame.variables.has(seen)) return;
  frame.variables.set(seen, {});
  issue(reading, node, frame, {
    issues: [
      { sql: statementText('one', relatedSelection(relation)), orm: `${type.entity.name}.${call.name}` },
    ],
  });
}
