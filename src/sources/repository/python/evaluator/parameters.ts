import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from './expressions.ts';
import type { Machine } from './machine.ts';
import type { Scope } from './scope.ts';
import type { Arguments, FunctionValue, Value } from './value.ts';
import { constant, list, unknown } from './value.ts';

/** A parameter as a function declares it. */
export interface Declared {
  readonly name: string;
  readonly kind: 'plain' | 'list' | 'dict' | 'keyword';
  readonly type?: SyntaxNode;
  readonly fallback?: SyntaxNode;
  readonly node: SyntaxNode;
}

export function declaredParameters(node: SyntaxNode): readonly Declared[] {
  const found: Declared[] = [];
  let keyword = false;
  for (const child of inField(node, 'parameters')?.children ?? []) {
    const [first] = child.children;
    const type = inField(child, 'type');
    const fallback = inField(child, 'value');
    const rest = {
      ...(type === undefined ? {} : { type }),
      ...(fallback === undefined ? {} : { fallback }),
      node: child,
    };
    const kind = keyword ? 'keyword' : 'plain';
    if (child.type === 'identifier') found.push({ name: child.text, kind, ...rest });
    else if (child.type === 'keyword_separator') keyword = true;
    else if (child.type === 'default_parameter' || child.type === 'typed_default_parameter')
      found.push({ name: inField(child, 'name')?.text ?? '', kind, ...rest });
    else if (child.type === 'list_splat_pattern' || first?.type === 'list_splat_pattern') {
      found.push({ name: splatName(child), kind: 'list', ...rest });
      keyword = true;
    } else if (child.type === 'dictionary_splat_pattern' || first?.type === 'dictionary_splat_pattern')
      found.push({ name: splatName(child), kind: 'dict', ...rest });
    else if (child.type === 'typed_parameter') found.push({ name: first?.text ?? '', kind, ...rest });
  }
  return found;
}

const splatName = (node: SyntaxNode): string => node.text.replace(/^\*+/, '').split(':')[0]?.trim() ?? '';

/** Gives the arguments of a call to the names of the function. */
export function bindParameters(machine: Machine, callee: FunctionValue, args: Arguments, scope: Scope): void {
  const positional = callee.self === undefined ? [...args.positional] : [callee.self, ...args.positional];
  const named = new Map(args.keywords);
  for (const { name, kind, fallback } of declaredParameters(callee.node)) {
    if (kind === 'list') scope.names.set(name, list(positional.splice(0), args.open));
    else if (kind === 'dict')
      scope.names.set(name, {
        kind: 'dict',
        entries: [...named].map(([key, value]): [Value, Value] => [constant(key), value]),
        open: args.open,
      });
    else {
      const given = kind === 'plain' && !named.has(name) ? positional.shift() : undefined;
      const value = given ?? named.get(name) ?? defaultOf(machine, fallback, callee, name);
      named.delete(name);
      scope.names.set(name, value);
    }
  }
}

const defaultOf = (
  machine: Machine,
  fallback: SyntaxNode | undefined,
  callee: FunctionValue,
  name: string,
): Value =>
  fallback === undefined
    ? unknown(`${name} is given by the caller`)
    : evaluate(machine, fallback, callee.scope);
