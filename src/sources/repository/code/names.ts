import type { Node, ObjectPattern } from 'oxc-parser';
import type { ParsedFile } from '../javascript/parse.ts';
import type { ClassNode } from '../javascript/syntax.ts';
import { importedName, isClassNode, isFunctionNode, plainKey, walk } from '../javascript/syntax.ts';

/** What a name of a file stands for, as far as its declaration tells without running it. */
export type Binding =
  /** `name` is `default`, `*` or the exported name. */
  | { readonly kind: 'import'; readonly specifier: string; readonly name: string }
  | { readonly kind: 'value'; readonly node: Node }
  /** A property taken out of a value: `const { a } = value`. */
  | { readonly kind: 'part'; readonly node: Node; readonly key: string }
  /** A parameter or variable of which only the type is known. */
  | { readonly kind: 'type'; readonly node: Node }
  | { readonly kind: 'class'; readonly node: ClassNode };

export interface Names {
  /** First declaration of a name, those of the top level before inner ones. */
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly exports: ReadonlyMap<string, Binding>;
  /** Files that are exported whole (`export * from`). */
  readonly stars: readonly string[];
}

type Table = Map<string, Binding>;

/** Callbacks of a transaction get a handle that does what its owner does: `db.transaction((tx) => …)`. */
export const transactionCall = /transaction$/i;

const known = new WeakMap<ParsedFile, Names>();

/** Declarations of a file by name, read once. Scopes are not kept apart: an inner name counts where the top level has none. */
export function namesOf(file: ParsedFile): Names {
  const found = known.get(file) ?? readNames(file);
  known.set(file, found);
  return found;
}

function readNames(file: ParsedFile): Names {
  const bindings: Table = new Map();
  const exports: Table = new Map();
  const stars: string[] = [];
  const top = file.program.body;
  for (const item of top) {
    declare(item, bindings);
    if (item.type === 'ExportAllDeclaration' && item.exported === null) stars.push(item.source.value);
    collectExports(item, exports, bindings);
  }
  walk(file.program, (node) => {
    declare(node, bindings);
    declareParameters(node, bindings);
  });
  return { bindings, exports, stars };
}

const set = (table: Table, name: string, binding: Binding): void => {
  if (!table.has(name)) table.set(name, binding);
};

function declare(node: Node, table: Table): void {
  if (node.type === 'ImportDeclaration') {
    for (const specifier of node.specifiers) {
      const name = importedName(specifier);
      set(table, specifier.local.name, { kind: 'import', specifier: node.source.value, name });
    }
  } else if (node.type === 'VariableDeclarator') declareVariable(node.id, node.init, table);
  else if (node.type === 'FunctionDeclaration' && node.id !== null)
    set(table, node.id.name, { kind: 'value', node });
  else if (isClassNode(node) && node.id !== null) set(table, node.id.name, { kind: 'class', node });
  else if (node.type === 'TSEnumDeclaration') set(table, node.id.name, { kind: 'value', node });
  else if (
    (node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration') &&
    node.declaration !== null
  )
    declare(node.declaration, table);
  else if (node.type === 'VariableDeclaration') for (const one of node.declarations) declare(one, table);
}

function declareVariable(id: Node, init: Node | null, table: Table): void {
  if (id.type === 'Identifier') {
    if (init !== null) set(table, id.name, required(init) ?? { kind: 'value', node: init });
    else if (id.typeAnnotation) set(table, id.name, { kind: 'type', node: id.typeAnnotation });
  } else if (id.type === 'ObjectPattern' && init !== null) {
    const library = required(init);
    for (const property of id.properties) {
      if (property.type !== 'Property' || property.value.type !== 'Identifier') continue;
      const key = plainKey(property.key, property.computed);
      if (key === undefined) continue;
      const part: Binding =
        library?.kind === 'import' ? { ...library, name: key } : { kind: 'part', node: init, key };
      set(table, property.value.name, part);
    }
  }
}

/** `require('x')` as an import of everything. */
export function required(node: Node): Extract<Binding, { kind: 'import' }> | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
  const [first] = node.arguments;
  if (node.callee.name !== 'require' || first?.type !== 'Literal') return undefined;
  return typeof first.value === 'string' ? { kind: 'import', specifier: first.value, name: '*' } : undefined;
}

function declareParameters(node: Node, table: Table): void {
  if (isFunctionNode(node))
    for (const parameter of node.params)
      if (parameter.type === 'Identifier' && parameter.typeAnnotation)
        set(table, parameter.name, { kind: 'type', node: parameter.typeAnnotation });
      else if (parameter.type === 'ObjectPattern') declareTypedParts(parameter, table);
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
  const key = plainKey(node.callee.property, node.callee.computed);
  if (key === undefined || !transactionCall.test(key)) return;
  for (const argument of node.arguments) {
    const parameter = isFunctionNode(argument) ? argument.params[0] : undefined;
    if (parameter?.type === 'Identifier')
      set(table, parameter.name, { kind: 'value', node: node.callee.object });
  }
}

/** `({ agenda }: { agenda: Agenda })`. */
function declareTypedParts(pattern: ObjectPattern, table: Table): void {
  const type = pattern.typeAnnotation?.typeAnnotation;
  if (type?.type !== 'TSTypeLiteral') return;
  for (const member of type.members) {
    if (member.type !== 'TSPropertySignature' || !member.typeAnnotation) continue;
    const key = plainKey(member.key, member.computed);
    for (const property of pattern.properties)
      if (
        property.type === 'Property' &&
        property.value.type === 'Identifier' &&
        plainKey(property.key, property.computed) === key
      )
        set(table, property.value.name, { kind: 'type', node: member.typeAnnotation });
  }
}

function collectExports(item: Node, exports: Table, bindings: Table): void {
  if (item.type === 'ExportNamedDeclaration') {
    const own: Table = new Map();
    if (item.declaration !== null) declare(item.declaration, own);
    for (const [name, binding] of own) set(exports, name, binding);
    for (const { local, exported } of item.specifiers) {
      const [from, to] = [plainKey(local, false) ?? '', plainKey(exported, false) ?? ''];
      if (item.source !== null)
        set(exports, to, { kind: 'import', specifier: item.source.value, name: from });
      else set(exports, to, bindings.get(from) ?? { kind: 'value', node: local });
    }
  } else if (item.type === 'ExportDefaultDeclaration') {
    const { declaration } = item;
    set(
      exports,
      'default',
      isClassNode(declaration) ? { kind: 'class', node: declaration } : { kind: 'value', node: declaration },
    );
  } else if (item.type === 'ExpressionStatement' && item.expression.type === 'AssignmentExpression')
    collectCommonJs(item.expression.left, item.expression.right, exports);
}

/** `module.exports = x`, `module.exports.a = x`, `exports.a = x`. */
function collectCommonJs(left: Node, right: Node, exports: Table): void {
  if (left.type !== 'MemberExpression') return;
  const key = plainKey(left.property, left.computed);
  if (key === undefined) return;
  const { object } = left;
  const isExports = object.type === 'Identifier' && object.name === 'exports';
  const isModule = object.type === 'Identifier' && object.name === 'module' && key === 'exports';
  const isInner =
    object.type === 'MemberExpression' &&
    object.object.type === 'Identifier' &&
    object.object.name === 'module';
  if (isExports || isInner) return set(exports, key, { kind: 'value', node: right });
  if (!isModule) return;
  set(exports, 'default', { kind: 'value', node: right });
  if (right.type !== 'ObjectExpression') return;
  for (const property of right.properties) {
    if (property.type !== 'Property') continue;
    const name = plainKey(property.key, property.computed);
    if (name !== undefined) set(exports, name, { kind: 'value', node: property.value });
  }
}
