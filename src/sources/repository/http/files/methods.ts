import type { Node } from 'oxc-parser';
import type { Method } from '../../../../model/api.ts';
import { dottedName, plainKey, walk } from '../../javascript/syntax.ts';
import type { FunctionValue, Value } from '../../javascript/value.ts';
import { verbs } from './handlers.ts';

/**
 * Methods that a handler for all of them tells apart: `req.method === 'POST'`, `switch (method)`,
 * `['GET', 'PUT'].includes(req.method)`. Any method where it tells none.
 */
export function methodsOf(handler: FunctionValue | undefined, value: Value): readonly Method[] {
  const table = tableOf(value);
  if (table.length > 0) return table;
  if (handler === undefined) return ['ANY'];
  const found = new Set<Method>();
  walk(handler.node, (node) => {
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
      if (isMethod(node.left)) note(node.right, found);
      if (isMethod(node.right)) note(node.left, found);
    } else if (node.type === 'SwitchStatement' && isMethod(node.discriminant)) {
      for (const { test } of node.cases) if (test !== null) note(test, found);
    } else if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const [first] = node.arguments;
      const list = node.callee.object;
      if (plainKey(node.callee.property, false) === 'includes' && first !== undefined && isMethod(first))
        if (list.type === 'ArrayExpression')
          for (const element of list.elements) if (element !== null) note(element, found);
    }
  });
  const methods = verbs.filter((verb) => found.has(verb));
  return methods.length === 0 ? ['ANY'] : methods;
}

/** `export default handle({ GET: …, POST: … })`. */
function tableOf(value: Value): readonly Method[] {
  if (value.kind !== 'result' && !(value.kind === 'function' && value.maker !== undefined)) return [];
  const args = value.kind === 'result' ? value.args : (value.maker?.args ?? []);
  return args.flatMap((arg) =>
    arg.kind === 'object'
      ? verbs.filter((verb) => arg.fields.has(verb) || arg.fields.has(verb.toLowerCase()))
      : [],
  );
}

function isMethod(node: Node): boolean {
  if (
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSAsExpression' ||
    node.type === 'ChainExpression'
  )
    return isMethod(node.expression);
  if (node.type === 'CallExpression' && /\.to(Upper|Lower)Case$/.test(dottedName(node.callee) ?? ''))
    return node.callee.type === 'MemberExpression' && isMethod(node.callee.object);
  if (node.type === 'LogicalExpression') return isMethod(node.left);
  return node.type === 'Identifier'
    ? node.name === 'method'
    : /(^|\.)(req|request|event|ctx|_req|_request)\.method$/.test(dottedName(node) ?? '');
}

function note(node: Node, found: Set<Method>): void {
  if (node.type !== 'Literal' || typeof node.value !== 'string') return;
  const verb = verbs.find((each) => each === String(node.value).toUpperCase());
  if (verb !== undefined) found.add(verb);
}
