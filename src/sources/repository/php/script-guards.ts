import type { JudgedGuard } from '../http/routing.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { kindByName } from '../http/guards.ts';
import type { PhpFile } from './classes.ts';
import { bodyOfMethod } from './body.ts';
import { evaluate } from './evaluate.ts';
import { judged } from './guards.ts';
import { isInclude, repositoryPath } from './includes.ts';
import type { Machine } from './machine.ts';
import { functionName } from './names.ts';
import { signsOf, walkBody } from './signs.ts';
import { callTypes, memberName, plainString, writtenArguments } from './syntax.ts';
import { originAt, textOf } from './value.ts';

const asksSession =
  /\$_SESSION|session|is_?log|logged|is_?auth|authenticated|is_?admin|check_?login|current_?user|\$user\b|\$_COOKIE/i;
const refuses =
  /\b(exit|die)\b|header\s*\(\s*['"]Location|redirect|http_response_code\(\s*40[13]|\b40[13]\b/i;

/** Checks that stand before the rest of a script: of the session with a way out, or of files it includes first. */
export function scriptGuards(machine: Machine, file: PhpFile, depth = 0): readonly JudgedGuard[] {
  if (depth > 5) return [];
  return file.root.children.flatMap((statement): readonly JudgedGuard[] => {
    if (statement.type === 'if_statement') return conditionGuard(file, statement);
    if (statement.type !== 'expression_statement') return [];
    const [node] = statement.children;
    if (node === undefined) return [];
    if (isInclude(node)) return includedGuards(machine, file, node, depth);
    // `$user = check_login($connection);`
    const called = node.type === 'assignment_expression' ? (inField(node, 'right') ?? node) : node;
    return callTypes.has(called.type) ? callGuard(machine, file, called) : [];
  });
}

function includedGuards(
  machine: Machine,
  file: PhpFile,
  node: SyntaxNode,
  depth: number,
): readonly JudgedGuard[] {
  const scope = { file, variables: new Map() };
  const written =
    node.children[0] === undefined ? undefined : textOf(evaluate(machine, node.children[0], scope));
  const path = written === undefined ? undefined : repositoryPath(machine, written, scope);
  const inner = path === undefined ? undefined : machine.codebase.file(path);
  return inner === undefined || inner === file ? [] : scriptGuards(machine, inner, depth + 1);
}

function conditionGuard(file: PhpFile, statement: SyntaxNode): readonly JudgedGuard[] {
  const condition = inField(statement, 'condition')?.text ?? '';
  const inner = inField(statement, 'body')?.text ?? statement.text;
  if (!asksSession.test(condition) || !refuses.test(inner)) return [];
  const isNegative = /!|empty\(|===?\s*(null|false|0|''|"")|!=|<\s*1|is_null/.test(condition);
  if (!isNegative || /defined\(/.test(condition)) return [];
  const role = /admin|role|level|perm/i.test(condition);
  const origin = originAt(file, statement);
  return [judged('check of the session', role ? 'authorisation' : 'authentication', origin)];
}

/** What a function needs to look somebody up says nothing of whom it lets through. */
const connection = /^\$?(con|conn|connection|db|dbh|pdo|mysqli|link|database)$/i;

/** `requireLogin();`, `dvwaPageStartup(['authenticated']);`: a function of the target that refuses. */
function callGuard(machine: Machine, file: PhpFile, node: SyntaxNode): readonly JudgedGuard[] {
  const name = memberName(node);
  if (name === undefined || node.type !== 'function_call_expression') return [];
  const own = bodyOfMethod(machine.codebase.function(functionName(file.names, name)));
  if (own === undefined) return [];
  const signs = signsOf(machine.codebase, own);
  const origin = originAt(file, node);
  const words = writtenArguments(node).flatMap(({ node: each }) => stringsIn(each));
  const named =
    kindByName(name) ??
    words
      .map((word) => kindByName(word))
      .find((kind) => kind === 'authentication' || kind === 'authorisation');
  const isConditional = own.parameters.some((each) => !connection.test(each.name)) && named === undefined;
  if (!signs.readsCredential && !/session|logged|auth/i.test(own.body.text)) return [];
  if (!signs.canReject && !refuses.test(own.body.text)) return [];
  if (named === 'authentication' || named === 'authorisation')
    return [judged(name, named, origin, { requires: words })];
  if (signs.rejectsUnknown || signs.rejectsForbidden)
    return [
      judged(name, signs.rejectsUnknown ? 'authentication' : 'authorisation', origin, {
        conditional: isConditional,
      }),
    ];
  return [];
}

function stringsIn(node: SyntaxNode): readonly string[] {
  const found: string[] = [];
  walkBody(node, (each) => {
    const text = plainString(each);
    if (text !== undefined) found.push(text);
  });
  return found;
}
