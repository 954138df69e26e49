import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import type { Packages } from '../evaluator/packages.ts';
import type { ImportTarget } from '../evaluator/scope.ts';
import type { PyClass, PyFunction, PyModule } from './code-index.ts';

const blocks =
  /^(if_statement|try_statement|else_clause|except_clause|elif_clause|finally_clause|block|with_statement)$/;

/** Names that a module declares and imports. */
export function readModule(packages: Packages, path: string, tree: SyntaxNode): PyModule {
  const imports = new Map<string, ImportTarget>();
  const stars: ImportTarget[] = [];
  const classes = new Map<string, PyClass>();
  const functions = new Map<string, PyFunction>();
  const values = new Map<string, SyntaxNode>();
  const made: PyModule = { path, tree, imports, stars, classes, functions, values };
  const read = (nodes: readonly SyntaxNode[], depth: number): void => {
    for (const node of nodes) {
      const { definition, decorators } = undecorated(node);
      if (definition.type === 'class_definition') {
        const declared = readClass(made, definition);
        classes.set(declared.name, declared);
      } else if (definition.type === 'function_definition') {
        const called = readFunction(made, undefined, definition, decorators);
        functions.set(called.name, called);
      } else if (node.type.startsWith('import_')) readImport(packages, path, node, imports, stars);
      else if (node.type === 'expression_statement') readValue(node, values, undefined);
      else if (depth < 4 && blocks.test(node.type)) read(node.children, depth + 1);
    }
  };
  read(tree.children, 0);
  return made;
}

function undecorated(node: SyntaxNode): {
  readonly definition: SyntaxNode;
  readonly decorators: readonly SyntaxNode[];
} {
  const definition = node.type === 'decorated_definition' ? (inField(node, 'definition') ?? node) : node;
  return {
    definition,
    decorators: allOfType(node, 'decorator').flatMap(({ children }) => children[0] ?? []),
  };
}

const readFunction = (
  module: PyModule,
  owner: PyClass | undefined,
  node: SyntaxNode,
  decorators: readonly SyntaxNode[],
): PyFunction => ({
  name: inField(node, 'name')?.text ?? '',
  module,
  ...(owner === undefined ? {} : { owner }),
  node,
  decorators,
});

function readClass(module: PyModule, node: SyntaxNode): PyClass {
  const methods = new Map<string, PyFunction>();
  const values = new Map<string, SyntaxNode>();
  const annotations = new Map<string, SyntaxNode>();
  const inner = new Map<string, PyClass>();
  const bases = (inField(node, 'superclasses')?.children ?? []).filter(
    ({ type }) => type !== 'keyword_argument' && type !== 'comment',
  );
  const made: PyClass = {
    name: inField(node, 'name')?.text ?? '',
    module,
    node,
    bases,
    methods,
    values,
    annotations,
    inner,
  };
  const read = (nodes: readonly SyntaxNode[], depth: number): void => {
    for (const member of nodes) {
      const { definition, decorators } = undecorated(member);
      if (definition.type === 'function_definition') {
        const method = readFunction(module, made, definition, decorators);
        methods.set(method.name, method);
      } else if (definition.type === 'class_definition') {
        const declared = readClass(module, definition);
        inner.set(declared.name, declared);
      } else if (member.type === 'expression_statement') readValue(member, values, annotations);
      else if (depth < 2 && /^(if_statement|block|else_clause)$/.test(member.type))
        read(member.children, depth + 1);
    }
  };
  read(inField(node, 'body')?.children ?? [], 0);
  return made;
}

function readValue(
  node: SyntaxNode,
  values: Map<string, SyntaxNode>,
  annotations: Map<string, SyntaxNode> | undefined,
): void {
  const assignment = ofType(node, 'assignment');
  const [left, right, type] = [
    inField(assignment, 'left'),
    inField(assignment, 'right'),
    inField(assignment, 'type'),
  ];
  if (left?.type !== 'identifier') return;
  if (right !== undefined) values.set(left.text, right);
  if (type !== undefined) annotations?.set(left.text, type);
}

function readImport(
  packages: Packages,
  path: string,
  node: SyntaxNode,
  imports: Map<string, ImportTarget>,
  stars: ImportTarget[],
): void {
  const from = inField(node, 'module_name');
  const level = /^\.*/.exec(from?.text ?? '')?.[0].length ?? 0;
  const prefix = (from?.text ?? '')
    .replace(/^\.+/, '')
    .split('.')
    .filter((part) => part !== '');
  if (ofType(node, 'wildcard_import') !== undefined) stars.push(packages.find(path, level, prefix));
  for (const each of node.children) {
    if (each === from || each.field !== 'name') continue;
    const name = each.type === 'aliased_import' ? inField(each, 'name') : each;
    const alias = inField(each, 'alias')?.text;
    const parts = (name?.text ?? '').split('.');
    if (from !== undefined)
      imports.set(alias ?? parts.at(-1) ?? '', packages.find(path, level, [...prefix, ...parts]));
    else
      imports.set(
        alias ?? parts[0] ?? '',
        packages.find(path, 0, alias === undefined ? parts.slice(0, 1) : parts),
      );
  }
}
