import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpMethod } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { functionName } from '../names.ts';
import { walkBody } from '../signs.ts';
import { callTypes, memberName, variableName, writtenArguments } from '../syntax.ts';
import { driverText } from './drivers.ts';

/** `db_row($sql)` calls `db_query($sql)`, which calls the driver: most functions between a statement and the driver. */
const deepest = 6;

/** A parameter that is the text of a statement; `certain` where a driver's own function takes it in the end. */
interface TextParameter {
  readonly at: number;
  readonly certain: boolean;
}

/** A text with whether it is a statement for certain; a method `query` may ask anything else as well. */
interface HandedText {
  readonly text: SyntaxNode;
  readonly certain: boolean;
}

const positions = new WeakMap<SyntaxNode, TextParameter | undefined>();

/**
 * Which parameter a function of the target hands to a driver as the text of a statement, by itself or by another such
 * function: whoever calls it issues the statement.
 */
export function statementParameter(
  codebase: PhpCodebase,
  { node, body, file, parameters }: PhpMethod,
  depth = 0,
): TextParameter | undefined {
  if (body === undefined || parameters.length === 0 || depth > deepest) return undefined;
  if (positions.has(node)) return positions.get(node);
  // A function that calls itself ends here.
  positions.set(node, undefined);
  let found: TextParameter | undefined;
  walkBody(body, (call) => {
    if (found?.certain === true || !callTypes.has(call.type)) return;
    const taken = textOfCall(codebase, file, call, depth);
    const name = firstVariable(taken?.text);
    const at = parameters.findIndex((parameter) => parameter.name === name);
    if (taken !== undefined && name !== undefined && at !== -1) found = { at, certain: taken.certain };
  });
  positions.set(node, found);
  return found;
}

/** The argument of a call that is a statement's text: of a driver, or of a function that hands it on. */
function textOfCall(
  codebase: PhpCodebase,
  file: PhpMethod['file'],
  call: SyntaxNode,
  depth: number,
): HandedText | undefined {
  const name = memberName(call) ?? '';
  if (call.type === 'function_call_expression') {
    const text = driverText(call, name);
    return text === undefined ? handedText(codebase, file, call, depth + 1) : { text, certain: true };
  }
  const text = takesText.test(name) ? writtenArguments(call)[0]?.node : undefined;
  return text === undefined ? undefined : { text, certain: false };
}

const takesText = /^(query|multi_query|real_query|prepare|exec|querySingle|simple_query|sql_query)$/;

/** The argument that a function of the target takes as the text of a statement. */
export function handedText(
  codebase: PhpCodebase,
  file: PhpMethod['file'],
  call: SyntaxNode,
  depth = 0,
): HandedText | undefined {
  const target = inField(call, 'function');
  const called = target === undefined ? undefined : codebase.function(functionName(file.names, target.text));
  const known = called === undefined ? undefined : statementParameter(codebase, called, depth);
  const text = known === undefined ? undefined : writtenArguments(call)[known.at]?.node;
  return known === undefined || text === undefined ? undefined : { text, certain: known.certain };
}

/** The variable a text begins with: `$sql`, `$sql . ' LIMIT 1'`, `trim($sql)`. */
function firstVariable(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'binary_expression') return firstVariable(inField(node, 'left'));
  if (node.type === 'parenthesized_expression' || node.type === 'assignment_expression')
    return firstVariable(inField(node, 'right') ?? node.children[0]);
  if (node.type === 'function_call_expression' && /^(trim|rtrim|ltrim)$/.test(memberName(node) ?? ''))
    return firstVariable(writtenArguments(node)[0]?.node);
  return variableName(node);
}
