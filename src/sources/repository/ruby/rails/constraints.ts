import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { lineageOf } from '../code.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, option } from '../syntax.ts';
import type { Draw, Place } from './place.ts';
import { originIn } from '../../languages/syntax.ts';
import { unread } from './unread.ts';

const signed =
  /current_user|user_signed_in|authenticated\?|\.admin\?|warden|session\[|signed_in|logged_in|cookies/;

/** By its name it is about what is asked for, not about who asks. */
const aboutRequest = /format|host|domain|version|locale|api|path|slug|ip|mobile|browser|bot|json|html/i;

/** A constraint that asks who is calling: nobody else reaches the route. One on hosts or formats guards nothing. */
export function guardOfConstraint(draw: Draw, call: Call, place: Place): JudgedGuard | undefined {
  const given = call.name === 'constraints' ? call.args[0] : option(call, 'constraints', 'constraint');
  if (given === undefined || given.type === 'hash') return undefined;
  const name =
    constantName(given) ||
    constantName(callOf(given)?.receiver) ||
    (given.type === 'lambda' || given.type === 'call' ? 'constraint' : given.text.slice(0, 40));
  const text = bodyOf(draw, given, name);
  const isElsewhere = /^[A-Z]/.test(name) && draw.code.find(name, '').length === 0;
  if (isElsewhere && !aboutRequest.test(name)) return unread(name, place.file, call.node);
  if (!signed.test(text)) return undefined;
  const kind = /admin|role|permission|can\?/.test(text) ? 'authorisation' : 'authentication';
  const named = kindByName(name);
  return {
    guard: {
      name,
      kind: named === 'authentication' || named === 'authorisation' ? named : kind,
      requires: [],
      origin: originIn(place.file, call.node),
    },
    resolved: true,
    conditional: false,
    passes: false,
  };
}

function bodyOf(draw: Draw, given: SyntaxNode, name: string): string {
  const openings = name === 'constraint' ? [] : draw.code.find(name, '');
  if (openings.length === 0) return given.text;
  return lineageOf(draw.code, openings)
    .openings.map(({ node }) => node.text)
    .join('\n');
}

export function signedInGuard(call: Call, place: Place): JudgedGuard {
  const [first, second] = call.args;
  const name = first === undefined ? 'user' : first.text.replace(/^:/, '');
  const asks = second?.type === 'lambda' || option(call, 'if') !== undefined;
  return {
    guard: {
      name: `${call.name} ${name}`,
      kind: asks ? 'authorisation' : 'authentication',
      requires: [],
      origin: originIn(place.file, call.node),
    },
    resolved: true,
    conditional: false,
    passes: false,
  };
}
