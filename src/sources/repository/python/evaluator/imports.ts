import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { Machine } from './machine.ts';
import type { ImportTarget, Scope } from './scope.ts';

/** Names an import gives; what they stand for is looked up when they are used. */
export function runImport(machine: Machine, node: SyntaxNode, scope: Scope): void {
  if (node.type === 'import_statement') {
    for (const child of node.children) importModule(machine, child, scope);
    return;
  }
  const source = inField(node, 'module_name');
  if (source === undefined) return;
  const target = sourceOf(machine, source, scope.module.path);
  if (ofType(node, 'wildcard_import') !== undefined) scope.module.stars.unshift({ kind: 'import', target });
  for (const child of node.children) {
    if (child.field !== 'name') continue;
    const name = inField(child, 'name')?.text ?? child.text;
    const alias = inField(child, 'alias')?.text ?? name;
    scope.names.set(alias, { kind: 'import', target, name });
  }
}

function importModule(machine: Machine, node: SyntaxNode, scope: Scope): void {
  const dotted = inField(node, 'name') ?? node;
  const names = dotted.text.split('.');
  const alias = inField(node, 'alias')?.text;
  const target = machine.packages.find(scope.module.path, 0, names);
  if (alias !== undefined) {
    scope.names.set(alias, { kind: 'import', target });
    return;
  }
  // `import a.b` gives the name `a`.
  const top = machine.packages.find(scope.module.path, 0, names.slice(0, 1));
  scope.names.set(names[0] ?? '', { kind: 'import', target: top });
}

function sourceOf(machine: Machine, source: SyntaxNode, from: string): ImportTarget {
  if (source.type !== 'relative_import') return machine.packages.find(from, 0, source.text.split('.'));
  const level = ofType(source, 'import_prefix')?.text.length ?? 1;
  const names = ofType(source, 'dotted_name')?.text.split('.') ?? [];
  return machine.packages.find(from, level, names);
}
