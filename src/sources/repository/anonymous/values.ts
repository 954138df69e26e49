import type { SyntaxNode } from '../languages/syntax.ts';
import type { Flow, Frame } from './flow.ts';
import { because, runCallee } from './callees.ts';
import { compared, ofSome } from './comparing.ts';
import { isComputed, provedByDigest } from './computed.ts';
import { provedInConstantTime } from './constant-time.ts';
import { choose, follow, inverse, isAsked, isSet, on, stopped } from './flow.ts';
import type { End, Expression, Known } from './language.ts';
import { lookedUp, provesPage, readOf } from './link-secrets.ts';
import { thrown } from './statements.ts';

export const ended = (end: Exclude<End, 'may-refuse' | 'throws'>, asked: boolean): Partial<Flow> =>
  end === 'hands-on' ? { handsOn: true } : end === 'refuses' || asked ? { refuses: true } : { answers: true };

export function value(frame: Frame, node: SyntaxNode): Flow {
  const flow = valueOf(frame, node);
  return frame.strictly && flow.value === 'caller' ? { ...flow, value: 'absent' } : flow;
}

function valueOf(frame: Frame, node: SyntaxNode): Flow {
  frame.budget.left -= 1;
  if (frame.budget.left < 0) return on();
  const { language } = frame;
  const read = readOf(frame, node);
  if (read !== undefined) return on(read);
  // What was put there by the code itself is no longer what came with the request.
  const put = node.text.length < 100 ? frame.names.get(node.text) : undefined;
  if (put !== undefined) return on(put);
  const told = node.text.length < 300 ? language.told(node, node.text) : undefined;
  if (told === 'absent') frame.links?.callers.add(node.text);
  if (told !== undefined) return on(told);
  const expression = language.expression(node);
  switch (expression.kind) {
    case 'not': {
      const inner = value(frame, expression.of);
      return { ...inner, value: inverse[inner.value] };
    }
    case 'and':
    case 'or':
      return logical(frame, expression);
    case 'compare':
      return compare(frame, node, expression);
    case 'choose': {
      const condition = value(frame, expression.condition);
      return follow(condition, () =>
        choose(
          frame,
          condition.value,
          (inner) =>
            expression.positive === undefined ? on(condition.value) : value(inner, expression.positive),
          (inner) => value(inner, expression.negative),
        ),
      );
    }
    case 'inside':
      return value(frame, expression.of);
    case 'assign': {
      const inner = value(frame, expression.value);
      // What is noted on a way that was taken because of who is calling tells of that.
      const told = frame.links !== undefined && frame.asked ? because(inner.value) : inner.value;
      for (const name of expression.targets) frame.names.set(name, told);
      for (const name of expression.inverse ?? []) frame.names.set(name, inverse[told]);
      return inner;
    }
    case 'name':
      return named(frame, expression);
    case 'nothing':
      return on('no');
    case 'true':
      return on('yes');
    case 'call':
      return called(frame, node, expression);
    case 'throw':
      return stopped({ throws: thrown(frame, node) ? 'asked' : 'otherwise' });
    case 'parts':
      return frame.links === undefined ? on() : parts(frame, expression.of);
    default:
      return on();
  }
}

/** What one side is where it decides alone: false for `and`, true for `or`, as far as it is told apart. */
function ending(left: Known, kind: 'and' | 'or'): Known {
  const isFalse = kind === 'and';
  switch (left) {
    case 'caller':
    case 'allowed':
    case 'some':
      return isFalse ? 'absent' : 'present';
    case 'unknown':
    case 'setting':
      return isFalse ? 'no' : 'yes';
    default:
      return left;
  }
}

/** A member of nobody is nothing; one of whoever calls depends on them. */
function ofMember(frame: Frame, name: string): Known {
  const of = frame.names.get(name.split(/\??\.|\?->|->|::/)[0] ?? '') ?? 'unknown';
  return of === 'absent' || of === 'caller' || isSet(of) ? of : 'unknown';
}

function logical(
  frame: Frame,
  {
    kind,
    left,
    right,
  }: { readonly kind: 'and' | 'or'; readonly left: SyntaxNode; readonly right: SyntaxNode },
): Flow {
  const told = value(frame, left);
  let rest: Known = 'unknown';
  const more = (inner: Frame): Flow => {
    const flow = value(inner, right);
    rest = flow.value;
    return flow;
  };
  // One side ends it only where it is false, or true.
  const done = (): Flow => on(ending(told.value, kind));
  return follow(told, () => {
    const flow =
      kind === 'and' ? choose(frame, told.value, more, done) : choose(frame, told.value, done, more);
    // `$isMember || setting('open')`
    if (flow.value === 'setting' && isAsked(told.value)) return { ...flow, value: 'allowed' };
    if (told.value === 'some' && flow.goesOn) return { ...flow, value: ofSome(kind, flow.value) };
    // Nobody gets past by who it is, and perhaps by the other side; or being nobody alone does not decide.
    const isOpen = kind === 'or' || rest === 'present';
    // What is asked besides may hold for some: `room.locked && !user`.
    if (frame.strictly && isOpen && told.value === 'unknown' && flow.value === 'caller')
      return { ...flow, value: kind === 'and' ? 'some' : 'unknown' };
    // What stands for a caller who is not there is not understood, unless it is nobody either.
    if (kind === 'and' || told.value !== 'absent') return flow;
    if (frame.links !== undefined && flow.value === 'no') return { ...flow, value: 'absent' };
    return flow.value === 'unknown' && !frame.strictly ? { ...flow, value: 'caller' } : flow;
  });
}

function compare(
  frame: Frame,
  node: SyntaxNode,
  { equal, left, right }: { readonly equal: boolean; readonly left: SyntaxNode; readonly right: SyntaxNode },
): Flow {
  const one = value(frame, left);
  return follow(one, () => {
    const other = value(frame, right);
    const sides = [
      [left, one.value],
      [right, other.value],
    ] as const;
    const ofPath = pathAsked(frame, node, [one.value, other.value]);
    if (ofPath !== undefined) return { ...other, value: equal ? ofPath : inverse[ofPath] };
    const proved = provedInConstantTime(frame, node, sides);
    if (proved === undefined && provedByDigest(frame, sides))
      return { ...other, value: equal ? 'absent' : 'present' };
    return { ...other, value: proved ?? compared(equal, one.value, other.value) };
  });
}

/** What is asked of the path of the request, where the language knows it. */
const pathAsked = ({ language }: Frame, node: SyntaxNode, sides: readonly Known[]): Known | undefined =>
  sides.includes('path') ? language.ofPath?.(node, sides) : undefined;

/** These change nothing of what is set. */
const casts = /^((bool|int|str)val|filter_var|strtolower|trim)$/i;
const asksForNobody = /^(is_?)?(guest|anonymous|nobody)$/i;

function called(
  frame: Frame,
  node: SyntaxNode,
  { name, receiver, args }: Extract<Expression, { readonly kind: 'call' }>,
): Flow {
  const { language } = frame;
  let flow = receiver === undefined ? on() : value(frame, receiver);
  const of = flow.value;
  const given: Known[] = [];
  for (const arg of args) {
    flow = follow(flow, () => value(frame, arg));
    given.push(flow.value);
  }
  if (!flow.goesOn) return flow;
  // What only proves that a page of this application was read before is no secret of a link.
  if (frame.links !== undefined && provesPage.test(name)) return { ...flow, value: 'unknown' };
  const sides = args.map((arg, at) => [arg, given[at] ?? 'unknown'] as const);
  const proved = provedInConstantTime(frame, node, sides);
  if (proved !== undefined) return { ...flow, value: proved };
  // Whoever stands for somebody who is not there is a guest, however that is kept.
  if (asksForNobody.test(name) && (of === 'absent' || of === 'caller')) return { ...flow, value: 'present' };
  const callee = language.callee(node);
  if (callee !== undefined && frame.running.length < 7 && !frame.running.includes(callee.statements))
    return follow(flow, () => {
      const ran = runCallee(frame, callee, of, given);
      const ofPath = ran.value === 'unknown' ? pathAsked(frame, node, [of, ...given]) : undefined;
      if (ofPath !== undefined) return { ...ran, value: ofPath };
      return ran.value === 'unknown' && frame.links !== undefined && isComputed(name)
        ? { ...ran, value: digestOf(given) }
        : ran;
    });
  const ofPath = pathAsked(frame, node, [of, ...given]);
  if (ofPath !== undefined) return { ...flow, value: ofPath };
  const looked =
    frame.links === undefined ? undefined : lookedUp(frame, frame.links, { node, name, of, given });
  if (looked !== undefined) return { ...flow, ...looked };
  const end = language.end(node, 'call', frame.asked);
  if (end === 'may-refuse') return { ...flow, refuses: true, value: 'caller' };
  if (end === 'throws') return { ...flow, throws: 'asked', goesOn: false };
  if (end !== undefined) return { ...flow, ...ended(end, frame.asked), goesOn: false };
  // What is done with nobody gives nobody; what depends on the caller still does.
  const all = [of, ...given];
  if (all.includes('allowed')) return { ...flow, value: 'allowed' };
  if (all.includes('caller')) return { ...flow, value: 'caller' };
  if (of === 'some') return { ...flow, value: 'some' };
  if (of === 'absent' || given.includes('absent')) return { ...flow, value: 'absent' };
  if (frame.links !== undefined && isComputed(name)) return { ...flow, value: digestOf(given) };
  if (given.includes('setting') && casts.test(name)) return { ...flow, value: 'setting' };
  return { ...flow, value: 'unknown' };
}

/** A digest of a secret that nothing belongs to belongs to nothing either. */
const digestOf = (given: readonly Known[]): Known => (given.includes('wrong') ? 'wrong' : 'computed');

/** Parts of a list or a text: a secret makes what it is part of another one. */
function parts(frame: Frame, nodes: readonly SyntaxNode[]): Flow {
  let flow = on();
  const found: Known[] = [];
  for (const node of nodes) {
    flow = follow(flow, () => value(frame, node));
    found.push(flow.value);
  }
  const whole = (['wrong', 'absent', 'caller', 'sent'] as const).find((each) => found.includes(each));
  return { ...flow, value: whole === 'absent' ? 'wrong' : (whole ?? 'unknown') };
}

function named(
  frame: Frame,
  { name, of }: { readonly name: string; readonly of?: SyntaxNode | undefined },
): Flow {
  const known = frame.names.get(name);
  if (known !== undefined) return on(known);
  if (of === undefined) return on(ofMember(frame, name));
  const owner = value(frame, of);
  return owner.value === 'absent' || owner.value === 'caller' || isSet(owner.value)
    ? owner
    : { ...owner, value: 'unknown' };
}
