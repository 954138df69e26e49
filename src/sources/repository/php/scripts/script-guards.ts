import type { Guard } from '../../../../model/api.ts';
import { flowOf, runAnonymously } from '../../anonymous/run.ts';
import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { listOf } from '../anonymous-syntax.ts';
import type { PhpBody } from '../body.ts';
import { judged } from '../guards.ts';
import { isInclude } from '../includes.ts';
import { walkBody } from '../signs.ts';
import { callTypes, memberName, plainString, receiverOf, variableName, writtenArguments } from '../syntax.ts';
import { originAt } from '../value.ts';
import { bodyOfFile, calleeOf, classOfVariable, filesOf, includedFile } from './callees.ts';
import type { Script } from './callees.ts';
import { callerVariables } from './callers.ts';
import { endsStatement } from './ends.ts';
import { asksOfCaller, scriptLanguage } from './script-language.ts';

type Kind = Guard['kind'];

/**
 * Checks that stand before the rest of a script, in it or in what it takes in: each statement is run for somebody who is
 * not known, into the functions and methods that it calls. Where only some ways are refused, or a check is behind a way
 * that was served already, the check is conditional.
 */
export function scriptGuards(script: Script, statements: readonly SyntaxNode[]): readonly JudgedGuard[] {
  const found: JudgedGuard[] = [];
  let isServed = false;
  for (const { body, statement } of inOrder(script, bodyOfFile(script.file), statements, 0)) {
    const guard = knownGuard(script, body, statement);
    if (guard !== undefined) found.push(isServed ? { ...guard, conditional: true } : guard);
    else isServed ||= serves(script, body, statement);
  }
  return found;
}

interface Placed {
  readonly body: PhpBody;
  readonly statement: SyntaxNode;
}

const deepest = 5;

/** Statements of the script, with those of a file in the place where it is taken in. */
function inOrder(
  script: Script,
  body: PhpBody,
  statements: readonly SyntaxNode[],
  depth: number,
): readonly Placed[] {
  return statements.flatMap((statement): readonly Placed[] => {
    const [node] = statement.children;
    if (statement.type !== 'expression_statement' || node === undefined || !isInclude(node))
      return [{ body, statement }];
    const inner = includedFile(script, body.file, node);
    if (inner === undefined) return [{ body, statement }];
    return inner === body.file || depth > deepest
      ? []
      : inOrder(script, bodyOfFile(inner), inner.root.children, depth + 1);
  });
}

const judgedBefore = new WeakMap<SyntaxNode, Map<string, JudgedGuard | undefined>>();

/** Many pages take in the same file: what a statement of it does is the same where its variables are. */
function knownGuard(script: Script, body: PhpBody, statement: SyntaxNode): JudgedGuard | undefined {
  if (body.file === script.file) return guardOf(script, body, statement);
  const known = judgedBefore.get(statement) ?? new Map<string, JudgedGuard | undefined>();
  judgedBefore.set(statement, known);
  const objects = new Set([...statement.text.matchAll(/\$(\w+)->/g)].map(([, name]) => name ?? ''));
  const classes = [...objects].map((name) => `${name} ${classOfVariable(script, name)?.name}`);
  const key = [...callerVariables(script), ...classes].join();
  if (!known.has(key)) known.set(key, guardOf(script, body, statement));
  return known.get(key);
}

function guardOf(script: Script, body: PhpBody, statement: SyntaxNode): JudgedGuard | undefined {
  if (!/^(if|expression|switch|try|echo)_statement$/.test(statement.type)) return undefined;
  if (statement.type === 'expression_statement' && !/[(]|\b(include|require)/.test(statement.text))
    return undefined;
  const asked = new Set<string>();
  const language = scriptLanguage(script, body, asked);
  const flow = flowOf(language, [statement], { endHandsOn: true }, false);
  const origin = originAt(body.file, statement);
  if (flow === undefined)
    return { ...judged('code that is too long to follow', 'other', origin), resolved: false };
  const call = calledIn(statement.children[0]);
  const name = call === undefined ? undefined : memberName(call);
  if (!flow.refuses && flow.throws !== 'asked')
    return call === undefined ? undefined : unseen(script, body, call, origin);
  const told = runAnonymously(language, [statement], { endHandsOn: true });
  if (told !== 'refused' && isBeside(script, body, statement)) return undefined;
  const given = call === undefined ? [] : writtenArguments(call).flatMap(({ node }) => stringsIn(node));
  const text = inField(statement, 'condition')?.text ?? statement.text;
  const rights = given.length > 0 ? given : [...asked].filter((key) => isRight(key, text)).toSorted();
  const kind = kindOf(name, statement, rights);
  return judged(name ?? 'check of who asks', kind, origin, {
    requires: kind === 'authorisation' ? rights : [],
    conditional: told !== 'refused',
  });
}

/** Whether somebody is known at all. */
const known =
  /^(known|user\w*|\w*logged\w*|\w*authenticated|session\w*|\w*(customer|member|account)_?(id)?|timeout|disabled)$/i;

/** What is only looked for says that somebody is there, whatever it is called; a right is compared, or named as one. */
function isRight(key: string, condition: string): boolean {
  if (known.test(key)) return false;
  const name = key.replaceAll(/\W/g, String.raw`\$&`);
  const isNamed = new RegExp(String.raw`\b${name}\b`).test(condition);
  const compared = new RegExp(
    String.raw`\b${name}\b['"]?[\])]*\s*([!=]==?|<>|[<>])|in_array\([^)]*\b${name}\b`,
  );
  // What a called function asks for is not seen here.
  return privilege.test(key) || !isNamed || compared.test(condition);
}

/**
 * A refusal that is no check of its own: it needs more than that nobody is known, as the state of a site, or it comes of
 * what was asked of the caller for something else.
 */
function isBeside(script: Script, body: PhpBody, statement: SyntaxNode): boolean {
  const call = calledIn(statement.children[0]);
  // What is said to it is what it asks for: `startPage(['editor'])`.
  if (call !== undefined)
    return (
      kindByName(memberName(call) ?? '') === undefined &&
      !writtenArguments(call).some(({ node }) => stringsIn(node).length > 0)
    );
  let found = false;
  walkBody(statement, (node) => {
    if (callTypes.has(node.type) && calleeOf(script, body, node) !== undefined)
      found ||= (kindByName(memberName(node) ?? '') ?? '').startsWith('auth');
    if (node.type !== 'if_statement' && node.type !== 'else_if_clause') return;
    const last = listOf(inField(node, 'body')).at(-1);
    const asked = conjuncts(inField(node, 'condition'));
    const isChecked = node === statement ? asked.every(isOfCaller) : asked.some(isOfCaller);
    found ||= isChecked && last !== undefined && endsStatement(script, body, last);
  });
  return !found;

  function isOfCaller(node: SyntaxNode): boolean {
    return asksOfCaller(script, body, node);
  }
}

function conjuncts(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  if (node.type === 'parenthesized_expression') return conjuncts(node.children[0]);
  return node.type === 'binary_expression' && /^(&&|and)$/i.test(inField(node, 'operator')?.text ?? '')
    ? [...conjuncts(inField(node, 'left')), ...conjuncts(inField(node, 'right'))]
    : [node];
}

const privilege = /admin|role|level|perm|moderat|staff|rights?\b|group|access/i;

function kindOf(name: string | undefined, statement: SyntaxNode, rights: readonly string[]): Kind {
  const named = name === undefined ? undefined : kindByName(name);
  if (named === 'authentication' || named === 'authorisation') return named;
  const condition = inField(statement, 'condition')?.text ?? '';
  return rights.length > 0 || privilege.test(condition) ? 'authorisation' : 'authentication';
}

/** A call by the name of a check, whose code is not there: who gets past it is not known. */
function unseen(
  script: Script,
  body: PhpBody,
  call: SyntaxNode,
  origin: ReturnType<typeof originAt>,
): JudgedGuard | undefined {
  const name = memberName(call) ?? '';
  const kind = kindByName(name);
  if (kind !== 'authentication' && kind !== 'authorisation') return undefined;
  if (calleeOf(script, body, call) !== undefined) return undefined;
  return { ...judged(name, 'other', origin), resolved: false };
}

/** `$user = check_login($connection);`, `check() or die();` */
function calledIn(node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node === undefined) return undefined;
  if (callTypes.has(node.type)) return node;
  return node.type === 'assignment_expression' ? calledIn(inField(node, 'right')) : undefined;
}

const does =
  /query|exec|insert|update|delete|save|store|send|readfile|passthru|json_encode|render|display|include|require/i;

/** A branch that does something and ends the request: no check behind it is for whoever takes that way. */
function serves(script: Script, body: PhpBody, statement: SyntaxNode): boolean {
  if (statement.type !== 'if_statement') return false;
  let found = false;
  walkBody(statement, (node) => {
    const inner = found || node.type !== 'compound_statement' ? [] : listOf(node);
    const last = inner.at(-1);
    found ||= last !== undefined && inner.slice(0, -1).some(acts) && endsStatement(script, body, last);
  });
  return found;
}

function acts(statement: SyntaxNode): boolean {
  let found = false;
  walkBody(statement, (node) => {
    found ||= isInclude(node) || (callTypes.has(node.type) && does.test(memberName(node) ?? ''));
  });
  return found;
}

/** Whether a script uses an object that neither it nor what it takes in makes: it is part of a page that is not known. */
export function isPart(script: Script): boolean {
  const files = filesOf(script);
  let found = false;
  walkBody(script.file.root, (node) => {
    if (found || node.type !== 'member_call_expression') return;
    const name = variableName(receiverOf(node));
    if (name === undefined || name === 'this') return;
    const given = new RegExp(
      String.raw`\$${name}\b\s*=[^=>]|(\bas\s+|=>\s*)&?\$${name}\b|\(\s*[\w\\|]+\s+\$${name}\b|&\s*\$${name}\b|\$${name}\s*[,\])]`,
    );
    found = !files.some(({ root }) => given.test(root.text));
  });
  return found;
}

function stringsIn(node: SyntaxNode): readonly string[] {
  const found: string[] = [];
  walkBody(node, (each) => {
    const text = plainString(each);
    if (text !== undefined) found.push(text);
  });
  return found;
}
