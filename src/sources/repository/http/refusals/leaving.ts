import type { Node, Statement } from 'oxc-parser';
import { dottedName, statementsIn } from '../../javascript/syntax.ts';
import type { Decision } from './fact.ts';
import { kindSaid } from './statuses.ts';
import type { Frame, Walk } from './walk.ts';

/** It ends the request without saying that it turns it away. */
export function handsOn(statement: Statement): boolean {
  const leaving = statementsIn(statement).at(-1);
  return leaving?.type === 'ReturnStatement' && kindSaid(statement) === undefined;
}

/** What a condition is called: the first thing that it looks at. */
export function nameOf(test: Node): string {
  switch (test.type) {
    case 'UnaryExpression':
      return nameOf(test.argument);
    case 'LogicalExpression':
    case 'BinaryExpression':
      return nameOf(test.left);
    default:
      return dottedName(test)?.split('.').at(-1) ?? 'check';
  }
}

/**
 * `if (tooMany) return;`, `if (!list.length) return json([])`: nothing is done there, for a message or for a request that
 * leaves out what it is about. Whoever gets such an answer was not served.
 */
export function leavesIdle(
  { message }: Walk,
  test: Node,
  consequent: Statement,
  { by, holds, sent }: Decision,
  { top }: Frame,
): boolean {
  if (!top || by !== 'other' || holds !== undefined) return false;
  const statements = statementsIn(consequent);
  const leaving = statements.at(-1);
  if (leaving?.type !== 'ReturnStatement' || !statements.slice(0, -1).every(isLogged)) return false;
  if (leaving.argument === null) return message;
  return sent === true && isNegation(test) && isConstant(leaving.argument);
}

/** `if (user) work(); else log.warn();` as all that a message does: who is not known is served nothing. */
export function worksFor(body: readonly Statement[]): Node | undefined {
  const deciding = body.at(-1);
  if (deciding?.type !== 'IfStatement') return undefined;
  const before = body.slice(0, -1).every((each) => each.type === 'VariableDeclaration' || isLogged(each));
  const { test, alternate } = deciding;
  const otherwise = alternate === null ? [] : statementsIn(alternate);
  return before && otherwise.every(isLogged) ? test : undefined;
}

const isLogged = (statement: Statement): boolean =>
  statement.type === 'ExpressionStatement' &&
  statement.expression.type === 'CallExpression' &&
  /(^|\.)(log|logger|console)\.\w+$/i.test(dottedName(statement.expression.callee) ?? '');

const isNegation = (test: Node): boolean =>
  (test.type === 'UnaryExpression' && test.operator === '!') ||
  (test.type === 'BinaryExpression' &&
    /^={2,3}$/.test(test.operator) &&
    test.right.type === 'Literal' &&
    test.right.value === 0);

/** The same for everybody: `res.json({ ok: true })`. */
export function isConstant(node: Node): boolean {
  switch (node.type) {
    case 'Literal':
      return true;
    case 'CallExpression':
      return dottedName(node.callee) !== undefined && node.arguments.every(isConstant);
    case 'ArrayExpression':
      return node.elements.every((each) => each !== null && isConstant(each));
    case 'ObjectExpression':
      return node.properties.every((each) => each.type === 'Property' && isConstant(each.value));
    default:
      return false;
  }
}
