import type { Callee, Expression, Known, Language } from '../../anonymous/language.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { phpLanguage } from '../anonymous.ts';
import { listOf } from '../anonymous-syntax.ts';
import type { PhpBody } from '../body.ts';
import type { PhpClass } from '../classes.ts';
import { lineage } from '../codebase.ts';
import { isInclude } from '../includes.ts';
import { walkBody } from '../signs.ts';
import { callTypes, memberName, plainString, receiverOf, variableName } from '../syntax.ts';
import { calleeOf, classOfExpression, isGlobalIn, isOuter } from './callees.ts';
import type { Script } from './callees.ts';
import { callerProperties, callerVariables, hasGuests, readsCredential } from './callers.ts';
import { endsRequest } from './ends.ts';
import { fixedFor, holds } from './fixed.ts';
import type { Fixed } from './fixed.ts';

/** What was asked of the caller on the way: names of members, as far as they say more than who it is. */
export type Asked = Set<string>;

/** PHP of pages that are scripts: what they share by variables, what ends them, and what they keep of the caller. */
export function scriptLanguage(
  script: Script,
  body: PhpBody,
  asked: Asked,
  fixed: Fixed = new Map(),
): Language {
  const base = phpLanguage(script.machine.codebase, body);
  return {
    ...base,
    expression: (node) => expressionOf(node, base),
    told: (node, text) => {
      const decided = holds(node, fixed);
      if (decided !== undefined && node.type !== 'string' && node.type !== 'integer')
        return decided ? 'yes' : 'no';
      return ofCaller(script, body, asked, node) ?? (ofSession(node) ? undefined : base.told(node, text));
    },
    end: (node, place, isAsked) => {
      const called = callTypes.has(node.type) || isInclude(node);
      if (called && place === 'call' && endsRequest(script, body, node, fixed))
        // The end of a page that is taken in: all of it was shown.
        return isInclude(node) ? 'hands-on' : 'answers';
      if (place === 'return' && node.type !== 'exit_statement') return undefined;
      return base.end(node, place, isAsked);
    },
    callee: (node) => calleeIn(script, body, asked, node, fixed),
    // That some way is refused does not make what is not understood a check.
    unsettled: () => 'sent',
  };
}

function calleeIn(
  script: Script,
  body: PhpBody,
  asked: Asked,
  node: SyntaxNode,
  fixed: Fixed,
): Callee | undefined {
  if (!callTypes.has(node.type) && !isInclude(node)) return undefined;
  const inner = calleeOf(script, body, node);
  if (inner === undefined || inner.body === body.body || endsRequest(script, body, node, fixed))
    return undefined;
  const isOwn = /^(\$this->\w+\(|parent::|self::|static::)/.test(node.text);
  const within = isInclude(node) ? fixed : fixedFor(inner, node, fixed);
  return {
    statements: inner.body.type === 'program' ? inner.body.children : listOf(inner.body),
    // What is written out for a parameter is known of it by that.
    parameters: inner.parameters.map(({ name }) => (within.has(`$${name}`) ? '' : `$${name}`)),
    language: scriptLanguage(script, inner, asked, within),
    ...(isOwn ? { fields: '$this->' } : {}),
  };
}

/** `$x === true` is `$x`; an include runs what it takes in. */
function expressionOf(node: SyntaxNode, base: Language): Expression {
  if (isInclude(node)) return { kind: 'call', name: 'include', receiver: undefined, args: [] };
  if (node.type === 'print_intrinsic')
    return node.children[0] === undefined ? { kind: 'other' } : { kind: 'inside', of: node.children[0] };
  const told = base.expression(node);
  if (told.kind !== 'compare') return told;
  const truth = /^(true|false)$/i.exec(told.right.text)?.[0].toLowerCase();
  if (truth === undefined) return told;
  return { kind: (truth === 'true') === told.equal ? 'inside' : 'not', of: told.left };
}

const guest = /^(is_?)?(guest|anonymous)$/i;
const privileged =
  /adm(in|mod)|(^|_)(adm|mod|moderator|staff|super\w*|root|owner|operator)s?$|is_?logged|logged_?in|authenticated/i;
const identity = /^(id|uid|user_?id|user_?name|login|email|\w?_?group(_?id)?|g_id|role(_?id)?|level|type)$/i;

/** Members that say no more than who somebody is. */
const whoItIs = /^(id|uid|user_?(id|name))$/i;

/** What an expression says of whoever is not known. */
function ofCaller(script: Script, body: PhpBody, asked: Asked, node: SyntaxNode): Known | undefined {
  if (node.type === 'binary_expression') return ofComparison(script, body, asked, node);
  const member = callerMember(script, body, node);
  if (member === undefined) return undefined;
  const { key, guests } = member;
  if (key !== undefined && guest.test(key)) return 'present';
  if (key !== undefined && !whoItIs.test(key)) asked.add(key);
  if (!guests) return 'absent';
  if (key === undefined) return 'unknown';
  return privileged.test(key) ? 'absent' : identity.test(key) ? 'caller' : 'allowed';
}

/** Nobody is the person, or in the group, that is named; a level that is compared may be that of guests. */
function ofComparison(script: Script, body: PhpBody, asked: Asked, node: SyntaxNode): Known | undefined {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  const operator = inField(node, 'operator')?.text ?? '';
  if (left === undefined || right === undefined) return undefined;
  const members = [left, right].map((each) => callerMember(script, body, bare(each)));
  const at = members.findIndex((each) => each?.key !== undefined);
  const key = members[at]?.key;
  const isOrder = /^[<>]=?$/.test(operator);
  if (key === undefined)
    return isOrder && [left, right].some((each) => asksCaller(script, body, bare(each), 2))
      ? 'caller'
      : undefined;
  if (isOrder) {
    asked.add(key);
    return members[at]?.guests === true ? 'allowed' : 'caller';
  }
  if (!/^([!=]==?|<>)$/.test(operator) || !identity.test(key)) return undefined;
  const other = at === 0 ? right : left;
  if (/^(''|""|0|null)$/i.test(other.text)) return undefined;
  if (!whoItIs.test(key)) asked.add(key);
  const isGuest = /guest|anonymous|nobody/i.test(other.text);
  return operator.startsWith('=') === isGuest ? 'present' : 'absent';
}

/** Whether an expression, or what it calls, looks at the caller. */
export function asksOfCaller(script: Script, body: PhpBody, node: SyntaxNode): boolean {
  let found = false;
  walkBody(node, (each) => {
    found ||= callerMember(script, body, each) !== undefined || asksCaller(script, body, each, 2);
  });
  return found;
}

/** The same of what a call runs. */
function asksCaller(script: Script, body: PhpBody, node: SyntaxNode, depth: number): boolean {
  const inner = callTypes.has(node.type) ? calleeOf(script, body, node) : undefined;
  let found = false;
  if (inner !== undefined)
    walkBody(inner.body, (each) => {
      found ||=
        callerMember(script, inner, each) !== undefined ||
        (depth > 0 && asksCaller(script, inner, each, depth - 1));
    });
  return found;
}

const bare = (node: SyntaxNode): SyntaxNode =>
  node.type === 'parenthesized_expression' && node.children[0] !== undefined ? bare(node.children[0]) : node;

interface Member {
  /** Undefined: the caller itself. */
  readonly key: string | undefined;
  /** Those who are not known have a record too. */
  readonly guests: boolean;
}

function callerMember(script: Script, body: PhpBody, node: SyntaxNode): Member | undefined {
  const name = variableName(node);
  if (name !== undefined)
    return isCallerVariable(script, body, name)
      ? { key: undefined, guests: hasGuests(script.machine.codebase, name) }
      : undefined;
  if (node.type === 'subscript_expression') {
    const [of, key] = node.children;
    if (of?.text === '$_SESSION')
      return readsCredential(node.text) && !apart.test(node.text)
        ? { key: plainString(key), guests: false }
        : undefined;
    const owner = of === undefined ? undefined : callerMember(script, body, of);
    return owner === undefined ? undefined : { ...owner, key: plainString(key) ?? owner.key };
  }
  if (node.type !== 'member_access_expression') return undefined;
  const receiver = receiverOf(node);
  const key = memberName(node);
  if (receiver === undefined || key === undefined) return undefined;
  const owner = callerMember(script, body, receiver);
  if (owner !== undefined) return { ...owner, key };
  const declared = receiver.text === '$this' ? body.class : classOfExpression(script, body, receiver);
  return declared !== undefined && isCallerProperty(script, declared, key)
    ? { key, guests: false }
    : undefined;
}

/** What a session keeps besides of whoever it belongs to. */
const apart = /csrf|token|captcha|cart|flash|lang|message|error|redirect|return/i;

/** What a session keeps is told by its key alone, also where it is asked whether it is there. */
const ofSession = (node: SyntaxNode): boolean => /^((isset|empty)\(\s*)?\$_SESSION\s*\[/.test(node.text);

const isCallerVariable = (script: Script, body: PhpBody, name: string): boolean =>
  (isOuter(body) || isGlobalIn(body, name)) && callerVariables(script).has(name);

const isCallerProperty = ({ machine: { codebase } }: Script, declared: PhpClass, name: string): boolean =>
  lineage(codebase, declared).some((each) => callerProperties(each).has(name));
