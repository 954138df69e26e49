import type { Guard } from '../../../model/api.ts';
import { runAnonymously, runAsUnderstood } from '../anonymous/run.ts';
import { kindByName } from '../http/guards.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { phpLanguage } from './anonymous.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { deniesNobody } from './denials.ts';
import { judged } from './guards.ts';
import { turnsAway } from './handler-words.ts';
import { ownCallee, signsOf, walkBody } from './signs.ts';
import { callTypes, memberName, plainString, receiverOf, writtenArguments } from './syntax.ts';
import { originAt } from './value.ts';

type Kind = Guard['kind'];

/** Whether what a call asks for may be granted to somebody who is not known at all. */
export type MayGrant = (call: SyntaxNode) => boolean;

/** Checks that a handler makes itself before anything else can happen: statements of its body that throw. */
export function bodyGuards(
  codebase: PhpCodebase,
  body: PhpBody,
  mayGrant: MayGrant = () => false,
): readonly JudgedGuard[] {
  const statements = body.body.type === 'compound_statement' ? ownLevel(body.body.children) : [];
  const answers = statements.findIndex(mayAnswer);
  const own = statements.flatMap((statement, at) =>
    checkOfStatement(codebase, body, { statement, before: statements.slice(0, at), mayGrant }).map((check) =>
      answers >= 0 && answers < at ? { ...check, conditional: true } : check,
    ),
  );
  const handed = own.length > 0 || answers >= 0 ? undefined : handedTo(codebase, body, statements.at(-1));
  return handed === undefined ? own : bodyGuards(codebase, handed, mayGrant);
}

/** Another handler of the same object that does the work: `$this->index($id);`, as the last thing that is done. */
function handedTo(codebase: PhpCodebase, body: PhpBody, last: SyntaxNode | undefined): PhpBody | undefined {
  const [call] = last?.children ?? [];
  if (call?.type !== 'member_call_expression' || !/^(expression|return)_statement$/.test(last?.type ?? ''))
    return undefined;
  const inner = ownCallee(codebase, body, call);
  return inner?.method?.visibility === 'public' && inner.body !== body.body ? inner : undefined;
}

/** Statements that run for every request, those of a last `try` included: nothing is left to do where it throws. */
export const ownLevel = (statements: readonly SyntaxNode[]): readonly SyntaxNode[] =>
  statements.flatMap((each, at) =>
    each.type === 'try_statement' && at === statements.length - 1
      ? ownLevel(inField(each, 'body')?.children ?? [])
      : [each],
  );

/** Somebody may be answered here with more than that something is wrong: no check behind it is for everybody. */
function mayAnswer(statement: SyntaxNode): boolean {
  if (statement.type === 'return_statement' || !/\breturn\b/.test(statement.text)) return false;
  const inner = (node: SyntaxNode): boolean =>
    /^(anonymous_function|arrow_function|match_expression)/.test(node.type) || handsBack(node)
      ? false
      : node.type === 'return_statement'
        ? !turnsAway(node.children[0] ?? node, true)
        : node.children.some(inner);
  return inner(statement);
}

/** `if ($found instanceof Response) { return $found; }`: what a helper gave in place of what was asked for. */
function handsBack(node: SyntaxNode): boolean {
  const [, name] = /^\{?\s*return (\$\w+);\s*\}?$/.exec(inField(node, 'body')?.text ?? '') ?? [];
  const condition = inField(node, 'condition')?.text ?? '';
  return (
    node.type === 'if_statement' &&
    name !== undefined &&
    inField(node, 'alternative') === undefined &&
    (condition.startsWith(`(${name} = `) ||
      new RegExp(`^\\(\\${name} instanceof \\w*Response\\)`).test(condition))
  );
}

const asUser = /(\$request|request\(\))->user\(\)|(\\?Auth::|auth\(\)->)(user|check|id)\(\)/;

interface Abort {
  readonly statement: SyntaxNode;
  readonly call: SyntaxNode;
  /** Statements of the body in front of it. */
  readonly before: readonly SyntaxNode[];
}

/** Which check `abort_if(condition, status)` is. One that forbids something to everybody alike is none. */
function abortedAs(
  codebase: PhpCodebase,
  body: PhpBody,
  { statement, call, before }: Abort,
): Kind | undefined {
  const args = inField(call, 'arguments')?.text ?? '';
  // `abort_if(!$request->user(), 404)`: nobody gets past, whichever status hides what is there.
  const [condition, status] = writtenArguments(call).map(({ node }) => node.text);
  const hides = /^404$|NOT_FOUND$/.test(status ?? '') && asUser.test(condition ?? '');
  const isFirst = ![...before, statement].some(({ text }) => /\breturn\b/.test(text));
  if (hides && isFirst && refusesNobody(codebase, body, statement, [])) return 'authentication';
  if (/\b401\b|UNAUTHORIZED/.test(args) && keepsOutNobody(codebase, body, statement, before))
    return 'authentication';
  return /\b403\b|FORBIDDEN/.test(args) && refusesNobody(codebase, body, statement, before)
    ? 'authorisation'
    : undefined;
}

const asks = /^(authorize|authorizeforuser|denyaccessunlessgranted|authorizeresource)$/i;

function asksIn({ body }: PhpBody): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walkBody(body, (node) => {
    if (callTypes.has(node.type) && asks.test(memberName(node) ?? '')) found.push(node);
  });
  return found;
}

function checkOfStatement(
  codebase: PhpCodebase,
  body: PhpBody,
  {
    statement,
    before,
    mayGrant,
  }: {
    readonly statement: SyntaxNode;
    readonly before: readonly SyntaxNode[];
    readonly mayGrant: MayGrant;
  },
): readonly JudgedGuard[] {
  if (statement.type === 'if_statement') {
    const found = checkOfCondition(body, statement);
    return found.length > 0 ? found : deniesNobody(codebase, body, statement);
  }
  if (statement.type !== 'expression_statement') return [];
  const call = calledIn(statement.children[0]);
  const name = call === undefined ? undefined : memberName(call);
  if (call === undefined || name === undefined) return [];
  const origin = originAt(body.file, call);
  const requires = writtenArguments(call).flatMap(({ node }) => plainString(node) ?? []);
  const receiver = receiverOf(call)?.text ?? '';
  if (asks.test(name) && /^(\$this|Gate|\\?Gate)$|Gate$/.test(receiver))
    return [
      judged(name, 'authorisation', origin, {
        requires: requires.slice(0, 1),
        conditional: mayGrant(call),
      }),
    ];
  if (/^abort_(if|unless)$/.test(name)) {
    const kind = abortedAs(codebase, body, { statement, call, before });
    return kind === undefined ? [] : [judged(name, kind, origin)];
  }
  const inner = ownCallee(codebase, body, call);
  if (inner === undefined || inner.body === body.body) return [];
  const signs = signsOf(codebase, inner);
  const named = kindByName(name);
  if (!signs.canReject || named === undefined) return [];
  if (signs.rejectsForbidden) {
    const conditional = asksIn(inner).some(mayGrant);
    return [judged(name, 'authorisation', origin, { requires: requires.slice(0, 1), conditional })];
  }
  if (signs.rejectsUnknown) return [judged(name, 'authentication', origin)];
  return named === 'authorisation' || named === 'authentication'
    ? [judged(name, named, origin, { requires })]
    : [];
}

/** Whether a statement ends the request of somebody without credentials, with what variables were given before it. */
function refusesNobody(
  codebase: PhpCodebase,
  body: PhpBody,
  statement: SyntaxNode,
  before: readonly SyntaxNode[],
): boolean {
  const given = before.filter(({ children: [first] }) => first?.type === 'assignment_expression');
  const told = runAsUnderstood(phpLanguage(codebase, body), [...given, statement], { endHandsOn: true });
  return told === 'refused';
}

/** The same where what is asked is not understood, but is the check itself: `abort_unless($this->fits($key), 401)`. */
function keepsOutNobody(
  codebase: PhpCodebase,
  body: PhpBody,
  statement: SyntaxNode,
  before: readonly SyntaxNode[],
): boolean {
  const given = before.filter(({ children: [first] }) => first?.type === 'assignment_expression');
  return (
    runAnonymously(phpLanguage(codebase, body), [...given, statement], { endHandsOn: true }) === 'refused'
  );
}

function calledIn(node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node === undefined) return undefined;
  if (callTypes.has(node.type)) return node;
  return node.type === 'assignment_expression' ? calledIn(inField(node, 'right')) : undefined;
}

/** The place where somebody signs in asks for the password, which is no check of who asks. */
const signsIn = /attempt\w*\(|->once\(|validateCredentials|password|log_?in\(|->login/i;

/** `if (!auth()->check()) { abort(403); }`: a condition on the user whose branch ends the request with 401 or 403. */
function checkOfCondition(body: PhpBody, statement: SyntaxNode): readonly JudgedGuard[] {
  const condition = inField(statement, 'condition')?.text ?? '';
  const inner = inField(statement, 'body')?.text ?? '';
  const asksUser =
    /auth\(\)|Auth::|\$_SESSION|isGranted|->user\(|getUser\(|isLogged|is_user_logged_in|current_user_can|isGuest|->can\(|Gate::(denies|allows|none|any|check)|userCan|isAuthenticated|login[./]validate/;
  if (
    !/^\(\s*(!|\$?\w+\s*===?\s*(null|false)|.*(isGuest|guest\(\)|denies|cannot|===?\s*null|empty\(\s*\$_SESSION))/s.test(
      condition,
    )
  )
    return [];
  if (!asksUser.test(condition) || signsIn.test(condition)) return [];
  const origin = originAt(body.file, statement);
  if (
    /\b401\b|UNAUTHORIZED|Unauthori[sz]ed|AuthenticationException|login/i.test(inner) &&
    /abort|throw|return|exit|die|header|redirect/i.test(inner)
  )
    return [judged('check in the handler', 'authentication', origin)];
  if (
    /\b403\b|FORBIDDEN|AccessDenied|AuthorizationException/i.test(inner) &&
    /abort|throw|return|exit|die/i.test(inner)
  )
    return [judged('check in the handler', 'authorisation', origin)];
  return [];
}
