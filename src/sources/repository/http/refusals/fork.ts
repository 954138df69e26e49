import type { Node } from 'oxc-parser';
import { dottedName, plainKey, walk as visit } from '../../javascript/syntax.ts';
import { tellsCaller } from '../handler-checks.ts';
import type { Decision, Fact } from './fact.ts';
import { decide, either, isMissing, open } from './fact.ts';
import type { Written } from './names.ts';
import { keep, takeBack } from './names.ts';
import type { Ending, Frame, Walk } from './walk.ts';

/** What one way of a condition did. */
interface Branch {
  readonly written: readonly Written[];
  readonly endings: readonly Ending[];
  readonly returns: readonly Fact[];
  readonly thrown: readonly Fact[];
  readonly stopped: Walk['stopped'];
  readonly fact: Fact;
}

/** A condition of which nothing is known is about the caller when its words say so. */
export function decisionOf(test: Node, fact: Fact): Decision {
  const decision = decide(fact);
  if (fact.kind === 'open' && names(test, (name) => ofAll.test(name)))
    return { ...decision, by: 'other', unsure: true };
  return fact.kind === 'open' && aboutCaller(test) ? { ...decision, by: 'caller' } : decision;
}

function aboutCaller(test: Node): boolean {
  if (test.type === 'LogicalExpression' && test.operator === '&&')
    return aboutCaller(test.left) && aboutCaller(test.right);
  if (test.type === 'LogicalExpression' && test.operator === '||')
    return aboutCaller(test.left) || aboutCaller(test.right);
  if (test.type === 'UnaryExpression') return aboutCaller(test.argument);
  if (/^(config\w*|settings?|env|process|features?|flags?)\./i.test(dottedName(test) ?? '')) return false;
  return names(test, tellsCaller);
}

/** Whether there are any at all is asked of those who keep users, not of who calls: `isThereAUser`, `userCount`. */
const ofAll =
  /^(is_?)?there_?(is|are)?_?(an?y?_?)?(user|admin|account|member)|any_?(user|admin|account|member)s?$|(user|admin|account|member)s?_?count$|^(has|no)_?(users|admins|accounts)$/i;

function names(test: Node, fits: (name: string) => boolean): boolean {
  let found = false;
  visit(test, (node) => {
    if (node.type === 'Identifier') found ||= fits(node.name);
    if (node.type === 'MemberExpression') found ||= fits(plainKey(node.property, node.computed) ?? '');
  });
  return found;
}

/** Walks one way of a condition or both; a fork without a name is no reason for what follows; where who calls decides, the way that turns away is taken. */
export function fork(
  walk: Walk,
  frame: Frame,
  { holds, by, sent, unsure, secret, name }: Decision & { readonly name: string },
  yes: () => Fact,
  no: () => Fact,
): Fact {
  // What was thrown in the condition itself ends both ways.
  if (walk.stopped !== 'no') return open;
  if (holds !== undefined) {
    const depth = walk.reasons.length;
    if (by !== 'other') walk.reasons.push({ by, name, ...(secret && { secret }) });
    if (by === 'absent') walk.lacked = true;
    const fact = holds ? yes() : no();
    walk.reasons.length = depth;
    return fact;
  }
  const [first, second] = [yes, no].map((way) =>
    branch(
      walk,
      frame,
      name === '' ? undefined : { by, name, ...(sent && { sent }), ...(unsure && { unsure }) },
      way,
    ),
  );
  if (first === undefined || second === undefined) return open;
  if (by !== 'other') {
    const [a, b] = [first, second].map((each) => turnsAway(walk, frame, each));
    if (a !== b) return settle(walk, frame, [a === true ? first : second]);
  }
  return settle(walk, frame, [first, second]);
}

/** The way that is taken when the block around a `try` did not end by what was thrown in it. */
export function attempt(walk: Walk, frame: Frame, stopped: Walk['stopped'], body: () => void): void {
  walk.stopped = 'no';
  const handled = branch(walk, frame, undefined, () => {
    body();
    return open;
  });
  settle(walk, frame, [handled, { written: [], endings: [], returns: [], thrown: [], stopped, fact: open }]);
}

function branch(
  walk: Walk,
  frame: Frame,
  reason: Walk['reasons'][number] | undefined,
  way: () => Fact,
): Branch {
  const depth = walk.reasons.length;
  const marks = [walk.log.length, walk.endings.length, frame.returns.length] as const;
  const around = walk.caught.at(-1);
  const thrown = around?.length ?? 0;
  if (reason !== undefined) walk.reasons.push(reason);
  const fact = way();
  walk.reasons.length = depth;
  const { stopped } = walk;
  walk.stopped = 'no';
  return {
    written: takeBack(walk.log, marks[0]),
    endings: walk.endings.splice(marks[1]),
    returns: frame.returns.splice(marks[2]),
    thrown: around?.splice(thrown) ?? [],
    stopped,
    fact,
  };
}

function settle(walk: Walk, frame: Frame, ways: readonly Branch[]): Fact {
  for (const { endings, returns, thrown } of ways) {
    walk.endings.push(...endings);
    frame.returns.push(...returns);
    walk.caught.at(-1)?.push(...thrown);
  }
  const going = ways.filter(({ stopped }) => stopped === 'no');
  const left = ways.filter(({ stopped }) => stopped === 'return');
  const [first, second] = going.length > 0 ? going : left;
  const answers = going.length === 1 && left.length === 1 && !frame.top ? left[0] : undefined;
  const answered = answers?.written.filter(({ own }) => own === walk.answered) ?? [];
  if (first !== undefined)
    keep(walk.log, first.written, second?.written ?? (answered.length > 0 ? answered : undefined));
  if (going.length === 0) walk.stopped = left.length > 0 ? 'return' : 'throw';
  return first === undefined ? open : second === undefined ? first.fact : either(first.fact, second.fact);
}

/** Whether a way of a condition about the caller ends the request, or gives what stands for nobody. */
function turnsAway(
  walk: Walk,
  frame: Frame,
  { endings, returns, thrown, stopped, written }: Branch,
): boolean {
  if (stopped === 'no' || endings.some(({ kind }) => kind === 'passed')) return false;
  if (endings.some(({ kind }) => kind === 'refused')) return true;
  if (thrown.some((fact) => fact.kind === 'reply' && fact.refusal.counts)) return true;
  const answered = written.find(({ own, name }) => own === walk.answered && name === 'answer')?.fact;
  if (answered?.kind === 'reply') return answered.refusal.counts;
  if (frame.top || returns.length === 0) return false;
  if (returns.every((fact) => fact.kind === 'reply' && fact.refusal.counts)) return true;
  return walk.calls.some((name) => tellsCaller(name)) && returns.every(standsForNobody);
}

const standsForNobody = (fact: Fact): boolean =>
  isMissing(fact) ||
  fact.kind === 'absent' ||
  fact.kind === 'reply' ||
  (fact.kind === 'value' && fact.value.kind === 'primitive' && fact.value.value === false) ||
  (fact.kind === 'record' &&
    [...fact.fields].some(
      ([key, each]) =>
        /^(ok|success|valid|user|session|authenticated|data)$/.test(key) && standsForNobody(each),
    ));
