import type { RoutePath } from '../http/paths.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField, ofType } from '../languages/syntax.ts';
import type { Code, TypeDeclaration } from './code.ts';
import { lineageOf, membersOf } from './code.ts';
import { calledIn, lastName } from './syntax.ts';

/** Where an expression stands: names are looked up from there. */
export interface Scope {
  readonly file: string;
  readonly type?: TypeDeclaration;
  /** Local variables and parameters whose expression is known. */
  readonly local?: (name: string) => RoutePath | undefined;
  /** Members of the object that stands here, as it is: `this.Version`. */
  readonly own?: (name: string) => RoutePath | undefined;
}

const known = (text: string): RoutePath => ({ text, resolved: true });
const unknown = (why: string): RoutePath => ({ text: '{unresolved}', resolved: false, why });

/** The text a constant expression stands for. */
export function textOf(code: Code, node: SyntaxNode | undefined, scope: Scope, depth = 0): RoutePath {
  if (node === undefined || depth > 20) return unknown('part of the path is not known');
  const inner = (child: SyntaxNode | undefined): RoutePath => textOf(code, child, scope, depth + 1);
  switch (node.type) {
    case 'string_literal':
      return known(
        node.children
          .map((part) => (part.type === 'escape_sequence' ? escaped(part.text) : part.text))
          .join(''),
      );
    case 'verbatim_string_literal':
      return known(node.text.slice(2, -1).replaceAll('""', '"'));
    case 'raw_string_literal':
      return known(ofType(node, 'raw_string_content')?.text.trim() ?? '');
    case 'integer_literal':
    case 'boolean_literal':
      return known(node.text);
    case 'interpolated_string_expression':
      return joined(node.children.flatMap((part) => interpolated(part, inner)));
    case 'binary_expression':
      return inField(node, 'operator')?.text === '+'
        ? joined([inner(inField(node, 'left')), inner(inField(node, 'right'))])
        : inner(inField(node, 'left'));
    case 'parenthesized_expression':
    case 'cast_expression':
    case 'argument':
    case 'constant_pattern':
      return inner(node.children.at(-1));
    case 'identifier':
      return namedText(code, node.text, scope, depth);
    case 'member_access_expression':
      return memberText(code, node, scope, depth);
    case 'invocation_expression':
      return calledText(node, inner);
    default:
      return unknown(`the path is ${node.type.replaceAll('_', ' ')}`);
  }
}

function interpolated(
  part: SyntaxNode,
  inner: (node: SyntaxNode | undefined) => RoutePath,
): readonly RoutePath[] {
  if (part.type === 'string_content') return [known(part.text.replaceAll('{{', '{').replaceAll('}}', '}'))];
  if (part.type === 'escape_sequence') return [known(escaped(part.text))];
  if (part.type !== 'interpolation') return [];
  if (part.children.some(({ type }) => /^interpolation_(format|alignment)_clause$/.test(type)))
    return [unknown('a part of the path is formatted')];
  return [inner(part.children.find(({ type }) => !type.startsWith('interpolation_')))];
}

function calledText(node: SyntaxNode, inner: (node: SyntaxNode | undefined) => RoutePath): RoutePath {
  const called = calledIn(node);
  const [first] = called?.arguments ?? [];
  if (called?.name === 'nameof' && called.receiver === undefined && first !== undefined)
    return known(lastName(first.value));
  if (called?.receiver !== undefined && /^To(String|Lower|Upper)(Invariant)?$/.test(called.name)) {
    const text = inner(called.receiver);
    if (called.name.startsWith('ToLower')) return { ...text, text: text.text.toLowerCase() };
    return text;
  }
  return unknown(`the path comes from ${called?.name ?? 'a call'}()`);
}

function joined(parts: readonly RoutePath[]): RoutePath {
  const why = parts.find((part) => !part.resolved)?.why;
  const text = parts.map((part) => part.text).join('');
  return { text, resolved: parts.every((part) => part.resolved), ...(why === undefined ? {} : { why }) };
}

function namedText(code: Code, name: string, scope: Scope, depth: number): RoutePath {
  const local = scope.local?.(name);
  if (local !== undefined) return local;
  const types = scope.type === undefined ? [] : lineageOf(code, scope.type).types;
  const around = (scope.type?.outer ?? []).flatMap((outer) => code.find(outer, scope.file) ?? []);
  for (const type of [...types, ...around]) {
    const found = constantOf(code, type, name, depth);
    if (found !== undefined) return found;
  }
  const text = code.program.repository.files.get(scope.file)?.text ?? '';
  for (const match of text.matchAll(/using\s+static\s+[\w.]*?(\w+)\s*;/g)) {
    const type = code.find(match[1] ?? '', scope.file);
    const found = type === undefined ? undefined : constantOf(code, type, name, depth);
    if (found !== undefined) return found;
  }
  return unknown(`${name} is not a constant`);
}

const verbs =
  /^(Get|Post|Put|Patch|Delete|Head|Options|Query|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Trace|Connect)$/;

function memberText(code: Code, node: SyntaxNode, scope: Scope, depth: number): RoutePath {
  const name = lastName(node);
  const owner = lastName(inField(node, 'expression'));
  if (/^(HttpMethods?|Http|HttpVerbs|WebRequestMethods)$/.test(owner) && verbs.test(name))
    return known(name.toUpperCase());
  if (name === 'Empty' && /^string$/i.test(owner)) return known('');
  const isOwn = owner === '' || /^(this|base)$/.test(inField(node, 'expression')?.text ?? '');
  const own = isOwn ? scope.own?.(name) : undefined;
  if (own !== undefined) return own;
  const type =
    owner === '' || inField(node, 'expression')?.type === 'this_expression'
      ? scope.type
      : code.find(owner, scope.file);
  if (type === undefined) return unknown(`${node.text.slice(0, 60)} is not a constant of the repository`);
  if (type.node.type === 'enum_declaration') return known(name);
  return constantOf(code, type, name, depth) ?? unknown(`${node.text.slice(0, 60)} is not a constant`);
}

/** The text of a constant, a read-only field or a property that always gives the same. */
export function constantOf(
  code: Code,
  type: TypeDeclaration,
  name: string,
  depth = 0,
): RoutePath | undefined {
  if (depth > 20) return undefined;
  for (const { node, type: part } of membersOf(code, type)) {
    const scope: Scope = { file: part.file, type: part };
    if (node.type === 'field_declaration') {
      for (const declarator of allOfType(ofType(node, 'variable_declaration'), 'variable_declarator')) {
        const value = declarator.children.find((child) => child.field !== 'name');
        if (inField(declarator, 'name')?.text === name && value !== undefined)
          return textOf(code, value, scope, depth + 1);
      }
    } else if (node.type === 'property_declaration' && inField(node, 'name')?.text === name) {
      const value = inField(node, 'value');
      const expression = value?.type === 'arrow_expression_clause' ? value.children[0] : value;
      if (expression !== undefined) return textOf(code, expression, scope, depth + 1);
    }
  }
  return undefined;
}

const escaped = (text: string): string =>
  ({ '\\n': '\n', '\\t': '\t', '\\"': '"', '\\\\': '\\', '\\r': '\r', "\\'": "'" })[text] ?? text.slice(1);

/** Texts of `new[] { "a", X.B }`, `["a"]`, or of a single expression. */
export function textsOf(code: Code, node: SyntaxNode | undefined, scope: Scope): readonly string[] {
  if (node === undefined) return [];
  const list = /array_creation_expression|object_creation_expression/.test(node.type)
    ? ofType(node, 'initializer_expression')
    : /^(element_binding_expression|collection_expression|initializer_expression)$/.test(node.type)
      ? node
      : undefined;
  if (list !== undefined) return list.children.flatMap((child) => textsOf(code, child, scope));
  const text = textOf(code, node, scope);
  return text.resolved ? [text.text] : [];
}
