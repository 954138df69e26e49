import type { Node, Statement } from 'oxc-parser';
import type { Guard } from '../../../model/api.ts';
import { originOf } from '../javascript/parse.ts';
import { lookup } from '../javascript/scope.ts';
import { dottedName, isFunctionNode, plainKey, statementsIn, walk } from '../javascript/syntax.ts';
import type { FunctionValue, Value } from '../javascript/value.ts';
import { kindByName } from './guards.ts';
import type { JudgedGuard } from './routing.ts';
import { isLoginPage, signsIn } from './signs.ts';

type Kind = Guard['kind'];

/**
 * Checks that a handler makes itself before anything else can happen: statements of its own level that end the request
 * for callers without a credential. A check inside a branch does not count, and nothing behind the first answer does.
 */
export function handlerChecks(handler: FunctionValue, depth = 0): readonly JudgedGuard[] {
  const { body } = handler.node;
  if (body === null) return [];
  const made = new Map<string, string>();
  const found: JudgedGuard[] = [];
  const add = (name: string, kind: Kind, node: Node): void => {
    const guard = { name, kind, requires: [], origin: originOf(handler.file, node) };
    found.push({ guard, resolved: true, conditional: false, passes: false });
  };
  if (body.type !== 'BlockStatement') {
    const wrapper = wrapperIn(body);
    if (wrapper !== undefined) add(wrapper.name, wrapper.kind, body);
    return found;
  }
  for (const statement of ownLevel(body.body)) {
    for (const { call, names } of callsOf(statement)) {
      const name = dottedName(call.callee)?.split('.').at(-1) ?? '';
      for (const each of names) made.set(each, name);
      const kind = throwingKind(handler, call);
      if (kind !== undefined) add(name, kind, call);
      else if (depth < deepest) found.push(...checksOfCallee(handler, call, depth));
    }
    if (statement.type === 'ReturnStatement') {
      const wrapper = statement.argument === null ? undefined : wrapperIn(statement.argument);
      if (wrapper !== undefined) add(wrapper.name, wrapper.kind, statement);
      break;
    }
    if (statement.type !== 'IfStatement') continue;
    const kind = rejectedKind(statement, made);
    if (kind !== undefined) add(checkName(statement.test, made), kind, statement);
  }
  return found;
}

/** Functions inside each other that are looked into. */
const deepest = 3;

/** What a function of the target that is handed the request checks of its own: `await requireRecentLogin(request)`. */
function checksOfCallee(handler: FunctionValue, call: Made['call'], depth: number): readonly JudgedGuard[] {
  const [first] = call.arguments;
  const takesRequest =
    first === undefined ||
    (first.type === 'Identifier' && /^(req|request|event|ctx|context|headers|cookies)$/.test(first.name));
  const value = call.callee.type === 'Identifier' ? lookup(handler.scope, call.callee.name) : undefined;
  if (!takesRequest || value?.kind !== 'function' || value.node === handler.node) return [];
  return handlerChecks(value, depth + 1);
}

/** Names of functions that prepare or describe something of authentication and check nothing. */
export const settingUp = /context|metadata|provider|config|label|log|url|handler$/i;

/** `return authenticated({ request, handler })`: what answers is handed to a check, which calls it or not. */
function wrapperIn(node: Node): { readonly name: string; readonly kind: Kind } | undefined {
  const call = callIn(node);
  const name = call === undefined ? undefined : dottedName(call.callee)?.split('.').at(-1);
  const kind = name === undefined ? undefined : kindByName(name);
  if (
    call === undefined ||
    name === undefined ||
    settingUp.test(name) ||
    (kind !== 'authentication' && kind !== 'authorisation')
  )
    return undefined;
  const takesHandler = call.arguments.some(
    (argument) =>
      isFunctionNode(argument) ||
      (argument.type === 'ObjectExpression' &&
        argument.properties.some(
          (property) =>
            property.type === 'Property' &&
            plainKey(property.key, property.computed) === 'handler' &&
            isFunctionNode(property.value),
        )),
  );
  return takesHandler ? { name, kind } : undefined;
}

/** Statements that run for every request, those of a `try` included. */
const ownLevel = (statements: readonly Statement[]): readonly Statement[] =>
  statements.flatMap((each) => (each.type === 'TryStatement' ? ownLevel(each.block.body) : [each]));

interface Made {
  readonly call: Extract<Node, { type: 'CallExpression' }>;
  /** Variables that hold what it gave. */
  readonly names: readonly string[];
}

function callsOf(statement: Statement): readonly Made[] {
  if (statement.type === 'ExpressionStatement') {
    const call = callIn(statement.expression);
    if (call !== undefined) return [{ call, names: [] }];
    const { expression } = statement;
    if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'Identifier') return [];
    const right = callIn(expression.right);
    return right === undefined ? [] : [{ call: right, names: [expression.left.name] }];
  }
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) => {
    const call = init === null ? undefined : callIn(init);
    return call === undefined ? [] : [{ call, names: namesIn(id) }];
  });
}

function callIn(node: Node): Made['call'] | undefined {
  switch (node.type) {
    case 'AwaitExpression':
      return callIn(node.argument);
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return callIn(node.expression);
    case 'CallExpression':
      return node;
    default:
      return undefined;
  }
}

function namesIn(pattern: Node): readonly string[] {
  const names: string[] = [];
  walk(pattern, (node) => {
    if (node.type === 'TSTypeAnnotation') return false;
    if (node.type === 'Identifier') names.push(node.name);
  });
  return names;
}

const aboutSession = /session|user|viewer|member|admin/i;
export const insisting = /^(require|ensure|assert|enforce|protect|must|guard)/i;

/** A call that throws for callers it does not know: seen in its body, else told by its name. */
function throwingKind(handler: FunctionValue, call: Made['call']): Kind | undefined {
  const name = dottedName(call.callee);
  const last = name?.split('.').at(-1);
  if (name === undefined || last === undefined) return undefined;
  const named = kindByName(last);
  const value = name.includes('.') ? undefined : lookup(handler.scope, name);
  if (value?.kind === 'function') {
    const kind = throwsIn(value, insisting.test(last) ? named : undefined);
    if (named === 'authorisation' || named === 'authentication')
      return kind === undefined ? undefined : named;
    return insisting.test(last) || aboutSession.test(last) ? kind : undefined;
  }
  const isOwn = value !== undefined && !isForeign(value);
  if (isOwn || !insisting.test(last)) return undefined;
  return named === 'authentication' || named === 'authorisation' ? named : undefined;
}

const isForeign = ({ kind }: Value): boolean => kind === 'library' || kind === 'unknown' || kind === 'result';

/**
 * What a function throws for: an error that says "not known" or "not allowed", a redirect to the login, or to anywhere
 * from a function whose name insists on a user.
 */
function throwsIn({ node }: FunctionValue, insists: Kind | undefined): Kind | undefined {
  let kind: Kind | undefined;
  if (node.body === null) return undefined;
  walk(node.body, (child) => {
    const thrown =
      child.type === 'ThrowStatement'
        ? child.argument
        : child.type === 'ExpressionStatement' && isThrowingCall(child.expression)
          ? child.expression
          : undefined;
    if (thrown === undefined) return;
    const away = /(^|\.)redirect$/.test(dottedName(callIn(thrown)?.callee ?? thrown) ?? '');
    kind = kind ?? kindOf(thrown) ?? (away ? insists : undefined);
  });
  return kind;
}

/** Calls of Next.js and SvelteKit that never return. */
const isThrowingCall = (node: Node): boolean =>
  /^(redirect|unauthorized|forbidden|error)$/.test(dottedName(callIn(node)?.callee ?? node) ?? '');

function kindOf(node: Node): Kind | undefined {
  const signs = signsIn(node);
  if (signs.rejectsUnknown) return 'authentication';
  if (signs.rejectsForbidden) return 'authorisation';
  return isLoginPage(node) ? 'authentication' : undefined;
}

const credentialName =
  /session|user|auth|logged_?in|signed_?in|token|account|member|actor|viewer|permission|role|admin|api_?key|secret|signature|access|allowed|authori|^can[A-Z]/i;
/** A switch of the product, or how an object may be reached, says nothing of who calls. */
const featureName =
  /enabled|disabled|(access|auth|share|sharing|link)_?(type|mode|kind|method|strategy|provider)|feature|licen[cs]e|plan$|quota|config|supported|csrf|captcha|nonce|host|origin|domain|referr|user_?agent|ip_?(address|list)/i;

export const tellsCaller = (name: string): boolean => credentialName.test(name) && !featureName.test(name);

/** `if (!session) return 401`: the branch always leaves, says why, and its test is about who calls. */
function rejectedKind(
  { test, consequent }: Extract<Statement, { type: 'IfStatement' }>,
  made: ReadonlyMap<string, string>,
): Kind | undefined {
  const last = statementsIn(consequent).at(-1);
  if (last === undefined) return undefined;
  const tested = identifiersIn(test);
  if (!isAboutCaller(test, made)) return undefined;
  if (
    last.type === 'ReturnStatement' &&
    last.argument?.type === 'Identifier' &&
    tested.includes(last.argument.name)
  ) {
    const kind = kindByName(made.get(last.argument.name) ?? '');
    return kind === 'authentication' || kind === 'authorisation' ? kind : undefined;
  }
  const leaves =
    last.type === 'ReturnStatement' ||
    last.type === 'ThrowStatement' ||
    (last.type === 'ExpressionStatement' && isThrowingCall(last.expression));
  return leaves ? kindOf(consequent) : undefined;
}

/** Every part of an "and" has to be about the caller: otherwise other requests are let through. */
function isAboutCaller(test: Node, made: ReadonlyMap<string, string>): boolean {
  if (test.type === 'LogicalExpression' && test.operator === '&&')
    return isAboutCaller(test.left, made) && isAboutCaller(test.right, made);
  return identifiersIn(test).some((name) => tellsCaller(made.get(name) ?? name));
}

function identifiersIn(test: Node): readonly string[] {
  const names: string[] = [];
  walk(test, (node) => {
    if (node.type === 'Identifier') names.push(node.name);
    if (node.type === 'MemberExpression') names.push(plainKey(node.property, node.computed) ?? '');
  });
  return names;
}

/** The call whose outcome is tested, else the name that is. */
function checkName(test: Node, made: ReadonlyMap<string, string>): string {
  const names = identifiersIn(test);
  const source = names.flatMap((name) => made.get(name) ?? [])[0];
  return source ?? names.find(tellsCaller) ?? 'check';
}
