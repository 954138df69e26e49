import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Machine } from './machine.ts';
import type { Binding, ImportTarget, Module, Scope } from './scope.ts';
import { makeModule } from './scope.ts';
import { attributeOf } from './attributes.ts';
import { runStatement, runStatements } from './statements.ts';
import type { Value } from './value.ts';
import { unknown } from './value.ts';

/** Imports followed within one another. */
const deepest = 150;

/** The module at a path, not yet run. */
export function moduleAt(machine: Machine, path: string): Module {
  const known = machine.modules.get(path);
  if (known !== undefined) return known;
  const module = makeModule(path, path.endsWith('.py') ? machine.tree(path) : undefined);
  module.scope.names.set('__name__', { kind: 'constant', value: '__main__' });
  module.scope.names.set('__file__', { kind: 'constant', value: path });
  machine.modules.set(path, module);
  return module;
}

/** Runs the statements of a module, once. */
export function runModule(machine: Machine, path: string): Module {
  const module = moduleAt(machine, path);
  if (module.state !== 'new') return module;
  module.state = 'running';
  const outer = machine.conditions;
  machine.conditions = 0;
  runStatements(machine, module.tree?.children ?? [], module.scope);
  machine.conditions = outer;
  module.state = 'done';
  return module;
}

export function importedValue(machine: Machine, target: ImportTarget, name?: string): Value {
  if (target.kind === 'library')
    return { kind: 'library', path: name === undefined ? target.path : `${target.path}.${name}` };
  const names = [...target.rest, ...(name === undefined ? [] : [name])];
  if (machine.nesting > deepest) return unknown('the imports go in a circle');
  machine.nesting += 1;
  let value: Value = { kind: 'module', module: moduleAt(machine, target.path) };
  for (const each of names) value = attributeOf(machine, value, each);
  machine.nesting -= 1;
  return value;
}

/** A name of a module: its own, one of a star import, or a module in its folder. */
export function nameInModule(machine: Machine, module: Module, name: string, depth = 0): Value | undefined {
  if (depth > 12) return undefined;
  runModule(machine, module.path);
  const own = module.scope.names.get(name);
  // `from . import name` in the package itself means the module of that name.
  const isItself =
    own?.kind === 'import' &&
    own.target.kind === 'module' &&
    own.target.path === module.path &&
    own.name === name;
  if (own !== undefined && !isItself) return settled(machine, own);
  if (module.state === 'running' && !isItself) {
    const early = runEarly(machine, module, name);
    if (early !== undefined) return early;
  }
  for (const star of module.stars) {
    const found = nameOfStar(machine, star, name, depth);
    if (found !== undefined) return found;
  }
  return submodule(machine, module, name);
}

function nameOfStar(machine: Machine, star: Binding, name: string, depth: number): Value | undefined {
  if (star.kind !== 'import') return undefined;
  if (star.target.kind === 'library') return undefined;
  const value = importedValue(machine, star.target);
  return value.kind === 'module' ? nameInModule(machine, value.module, name, depth + 1) : undefined;
}

function submodule(machine: Machine, module: Module, name: string): Value | undefined {
  if (!module.isPackage && module.path.endsWith('.py')) return undefined;
  const folder = module.isPackage ? module.path.replace(/\/?__init__\.py$/, '') : module.path;
  const base = folder === '' ? name : `${folder}/${name}`;
  const target = machine.packages.find(`${base}.py`, 1, [name]);
  return target.kind === 'module' && target.rest.length === 0 && target.path !== module.path
    ? { kind: 'module', module: moduleAt(machine, target.path) }
    : undefined;
}

/** Another module asks for something that a running one defines later: the defining statement runs now. */
function runEarly(machine: Machine, module: Module, name: string): Value | undefined {
  for (const statement of module.tree?.children ?? []) {
    if (module.early.has(statement) || !defines(statement, name)) continue;
    module.early.add(statement);
    runStatement(machine, statement, module.scope);
    const found = module.scope.names.get(name);
    if (found !== undefined) return settled(machine, found);
  }
  return undefined;
}

function defines(statement: SyntaxNode, name: string): boolean {
  switch (statement.type) {
    case 'function_definition':
    case 'class_definition':
      return inField(statement, 'name')?.text === name;
    case 'decorated_definition':
      return inField(inField(statement, 'definition'), 'name')?.text === name;
    case 'expression_statement': {
      const [assignment] = statement.children;
      return assignment?.type === 'assignment' && inField(assignment, 'left')?.text === name;
    }
    case 'import_from_statement':
      return statement.children.some(
        (child) => child.field === 'name' && (inField(child, 'alias')?.text ?? child.text) === name,
      );
    default:
      return false;
  }
}

export const settled = (machine: Machine, binding: Binding): Value =>
  binding.kind === 'import' ? importedValue(machine, binding.target, binding.name) : binding;

/** A name as code in the scope sees it. */
export function lookUp(machine: Machine, scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) return settled(machine, found);
  }
  return nameInModule(machine, scope.module, name);
}
