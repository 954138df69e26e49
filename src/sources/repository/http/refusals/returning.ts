import type { Node } from 'oxc-parser';
import { evaluate } from './expressions.ts';
import type { Fact } from './fact.ts';
import { absent, isMissing, missing } from './fact.ts';
import { refusalAt, end, hasEnded } from './walk.ts';
import type { Frame, Walk } from './walk.ts';

/** A function ends; the one that is judged ends the request with what was answered, or with what it returns. */
export function returned(
  walk: Walk,
  statement: Extract<Node, { type: 'ReturnStatement' }>,
  frame: Frame,
): void {
  const { argument } = statement;
  const value = argument === null ? missing : evaluate(walk, argument, frame);
  if (walk.stopped !== 'no') return;
  walk.stopped = 'return';
  if (!frame.top) {
    // `return res.status(400).end()`, or `return;` after it, in a handler that something wraps: the request ends here.
    if ((value.kind === 'response' || argument === null) && walk.answered.get('answer')?.kind === 'reply')
      end(walk, value);
    frame.returns.push(deniesMessage(walk) ? denial(value) : isLacking(walk, frame) ? standIn(value) : value);
    return;
  }
  if (walk.message && walk.reasons.at(-1)?.by === 'absent')
    return end(walk, refusedAt(walk, statement, frame));
  if (argument !== null) {
    if (!walk.declared && !hasEnded(walk) && givesNothing(argument, value))
      walk.doubts.add('an answer that is not known');
    return end(walk, answeredBy(walk, frame, argument, value));
  }
  // `res.status(403); return;`, where the framework sends what is left to it.
  const status = walk.answered.get('status');
  if (!hasEnded(walk) && status?.kind === 'reply') return end(walk, status);
  // Nothing is done for want of a credential.
  const refused = !hasEnded(walk) && walk.reasons.at(-1)?.by === 'absent';
  end(walk, refused ? refusedAt(walk, statement, frame) : value);
}

/** An error for want of a credential is handled, or the function found none: `if (!session) return null`. */
const isLacking = ({ reasons }: Walk, { since }: Frame): boolean =>
  reasons.some(({ holds }) => holds === true) || (reasons.length > since && reasons.at(-1)?.by === 'absent');

/** `return false` for want of a credential, which is all that a message is told. */
const deniesMessage = ({ message, reasons }: Walk): boolean => message && reasons.at(-1)?.by === 'absent';

/** What a function of a message gives that does nothing for want of a credential. */
export const nothingDone: Fact = { kind: 'absent' };

const denial = (fact: Fact): Fact => (isMissing(fact) ? nothingDone : standIn(fact));

/** `catch { return null; }`: nothing, because there is no credential. */
function standIn(fact: Fact): Fact {
  if (isMissing(fact)) return absent;
  const isNo =
    fact.kind === 'value' &&
    fact.value.kind === 'primitive' &&
    (fact.value.value === false || fact.value.value === '');
  return isNo ? { kind: 'truth', holds: false } : fact;
}

export const refusedAt = (walk: Walk, node: Node, frame: Frame): Fact => ({
  kind: 'reply',
  refusal: refusalAt(walk, undefined, node, frame.file),
});

/** An expression that should give an answer and seems to give nothing was not understood. */
const givesNothing = (node: Node, fact: Fact): boolean =>
  node.type !== 'Literal' &&
  !(node.type === 'Identifier' && node.name === 'undefined') &&
  (isMissing(fact) || (fact.kind === 'several' && fact.options.some(isMissing)));

/** `return { status: 405 }` is an answer by itself. */
function answeredBy(walk: Walk, frame: Frame, node: Node, fact: Fact): Fact {
  if (node.type !== 'ObjectExpression' || fact.kind !== 'record') return fact;
  const status = fact.fields.get('status') ?? fact.fields.get('statusCode');
  const value =
    status?.kind === 'value' && status.value.kind === 'primitive' ? status.value.value : undefined;
  if (typeof value !== 'number' || value < 400 || value > 599) return fact;
  const kind = value === 401 ? 'authentication' : value === 403 ? 'authorisation' : undefined;
  return { kind: 'reply', refusal: refusalAt(walk, kind, node, frame.file) };
}
