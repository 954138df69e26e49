import { answersNobody } from '../anonymous/run.ts';
import { isFalse, isTrue } from '../anonymous/flow.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { phpLanguage, statementsOfBody } from './anonymous.ts';
import { listOf } from './anonymous-syntax.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { ownCallee, signsOf } from './signs.ts';
import { callTypes, memberName, writtenArguments } from './syntax.ts';
import { originAt } from './value.ts';

/**
 * `if (cannot('edit', ORDERS)) { throw … }`: a question of the application's own that is given nothing of the request,
 * looks at who is calling, and is answered for nobody such that the branch is taken, which ends the request.
 */
export function deniesNobody(
  codebase: PhpCodebase,
  body: PhpBody,
  statement: SyntaxNode,
): readonly JudgedGuard[] {
  if (inField(statement, 'alternative') !== undefined || !ends(inField(statement, 'body'))) return [];
  const { call, inverted } = askedBy(inField(statement, 'condition'));
  if (call === undefined || !callTypes.has(call.type)) return [];
  if (!writtenArguments(call).every(({ node }) => isWrittenOut(node))) return [];
  const inner = ownCallee(codebase, body, call);
  if (inner === undefined || !signsOf(codebase, inner).readsCredential) return [];
  const given = inner.parameters
    .slice(writtenArguments(call).length)
    .map(({ name }) => [`$${name}`, 'no'] as const);
  const answers = answersNobody(phpLanguage(codebase, inner), statementsOfBody(inner), given, true);
  if (answers === undefined || answers.length === 0 || !answers.every(inverted ? isFalse : isTrue)) return [];
  return [
    judged(memberName(call) ?? 'check in the handler', 'authorisation', originAt(body.file, statement)),
  ];
}

function askedBy(node: SyntaxNode | undefined): {
  readonly call: SyntaxNode | undefined;
  readonly inverted: boolean;
} {
  if (node?.type === 'parenthesized_expression') return askedBy(node.children[0]);
  if (node?.type !== 'unary_op_expression' || !node.text.startsWith('!'))
    return { call: node, inverted: false };
  const inner = askedBy(node.children[0]);
  return { call: inner.call, inverted: !inner.inverted };
}

/** Nothing that a caller sends: literals and constants. */
const isWrittenOut = ({ type, children }: SyntaxNode): boolean =>
  /^(string|encapsed_string|integer|boolean|null|name|qualified_name|class_constant_access_expression)$/.test(
    type,
  ) && !children.some((child) => child.type === 'variable_name');

const leaves = /^\\?(abort|exit|die|show_error|show_404|redirect|fail\w*|deny\w*|forbid\w*|unauthori\w*)$/i;

/** Whatever else a branch does, nothing after it runs. */
function ends(branch: SyntaxNode | undefined): boolean {
  const last = listOf(branch).at(-1);
  if (last === undefined) return false;
  if (/^(return|throw|exit)_statement$/.test(last.type)) return true;
  const [inner] = last.children;
  if (last.type !== 'expression_statement' || inner === undefined) return false;
  return (
    inner.type === 'throw_expression' || (callTypes.has(inner.type) && leaves.test(memberName(inner) ?? ''))
  );
}
