import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { call } from './calls.ts';
import type { Flow, Frame, Known } from './state.ts';
import { asks, goOn, isFalsy, isTruthy, joinedValue, negated, andThen } from './state.ts';
import { choose, runStatement } from './statements.ts';
import { parameterRead, secretAt } from './secrets.ts';
import { credential, holder, linkToken } from './words.ts';

export function evaluate(frame: Frame, node: SyntaxNode): Flow {
  const at = credentialAt(frame, node);
  if (at !== undefined) return goOn(at);
  switch (node.type) {
    case 'call':
    case 'identifier':
    case 'super':
      return node.type === 'identifier' && frame.locals.has(node.text)
        ? goOn(frame.locals.get(node.text))
        : call(frame, node);
    case 'instance_variable':
    case 'class_variable':
      return held(frame, node.text);
    case 'assignment':
    case 'operator_assignment':
      return assign(frame, node);
    case 'binary':
      return binary(frame, node);
    case 'unary': {
      const inner = evaluate(frame, inField(node, 'operand') ?? node);
      const isNot = /^(!|not\b)/.test(node.text);
      return isNot ? { ...inner, value: negated(inner.value) } : inner;
    }
    case 'element_reference': {
      const of = evaluate(frame, inField(node, 'object') ?? node);
      return { ...of, value: of.value === 'unknown' ? 'unknown' : of.value };
    }
    case 'true':
      return goOn('yes');
    case 'false':
    case 'nil':
      return goOn('no');
    case 'array':
    case 'hash':
    case 'pair':
    case 'argument_list':
    case 'string':
    case 'interpolation':
      return inside(frame, node);
    case 'if':
    case 'unless':
    case 'conditional':
    case 'if_modifier':
    case 'unless_modifier':
    case 'begin':
    case 'case':
    case 'parenthesized_statements':
    case 'return':
    case 'next':
    case 'rescue_modifier':
      return runStatement(frame, node);
    default:
      return goOn();
  }
}

/** Where nothing was put into a variable for the caller, nobody is there. */
function held({ shared, secrets }: Frame, name: string): Flow {
  const known = shared.get(name) ?? (holder.test(name) ? 'nil' : 'unknown');
  if (known === 'nil' && holder.test(name)) secrets.held.add(name);
  return goOn(known);
}

function credentialAt(frame: Frame, node: SyntaxNode): Known | undefined {
  if (!/^(call|element_reference|identifier)$/.test(node.type) || node.text.length > 200) return undefined;
  if (node.type === 'call' && /[!]$/.test(inField(node, 'method')?.text ?? '')) return undefined;
  if (node.type === 'call' && inField(node, 'block') !== undefined) return undefined;
  const { text } = node;
  const known = frame.shared.get(text);
  if (known !== undefined) return known;
  // What is asked of a credential is a call like others.
  if (/[\])\w]\s*&?\.\w+\??$/.test(text) && inField(node, 'receiver') !== undefined) {
    const of = inField(node, 'receiver')?.text ?? '';
    if (
      of !== 'session' &&
      credential.test(of) &&
      !/^(request|headers|env|cookies|request\.\w+|cookies\.\w+)$/.test(of)
    )
      return undefined;
  }
  const isCredential = credential.test(text) && !/omniauth/.test(text);
  const secret = secretAt(frame, node);
  if (secret !== undefined) return isCredential && frame.secrets.sent === 'right' ? 'nil' : secret;
  if (isCredential) {
    if (!text.startsWith('ENV')) frame.secrets.callers.add(text.slice(0, 60));
    return 'nil';
  }
  const of = node.type === 'call' ? inField(node, 'receiver') : undefined;
  if (of !== undefined && parameterRead(of) !== undefined) return undefined;
  if (!linkToken.test(text)) return undefined;
  return frame.tokens && text.startsWith('params') ? 'nil' : 'caller';
}

/** The parts of a literal; one that is made of a credential is as wrong as that. */
function inside(frame: Frame, node: SyntaxNode): Flow {
  let flow = goOn();
  let value: Known = 'unknown';
  for (const child of node.children) {
    flow = andThen(flow, () => evaluate(frame, child));
    if (asks(flow.value)) value = flow.value === 'caller' ? 'caller' : 'bogus';
  }
  return { ...flow, value };
}

function assign(frame: Frame, node: SyntaxNode): Flow {
  const [target, given] = [inField(node, 'left'), inField(node, 'right')];
  if (target === undefined || given === undefined) return goOn();
  const keeps = /\|\|=/.test(node.text.slice(target.text.length, target.text.length + 8));
  const before = keeps ? valueOf(frame, target) : 'nil';
  if (keeps && isTruthy(before)) return goOn(before);
  const told = evaluate(frame, given);
  const value = keeps && !isFalsy(before) ? joinedValue(before, told.value) : told.value;
  for (const each of target.type === 'left_assignment_list' ? target.children : [target])
    set(frame, each, value);
  return { ...told, value };
}

const valueOf = (frame: Frame, target: SyntaxNode): Known =>
  target.type === 'identifier'
    ? (frame.locals.get(target.text) ?? 'nil')
    : (frame.shared.get(target.text) ?? 'nil');

function set(frame: Frame, target: SyntaxNode, value: Known): void {
  if (target.type === 'identifier') frame.locals.set(target.text, value);
  else if (target.text.length < 80) frame.shared.set(target.text.replace(/^self\./, ''), value);
}

function binary(frame: Frame, node: SyntaxNode): Flow {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const operator = inField(node, 'operator')?.text ?? '';
  if (left === undefined || right === undefined) return goOn();
  const told = evaluate(frame, left);
  if (operator === '&&' || operator === 'and')
    return andThen(told, () =>
      choose(
        frame,
        told.value,
        (inner) => evaluate(inner, right),
        // Only what does not hold ends it.
        () => goOn(told.value === 'unknown' ? 'no' : told.value),
      ),
    );
  if (operator === '||' || operator === 'or')
    return andThen(told, () =>
      choose(
        frame,
        told.value,
        () => goOn(told.value === 'unknown' ? 'yes' : told.value),
        (inner) => instead(told.value, evaluate(inner, right), right),
      ),
    );
  return andThen(told, () => {
    const other = evaluate(frame, right);
    const value = compared(operator, told.value, other.value, right);
    if (asks(value) && right.type !== 'nil') frame.secrets.now.looked = true;
    return { ...other, value };
  });
}

/** `headers['Authorization'] || ''`: what stands for a credential that is not there is none. */
const instead = (absent: Known, flow: Flow, { type }: SyntaxNode): Flow =>
  flow.value !== 'unknown' || !asks(absent)
    ? flow
    : { ...flow, value: /^(string|integer|hash|array)$/.test(type) ? 'bogus' : 'caller' };

function compared(operator: string, one: Known, other: Known, right: SyntaxNode): Known {
  if (!asks(one) && !asks(other)) return 'unknown';
  if (one === 'caller' || other === 'caller') return 'caller';
  if (/^(==|===|=~|eql\?)$/.test(operator)) return right.type === 'nil' ? 'true' : 'false';
  if (/^(!=|!~)$/.test(operator)) return right.type === 'nil' ? 'false' : 'true';
  return /^[<>]=?$/.test(operator) ? 'false' : 'bogus';
}
