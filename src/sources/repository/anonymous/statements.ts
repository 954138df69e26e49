import type { SyntaxNode } from '../languages/syntax.ts';
import type { Flow, Frame } from './flow.ts';
import { branch, choose, either, follow, isAsked, on, stopped } from './flow.ts';
import { answered } from './answers.ts';
import { ended, value } from './values.ts';

/** Conditions on something else than who is calling. */
const beside =
  /config|setting|env\b|environ|enabled|disabled|feature|option|except|skip|ignore|exclu|path|url|uri|route|method|ajax|json|debug|allow_?list|white_?list|\bis\(|in_array/i;

/** Where one of two ways is refused in so many words, what decides is the check itself. */
function refusing(frame: Frame, yes: (frame: Frame) => Flow, no: (frame: Frame) => Flow): Flow {
  const names = new Map(frame.names);
  const ways = [yes, no].map((way) => ({ way, flow: way({ ...frame, names: new Map(names) }) }));
  const [refused, other] =
    ways.filter(({ flow }) => isRefused(flow)).length === 1
      ? ways.toSorted((a, b) => Number(isRefused(b.flow)) - Number(isRefused(a.flow)))
      : [];
  if (refused === undefined || other === undefined) return choose(frame, 'unknown', yes, no);
  return branch(frame, true, [refused.way]);
}

const isRefused = ({ goesOn, handsOn, refuses, throws, returned }: Flow): boolean =>
  !goesOn && !handsOn && returned.length === 0 && (refuses || throws === 'asked');

/** Whether code of this text may end what is around it. */
const leaves = /\b(return|throw|raise|abort\w*|exit|die|panic|break|continue|next)\b/i;

export function runAll(frame: Frame, nodes: readonly SyntaxNode[]): Flow {
  let flow = on();
  let at = frame;
  for (const node of nodes) {
    if (!flow.goesOn) break;
    const told = runStatement(at, node);
    flow = follow(flow, () => told);
    if (told.asked && leaves.test(node.text) && !sendsOn(frame, node)) at = { ...at, asked: true };
  }
  return flow;
}

/** `if ($user) { return redirect('/home'); }`: whoever is known is sent on, and what follows is for all others. */
function sendsOn({ language, links }: Frame, node: SyntaxNode): boolean {
  const statement = language.statement(node);
  if (links === undefined || statement.kind !== 'branch' || statement.negative.length > 0) return false;
  const [only, ...more] = statement.positive;
  const left = only === undefined || more.length > 0 ? undefined : language.statement(only);
  return (
    left?.kind === 'return' &&
    left.value !== undefined &&
    /redirect/i.test(left.value.text) &&
    !/log-?_?(in|out)|sign-?_?(in|out)/i.test(left.value.text) &&
    statement.condition !== undefined &&
    isBare(language, statement.condition)
  );
}

/** The caller itself, and nothing else of it. */
function isBare(language: Frame['language'], node: SyntaxNode): boolean {
  const inner = language.expression(node);
  return inner.kind === 'inside' ? isBare(language, inner.of) : language.told(node, node.text) === 'absent';
}

/** The value of a condition. */
function asked(frame: Frame, condition: SyntaxNode | undefined): Flow {
  if (condition === undefined) return on();
  const told = value(frame, condition);
  const taken = told.value === 'unknown' ? frame.language.unsettled?.(condition) : undefined;
  return taken === undefined ? told : { ...told, value: taken };
}

function runStatement(frame: Frame, node: SyntaxNode): Flow {
  frame.budget.left -= 1;
  if (frame.budget.left < 0) return on();
  const statement = frame.language.statement(node);
  switch (statement.kind) {
    case 'branch': {
      const condition = asked(frame, statement.condition);
      const yes = (inner: Frame): Flow => runAll(inner, statement.positive);
      const no = (inner: Frame): Flow => runAll(inner, statement.negative);
      return follow(condition, () =>
        frame.strictly &&
        frame.links === undefined &&
        condition.value === 'unknown' &&
        !beside.test(statement.condition?.text ?? '')
          ? refusing(frame, yes, no)
          : choose(frame, condition.value, yes, no),
      );
    }
    case 'block':
      return runAll(frame, statement.statements);
    case 'return':
      return returned(frame, node, statement.value);
    case 'throw':
      if (thrown(frame, node)) return stopped({ throws: 'asked' });
      return stopped(statement.missing === true ? {} : { throws: 'otherwise' });
    case 'leave':
      return on();
    case 'try': {
      const body = runAll(tried(frame, statement.catches.length > 0), statement.body);
      if (statement.catches.length === 0) return body;
      if (body.throws === 'no') return mayFail(frame, body, statement.catches);
      const caught = branch(
        frame,
        body.throws === 'asked',
        statement.catches.map((each) => (inner: Frame) => runAll(inner, each)),
      );
      return either({ ...body, throws: 'no' }, caught);
    }
    case 'loop':
      return branch(frame, false, [(inner) => runAll(inner, statement.body), () => on()]);
    case 'switch': {
      const told = statement.on === undefined ? on() : value(frame, statement.on);
      return follow(told, () =>
        branch(
          frame,
          isAsked(told.value),
          [...statement.ways, []].map((way) => (inner: Frame) => runAll(inner, way)),
        ),
      );
    }
    case 'expression': {
      const told = value(frame, statement.expression);
      if (told.value === 'absent') narrows(frame, statement.expression);
      return told;
    }
    default:
      return on();
  }
}

/**
 * Nothing says that it fails: where its failure is answered by turning away whoever asks, perhaps it does for somebody
 * without credentials. Behind what the request was handed on to, an error is not of the check.
 */
function mayFail(frame: Frame, body: Flow, catches: readonly (readonly SyntaxNode[])[]): Flow {
  if (body.handsOn || frame.links !== undefined) return body;
  const apart = { ...frame, names: new Map(frame.names) };
  const caught = branch(
    apart,
    false,
    catches.map((each) => (inner: Frame) => runAll(inner, each)),
  );
  return isRefused(caught) ? either(body, caught) : body;
}

/** `$query->where('token', $token);`: what is kept under that name finds nothing from here on. */
function narrows({ links, language, names }: Frame, node: SyntaxNode): void {
  let [at, looks]: [SyntaxNode | undefined, boolean] = [node, false];
  while (links !== undefined && at !== undefined) {
    const told = language.expression(at);
    if (told.kind === 'name' && looks) names.set(told.name, 'absent');
    if (told.kind !== 'call') return;
    looks ||= (language.handler?.lookups(at) ?? []).length > 0;
    at = told.receiver;
  }
}

const tried = (frame: Frame, caught: boolean): Frame =>
  frame.links === undefined || !caught ? frame : { ...frame, links: { ...frame.links, tried: true } };

export const thrown = (frame: Frame, node: SyntaxNode): boolean =>
  frame.asked || frame.language.end(node, 'throw', frame.asked) === 'refuses';

function returned(frame: Frame, node: SyntaxNode, given: SyntaxNode | undefined): Flow {
  const chosen = given === undefined ? undefined : frame.language.expression(given);
  if (chosen?.kind === 'choose') {
    const { condition, positive = condition, negative } = chosen;
    const asked = value(frame, condition);
    const way = (answer: SyntaxNode) => (inner: Frame) => returned(inner, node, answer);
    return follow(asked, () => choose(frame, asked.value, way(positive), way(negative)));
  }
  const told = given === undefined ? on('absent') : value(frame, given);
  if (!told.goesOn) return told;
  if (frame.links !== undefined) return answered(frame, node, given, told);
  // Inside a function that a check calls, only its value comes back.
  const end = frame.language.end(given ?? node, 'return', frame.asked);
  if (end !== undefined && end !== 'may-refuse' && end !== 'throws')
    return { ...told, ...ended(end, frame.asked), goesOn: false };
  return {
    ...told,
    goesOn: false,
    returned: [...told.returned, given === undefined ? 'unknown' : told.value],
  };
}
