import type { Method } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import type { FunctionValue } from '../machine/value.ts';
import { methodOf } from './register.ts';

/** A handler for every method that looks at the request's method itself: `switch r.Method`, `if r.Method != …`. */
export function methodsInBody({ node }: FunctionValue, told: readonly Method[]): readonly Method[] {
  if (told.length !== 1 || told[0] !== 'ANY') return told;
  const cases = new Set<Method>();
  const [only, compared] = [new Set<Method>(), new Set<Method>()];
  walkSyntax(node, (at) => {
    if (at.type === 'expression_switch_statement' && isMethod(inField(at, 'value'))) {
      for (const each of allOfType(at, 'expression_case'))
        for (const value of inField(each, 'value')?.children ?? []) add(cases, value);
      return;
    }
    if (at.type !== 'binary_expression') return;
    const [left, right] = [inField(at, 'left'), inField(at, 'right')];
    const other = isMethod(left) ? right : isMethod(right) ? left : undefined;
    if (other === undefined) return;
    const operator = inField(at, 'operator')?.text;
    if (operator === '!=') add(only, other);
    if (operator === '==') add(compared, other);
  });
  // One comparison alone may be an exception (`if r.Method == "OPTIONS"`); several divide the requests among them.
  const found =
    only.size > 0 ? only : cases.size > 0 ? cases : compared.size > 1 ? compared : new Set<Method>();
  const methods = [...found].filter((method) => method !== 'OPTIONS');
  return methods.length === 0 ? told : methods;
}

const isMethod = (node: SyntaxNode | undefined): boolean =>
  node !== undefined && /(^|\.)(r|req|request|Request|R)(\(\))?\.Method$|(^|\.)Method\(\)$/.test(node.text);

function add(found: Set<Method>, node: SyntaxNode): void {
  const name = /^http\.Method(\w+)$/.exec(node.text)?.[1] ?? /^["`](\w+)["`]$/.exec(node.text)?.[1];
  const method = methodOf(name);
  if (method !== undefined) found.add(method);
}
