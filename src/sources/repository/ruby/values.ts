import type { RoutePath } from '../http/paths.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import type { Code } from './code.ts';
import { callOf, constantName } from './syntax.ts';

/** What names stand for where an expression is read. */
export interface Scope {
  readonly code: Code;
  readonly namespace: string;
  readonly local?: (name: string) => SyntaxNode | string | undefined;
}

const known = (text: string): RoutePath => ({ text, resolved: true });
const unknown = (why: string): RoutePath => ({ text: '{unresolved}', resolved: false, why });

/** The text of a string, a symbol, a constant or what is put together from them. */
export function textOf(node: SyntaxNode | undefined, scope: Scope, depth = 0): RoutePath {
  if (node === undefined || depth > 20) return unknown('part of the path is not known');
  const inner = (child: SyntaxNode | undefined): RoutePath => textOf(child, scope, depth + 1);
  switch (node.type) {
    case 'string':
    case 'bare_string':
    case 'bare_symbol':
    case 'delimited_symbol':
      return joined(
        node.children.map((part) =>
          part.type === 'interpolation' ? inner(part.children[0]) : known(part.text),
        ),
      );
    case 'chained_string':
      return joined(node.children.map(inner));
    case 'simple_symbol':
      return known(node.text.slice(1));
    case 'hash_key_symbol':
    case 'integer':
      return known(node.text);
    case 'nil':
      return known('');
    case 'parenthesized_statements':
      return inner(node.children.at(-1));
    case 'binary':
      if (inField(node, 'operator')?.text === '+')
        return joined([inner(inField(node, 'left')), inner(inField(node, 'right'))]);
      return inField(node, 'operator')?.text === '||'
        ? inner(inField(node, 'right'))
        : unknown('the path is computed');
    case 'identifier': {
      const local = scope.local?.(node.text);
      if (typeof local === 'string') return known(local);
      return local === undefined ? unknown(`${node.text} is not known`) : inner(local);
    }
    case 'constant':
    case 'scope_resolution': {
      const value = constantValue(node, scope);
      return value === undefined
        ? unknown(`${node.text.slice(0, 60)} is not a constant of the repository`)
        : inner(value);
    }
    case 'call': {
      const call = callOf(node);
      if (call?.receiver !== undefined && /^(freeze|to_s|to_sym|strip|dup)$/.test(call.name))
        return inner(call.receiver);
      return unknown(`the path comes from ${call?.name ?? 'a call'}`);
    }
    default:
      return unknown(`the path is ${node.type.replaceAll('_', ' ')}`);
  }
}

function joined(parts: readonly RoutePath[]): RoutePath {
  const why = parts.find((part) => !part.resolved)?.why;
  return {
    text: parts.map((part) => part.text).join(''),
    resolved: parts.every((part) => part.resolved),
    ...(why === undefined ? {} : { why }),
  };
}

/** What a constant of the repository was set to. */
export function constantValue(node: SyntaxNode, { code, namespace }: Scope): SyntaxNode | undefined {
  const full = constantName(node);
  const parts = full.split('::');
  const name = parts.at(-1) ?? '';
  const owner = parts.slice(0, -1).join('::');
  const around = namespace.split('::');
  const owners =
    owner === ''
      ? around
          .map((_, at) => around.slice(0, around.length - at).join('::'))
          .flatMap((each) => code.find(each, ''))
      : code.find(owner, namespace);
  for (const { statements } of owners)
    for (const statement of statements)
      if (statement.type === 'assignment' && inField(statement, 'left')?.text === name)
        return inField(statement, 'right');
  return undefined;
}

/** Texts of `%i[a b]`, `[:a, "b", *OTHER]`, `A + B`, or of a single one. */
export function listOf(node: SyntaxNode | undefined, scope: Scope, depth = 0): readonly string[] {
  if (node === undefined || depth > 12) return [];
  switch (node.type) {
    case 'array':
    case 'symbol_array':
    case 'string_array':
    case 'argument_list':
      return node.children.flatMap((child) => listOf(child, scope, depth + 1));
    case 'splat_argument':
    case 'parenthesized_statements':
      return listOf(node.children.at(-1), scope, depth + 1);
    case 'binary':
      return inField(node, 'operator')?.text === '+'
        ? [
            ...listOf(inField(node, 'left'), scope, depth + 1),
            ...listOf(inField(node, 'right'), scope, depth + 1),
          ]
        : [];
    case 'constant':
    case 'scope_resolution':
      return listOf(constantValue(node, scope), scope, depth + 1);
    case 'identifier': {
      const local = scope.local?.(node.text);
      if (typeof local === 'string') return [local];
      return local === undefined ? [] : listOf(local, scope, depth + 1);
    }
    case 'call': {
      const call = callOf(node);
      return call?.receiver !== undefined && /^(freeze|dup|to_a|map|uniq|compact)$/.test(call.name)
        ? listOf(call.receiver, scope, depth + 1)
        : [];
    }
    case 'pair': {
      const key = inField(node, 'key');
      return key === undefined ? [] : [key.text.replace(/^:|^["']|["']$/g, '')];
    }
    case 'nil':
      return [];
    default: {
      const text = textOf(node, scope);
      return text.resolved ? [text.text] : [];
    }
  }
}
