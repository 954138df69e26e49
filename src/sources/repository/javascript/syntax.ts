import type {
  ArrowFunctionExpression,
  Class,
  Expression,
  Function as OxcFunction,
  ImportDeclarationSpecifier,
  Node,
  Statement,
} from 'oxc-parser';

export type FunctionNode = OxcFunction | ArrowFunctionExpression;
export type ClassNode = Class;

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Direct children in source order. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const value of Object.values(node)) {
    // Most properties are texts, numbers and flags.
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Visits a node and everything below it; `false` from the visitor leaves the children out. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  const stack: Node[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (visit(next) === false) continue;
    stack.push(...childrenOf(next).toReversed());
  }
}

export const isFunctionNode = (node: Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression';

export const isClassNode = (node: Node): node is ClassNode =>
  node.type === 'ClassDeclaration' || node.type === 'ClassExpression';

/** Statements of a block, or the one that stands without a block: the branch of a condition, the body of a loop. */
export const statementsIn = (body: Statement): readonly Statement[] =>
  body.type === 'BlockStatement' ? body.body : [body];

/** The expression without type assertions, non-null marks and optional-chain wrappers. */
export function unwrap(node: Expression): Expression {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return unwrap(node.expression);
    case 'ChainExpression':
      return unwrap(node.expression);
    default:
      return node;
  }
}

/** The name of a property key that needs no evaluation; private names keep their `#`. */
export function plainKey(key: Node, computed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number'))
    return String(key.value);
  return key.type === 'Identifier' && !computed ? key.name : undefined;
}

/** What an import takes from a file: `default`, `*` for all of it, or the exported name. */
export function importedName(specifier: ImportDeclarationSpecifier): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return specifier.type === 'ImportNamespaceSpecifier' ? '*' : (plainKey(specifier.imported, false) ?? '');
}

/** Dotted source name of a simple expression: `this.app.use`, `passport.authenticate`; undefined when it is not simple. */
export function dottedName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type === 'CallExpression') return dottedName(node.callee);
  if (node.type === 'ChainExpression' || node.type === 'TSNonNullExpression')
    return dottedName(node.expression);
  if (node.type !== 'MemberExpression') return undefined;
  const object = dottedName(node.object);
  const key = plainKey(node.property, node.computed);
  return object === undefined || key === undefined ? undefined : `${object}.${key}`;
}

/** Name of a type annotation's outermost type reference, e.g. `Router` of `express.Router`. */
export function typeName(annotation: Node | null | undefined): string | undefined {
  if (annotation === null || annotation === undefined) return undefined;
  if (annotation.type === 'TSTypeAnnotation') return typeName(annotation.typeAnnotation);
  if (annotation.type !== 'TSTypeReference') return undefined;
  const name = annotation.typeName;
  if (name.type === 'Identifier') return name.name;
  return name.type === 'TSQualifiedName' ? name.right.name : undefined;
}

/** Names that a pattern declares: of a variable, or of a parameter. */
export function patternNames(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return patternNames(pattern.left);
    case 'RestElement':
      return patternNames(pattern.argument);
    case 'TSParameterProperty':
      return patternNames(pattern.parameter);
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => patternNames(one.type === 'Property' ? one.value : one));
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one === null ? [] : patternNames(one)));
    default:
      return [];
  }
}
