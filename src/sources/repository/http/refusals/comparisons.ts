import type { Node } from 'oxc-parser';
import { binary as evaluateBinary } from '../../javascript/operators.ts';
import { primitive, truth } from '../../javascript/value.ts';
import type { Fact } from './fact.ts';
import { asText, caller, factOf, follows, isMissing, open, textIn } from './fact.ts';
import { isKeptSecret, isSecretOf } from './secrets.ts';
import type { Walk } from './walk.ts';

/** Of what was not found there are none. */
function countOf(operator: string, a: Fact, b: Fact): Fact | undefined {
  const [left, right] = [a, b].map((each) =>
    each.kind === 'absent' && each.none === true
      ? primitive(0)
      : each.kind === 'value'
        ? each.value
        : undefined,
  );
  const both = [left, right].every((each) => each?.kind === 'primitive' && typeof each.value === 'number');
  if (!both || left === undefined || right === undefined) return undefined;
  const holds = truth(evaluateBinary(operator, left, right));
  return holds === undefined ? undefined : { kind: 'truth', holds };
}

/** What a comparison of two facts tells of who calls. */
export function comparison(walk: Walk, operator: string, left: Fact, right: Fact): Fact {
  const [a, b] = [asText(left), asText(right)];
  const negative = operator.startsWith('!');
  const equality = /^[!=]==?$/.test(operator);
  if (a.kind === 'value' && b.kind === 'value') return factOf(evaluateBinary(operator, a.value, b.value));
  if ([a, b].some(({ kind }) => /^(caller|several)$/.test(kind))) return caller;
  const missed = [a, b].filter(({ kind }) => kind === 'absent');
  if (missed.length === 2) return caller;
  const counted = countOf(operator, a, b);
  if (counted !== undefined) return counted;
  if (missed.length === 1) {
    const other = a.kind === 'absent' ? b : a;
    if (equality) return { kind: 'truth', holds: isMissing(other) !== negative };
    return operator === '+' ? caller : { kind: 'truth', holds: false };
  }
  const proved: Fact = { kind: 'truth', holds: negative, secret: true };
  if (equality && (isKeptSecret(a, b) || isKeptSecret(b, a))) return proved;
  const guess = [a, b].find(({ kind }) => kind === 'guess');
  if (guess !== undefined) {
    if (!equality || !isSecretOf(walk, guess, guess === a ? b : a)) return open;
    return proved;
  }
  if (equality && [a, b].some(isMissing)) {
    const other = isMissing(a) ? b : a;
    if (/^(record|closure|request|response|next|headers|cookies|reply)$/.test(other.kind))
      return factOf(primitive(negative));
  }
  if (operator === 'instanceof' && a.kind === 'reply') return open;
  return follows([a, b].map((fact) => (fact.kind === 'reply' ? open : fact)));
}

type Side = readonly [node: Node, fact: Fact];

/** `token === settings.token`, which stands in the code until it is set: whoever runs the service may have set it. */
export function doubtKept(walk: Walk, left: Side, right: Side): void {
  for (const [[, sent], [node, kept]] of [
    [left, right],
    [right, left],
  ] as const)
    if (sent.kind === 'guess' && node.type === 'MemberExpression' && (textIn(kept) ?? '') !== '')
      walk.doubts.add(sent.name);
}
