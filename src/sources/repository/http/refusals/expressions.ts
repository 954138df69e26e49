import type { Node } from 'oxc-parser';
import { typeOfGlobal } from '../../javascript/globals.ts';
import { unary } from '../../javascript/operators.ts';
import { dottedName, isFunctionNode, plainKey } from '../../javascript/syntax.ts';
import { primitive, unknown } from '../../javascript/value.ts';
import { assignment } from './assignments.ts';
import { callOf, construct } from './calls.ts';
import { comparison, doubtKept } from './comparisons.ts';
import { keptOfConnection } from './connections.ts';
import type { Fact } from './fact.ts';
import {
  caller,
  decide,
  factOf,
  follows,
  input,
  isMissing,
  missing,
  notSent,
  open,
  textIn,
  unsetValue,
} from './fact.ts';
import { decisionOf, fork } from './fork.ts';
import { comparesKept } from './kept-passwords.ts';
import { memberOf } from './members.ts';
import { factNamed, globalNamed } from './names.ts';
import { isSecretCookie } from './request.ts';
import { raise } from './walk.ts';
import type { Frame, Walk } from './walk.ts';
import { spend } from './walk.ts';

/** What an expression gives for a request without credentials. */
export function evaluate(walk: Walk, node: Node, frame: Frame): Fact {
  if (!spend(walk)) return open;
  if (isFunctionNode(node))
    return { kind: 'closure', node, file: frame.file, names: frame.names, self: frame.self };
  switch (node.type) {
    case 'Literal':
      if ('regex' in node) return open;
      return factOf(primitive(plain(node.value)));
    case 'Identifier':
      return node.name === 'undefined'
        ? missing
        : (factNamed(frame.names, node.name, walk.message) ?? globalNamed(node.name));
    case 'ThisExpression':
      return frame.self;
    case 'MemberExpression':
      return member(walk, node, frame);
    case 'CallExpression':
      return callOf(walk, node, frame);
    case 'NewExpression':
      return construct(walk, node, frame);
    case 'AwaitExpression':
    case 'SpreadElement':
      return evaluate(walk, node.argument, frame);
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return evaluate(walk, node.expression, frame);
    case 'SequenceExpression':
      return node.expressions.map((each) => evaluate(walk, each, frame)).at(-1) ?? open;
    case 'ObjectExpression':
      return objectOf(walk, node, frame);
    case 'ArrayExpression':
      return {
        kind: 'record',
        open: false,
        fields: new Map(
          node.elements.map((each, at) => [
            String(at),
            each === null ? missing : evaluate(walk, each, frame),
          ]),
        ),
      };
    default:
      return operation(walk, node, frame);
  }
}

const plain = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

function operation(walk: Walk, node: Node, frame: Frame): Fact {
  switch (node.type) {
    case 'LogicalExpression':
      return logical(walk, node, frame);
    case 'ConditionalExpression': {
      const decision = decisionOf(node.test, evaluate(walk, node.test, frame));
      const way = (part: Node) => (): Fact => evaluate(walk, part, frame);
      const name = dottedName(node.test) ?? 'check';
      const given = fork(walk, frame, { ...decision, name }, way(node.consequent), way(node.alternate));
      // `header ? header.slice(7) : null` is the credential again.
      return decision.by === 'absent' && isEmpty(given) ? notSent : given;
    }
    case 'UnaryExpression': {
      const word = node.operator === 'typeof' ? typeOfFree(walk, node.argument, frame) : undefined;
      if (word !== undefined) return factOf(primitive(word));
      const fact = evaluate(walk, node.argument, frame);
      if (node.operator === '!') return negation(fact);
      if (fact.kind === 'value') return factOf(unary(node.operator, fact.value));
      if (node.operator === 'typeof' && fact.kind === 'absent') return factOf(primitive('undefined'));
      return fact.kind === 'guess' ? open : follows([fact]);
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node;
      const [a, b] = [evaluate(walk, left, frame), evaluate(walk, right, frame)];
      const equality = /^[!=]==?$/.test(operator);
      if (equality) doubtKept(walk, [left, a], [right, b]);
      if (equality && walk.verb === undefined && isPreflight(left, a, right, b))
        return factOf(primitive(operator.startsWith('!')));
      return equality && comparesKept(walk, [left, right], [a, b])
        ? { kind: 'truth', holds: operator.startsWith('!') }
        : comparison(walk, operator, a, b);
    }
    case 'AssignmentExpression':
      return assignment(walk, node, frame);
    case 'TemplateLiteral': {
      const parts = node.expressions.map((each) => evaluate(walk, each, frame));
      return follows(parts.map((part) => (part.kind === 'absent' ? caller : part)));
    }
    case 'ImportExpression': {
      const from = textIn(evaluate(walk, node.source, frame));
      return from === undefined ? open : factOf(walk.machine.importFrom(from, frame.file.path));
    }
    case 'TaggedTemplateExpression':
      return evaluate(walk, node.quasi, frame);
    default:
      return open;
  }
}

/** `header ?? ''`: nothing stands for the credential that was not sent. */
const isEmpty = (fact: Fact): boolean => isMissing(fact) || textIn(fact) === '';

/** What a name of the platform is that no declaration hides. */
const typeOfFree = (walk: Walk, node: Node, { names }: Frame): string | undefined =>
  node.type === 'Identifier' && factNamed(names, node.name, walk.message) === undefined
    ? typeOfGlobal(node.name)
    : undefined;

/** `req.method === 'OPTIONS'`, where the route tells no method: what a browser asks beforehand is not what is served. */
const isPreflight = (left: Node, a: Fact, right: Node, b: Fact): boolean =>
  (textIn(b) === 'OPTIONS' && dottedName(left)?.endsWith('.method') === true) ||
  (textIn(a) === 'OPTIONS' && dottedName(right)?.endsWith('.method') === true);

function negation(fact: Fact): Fact {
  const { holds, by, secret } = decide(fact);
  if (holds !== undefined)
    return by === 'other'
      ? factOf(primitive(!holds))
      : { kind: 'truth', holds: !holds, ...(secret && { secret }) };
  if (by !== 'other') return caller;
  if (fact.kind === 'several') return open;
  // Whether a setting is missing says nothing of who calls, whatever it is called.
  if (fact.kind === 'value' && fact.value.kind === 'unknown' && fact.value.configured) {
    const unset = unsetValue(fact);
    return factOf(
      unknown('a setting that is missing', {
        configured: true,
        ...(unset !== undefined && { unset: !unset }),
      }),
    );
  }
  return fact.kind === 'guess' ? input : follows([fact]);
}

function logical(walk: Walk, node: Extract<Node, { type: 'LogicalExpression' }>, frame: Frame): Fact {
  const { operator, left, right } = node;
  const fact = evaluate(walk, left, frame);
  const decision = decisionOf(left, fact);
  const name = dottedName(left) ?? 'check';
  const ends =
    operator === '??'
      ? nullish(fact)
      : decision.holds === undefined
        ? undefined
        : decision.holds === (operator === '||');
  if (ends === true) return fact;
  let settled: Fact | undefined;
  const other = (): Fact => {
    const given = evaluate(walk, right, frame);
    if (operator !== '??' && decide(given).holds === (operator === '||')) settled = given;
    return given;
  };
  if (ends === false) {
    const given = fork(walk, frame, { holds: true, by: decision.by, name }, other, () => open);
    return fact.kind === 'absent' && isEmpty(given) ? fact : given;
  }
  const second = fork(
    walk,
    frame,
    { holds: undefined, by: decision.by, name },
    operator === '||' || operator === '??' ? () => fact : other,
    operator === '||' || operator === '??' ? other : () => fact,
  );
  // Whatever the left side is, `x && false` is false.
  return settled ?? joined(operator, fact, second);
}

/**
 * `flag && !user` stays open where the flag is: a refusal depends on both. Whoever may send the flag may leave it out.
 * `flag || !user` does not.
 */
function joined(operator: string, left: Fact, whole: Fact): Fact {
  if (operator !== '&&') return whole;
  const undecided = /^(open|input|guess|value)$/.test(left.kind) && decide(left).holds === undefined;
  const unset = unsetValue(left);
  if (!undecided || unset === true || !/^(caller|truth|absent)$/.test(whole.kind)) return whole;
  if (unset === false) return factOf(primitive(false));
  return /^(open|value)$/.test(left.kind) ? { kind: 'open', unsure: true } : left;
}

/** Whether the left side of `??` is what counts; undefined where that is open. */
export function nullish(fact: Fact): boolean | undefined {
  if (isMissing(fact) || fact.kind === 'absent') return false;
  if (/^(caller|input|guess|open|several)$/.test(fact.kind)) return undefined;
  return fact.kind === 'value' && /^(unknown|choice|result|library)$/.test(fact.value.kind)
    ? undefined
    : true;
}

function member(walk: Walk, node: Extract<Node, { type: 'MemberExpression' }>, frame: Frame): Fact {
  const base = evaluate(walk, node.object, frame);
  const kept = node.computed ? keptOfConnection(walk, node.object, node.property, frame) : undefined;
  if (kept !== undefined) return kept;
  // Outside of a `try` the server answers with an error of its own, which refuses nobody by design.
  if (!node.optional && walk.caught.length > 0 && (base.kind === 'absent' || isMissing(base)))
    raise(walk, base);
  const named = node.computed ? evaluate(walk, node.property, frame) : undefined;
  // What a list of those who signed in keeps for nobody.
  if (named !== undefined && (named.kind === 'absent' || isMissing(named)) && base.kind !== 'request')
    return named;
  const key = named === undefined ? plainKey(node.property, node.computed) : textIn(named);
  if (key !== undefined) return memberOf(walk, base, key, node, frame);
  if (base.kind === 'request') return input;
  // `req.cookies[lucia.sessionCookieName]`: what it is kept under is not known, what it is called tells it.
  if (base.kind === 'cookies' && isSecretCookie(dottedName(node.property) ?? '')) return notSent;
  return base.kind === 'headers' ? caller : follows([base]);
}

function objectOf(walk: Walk, node: Extract<Node, { type: 'ObjectExpression' }>, frame: Frame): Fact {
  const fields = new Map<string, Fact>();
  let isOpen = false;
  for (const property of node.properties) {
    const fact = evaluate(
      walk,
      property.type === 'SpreadElement' ? property.argument : property.value,
      frame,
    );
    if (property.type === 'SpreadElement') {
      if (fact.kind === 'record') for (const [key, each] of fact.fields) fields.set(key, each);
      if (fact.kind !== 'record' || fact.open) isOpen = true;
      if (fact.kind === 'absent' || fact.kind === 'caller') fields.set('...', caller);
    } else {
      const key = plainKey(property.key, property.computed);
      if (key === undefined) isOpen = true;
      else fields.set(key, fact);
    }
  }
  return { kind: 'record', fields, open: isOpen };
}
