import type { Callee, End, Known, Language } from '../../anonymous/language.ts';
import { runAsUnderstood } from '../../anonymous/run.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { listOf } from '../anonymous-syntax.ts';
import { phpLanguageWithin } from '../anonymous.ts';
import type { PhpBody } from '../body.ts';
import { calledMethod, implementationsOf, reachedBodies } from '../called-methods.ts';
import type { PhpCodebase } from '../codebase.ts';
import { signsOf } from '../signs.ts';
import { bound } from '../certain-calls.ts';
import { certainly } from '../certain.ts';
import type { Asking, Place } from '../certain.ts';
import { callTypes, memberName, receiverOf, writtenArguments } from '../syntax.ts';
import { textOf, truth } from '../value.ts';

const decided =
  /^(binary_expression|unary_op_expression|variable_name|(nullsafe_)?member_access_expression|parenthesized_expression)$/;

/** PHP that runs before a handler, for one route: what it asks of the route is answered as the route says it. */
export function certainLanguage(asking: Asking, place: Place): Language {
  const { codebase } = asking.machine;
  const { body } = place;
  const inside = (inner: PhpBody, node: SyntaxNode): Language =>
    certainLanguage(
      { ...asking, depth: asking.depth + 1, running: [...asking.running, inner.body] },
      { body: inner, variables: bound(asking, inner, givenTo(asking, place, node)) },
    );
  const base = phpLanguageWithin(codebase, body, (inner) =>
    certainLanguage(asking, { body: inner, variables: new Map() }),
  );
  const callee = (node: SyntaxNode): Callee | undefined => {
    const found = base.callee(node);
    const inner = found === undefined ? undefined : calledMethod(codebase, body, node);
    return found === undefined || inner === undefined ? found : { ...found, language: inside(inner, node) };
  };
  return {
    ...base,
    statement: (node) => (programming.test(node.text) ? { kind: 'nothing' } : base.statement(node)),
    callee,
    told: (node, text) => answer(asking, place, node) ?? base.told(node, text),
    end: (node, way, asked) =>
      answered(node, asked) ?? severalWays(asking, place, node, inside) ?? base.end(node, way, asked),
  };
}

/** Errors of the program itself, which nobody gets for who they are. */
const programming =
  /^throw new \\?((Domain|Length|Range|Overflow|Underflow|Logic)Exception|OutOf\w+Exception|Bad(Method|Function)Call\w*)\b/;

const givenTo = (asking: Asking, place: Place, node: SyntaxNode): Parameters<typeof bound>[2] =>
  writtenArguments(node).map((each) => ({
    ...(each.name === undefined ? {} : { name: each.name }),
    value: certainly(asking, each.node, place),
    node: each.node,
  }));

const credential = /authori[sz]ation|token|secret|signature|session|(^|[-_])\w*key$/i;

function answer(asking: Asking, place: Place, node: SyntaxNode): Known | undefined {
  const isCall = callTypes.has(node.type);
  if (!isCall && !decided.test(node.type)) return undefined;
  // Whatever the header is called: somebody without credentials sends none.
  if (isCall && /^(get|has)$/.test(memberName(node) ?? '') && receiverOf(node)?.text.endsWith('->headers')) {
    const [first] = writtenArguments(node);
    const name = first === undefined ? undefined : textOf(certainly(asking, first.node, place));
    if (name !== undefined && credential.test(name)) return 'absent';
  }
  const known = truth(certainly(asking, node, place));
  return known === undefined ? undefined : known ? 'yes' : 'no';
}

const refusing =
  /\b(40[13]|UNAUTHORIZED|FORBIDDEN)\b|log-?_?in|sign-?_?in|unauthori[sz]ed|unauthenticated|forbidden|denied/i;

/** `$event->setResponse(…)`: the handler is not asked any more. */
function answered(node: SyntaxNode, asked: boolean): End | undefined {
  if (!callTypes.has(node.type) || !/^set(Response|Controller)$/.test(memberName(node) ?? ''))
    return undefined;
  if (receiverOf(node)?.text !== '$event') return undefined;
  return asked || refusing.test(node.text.slice(0, 300)) ? 'refuses' : 'answers';
}

const deepest = 4;

/** One of several classes does it: what each of them makes of the request counts. */
function severalWays(
  asking: Asking,
  place: Place,
  node: SyntaxNode,
  inside: (inner: PhpBody, node: SyntaxNode) => Language,
): End | undefined {
  const { codebase } = asking.machine;
  if (!callTypes.has(node.type) || asking.depth > deepest) return undefined;
  if (calledMethod(codebase, place.body, node) !== undefined) return undefined;
  const all = implementationsOf(codebase, place.body, node);
  if (all.length < 2) return undefined;
  const ways = all.filter(({ body }) => !asking.running.includes(body));
  if (ways.length === 0) return undefined;
  const told = ways
    .slice(0, 8)
    .map((each) =>
      mayTurnAway(codebase, each) === undefined
        ? 'passes'
        : runAsUnderstood(inside(each, node), listOf(each.body), { endHandsOn: true }),
    );
  if (told.every((each) => each === 'refused')) return 'refuses';
  return told.some((each) => each === 'refused' || each === 'perhaps') ? 'may-refuse' : undefined;
}

/** How code, with what it runs, turns somebody away for who it is; undefined: it does not. */
export function mayTurnAway(
  codebase: PhpCodebase,
  body: PhpBody,
): 'authentication' | 'authorisation' | undefined {
  const signs = reachedBodies(codebase, body).map((each) => signsOf(codebase, each));
  if (signs.some(({ rejectsUnknown }) => rejectsUnknown)) return 'authentication';
  const looks = signs.some(({ readsCredential }) => readsCredential);
  return looks && signs.some(({ rejectsForbidden }) => rejectsForbidden) ? 'authorisation' : undefined;
}
