import { folderOf } from '../file-paths.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { lineage } from './codebase.ts';
import { definitionsOf } from './defined-constants.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { className } from './names.ts';
import type { PhpValue, Scope } from './value.ts';
import { nothing, text, textOf, unknown } from './value.ts';

const magic: Readonly<Record<string, (scope: Scope) => PhpValue>> = {
  __dir__: ({ file }) => text(`/${folderOf(file.path)}`),
  __file__: ({ file }) => text(`/${file.path}`),
  __class__: (scope) => text(scope.class?.name ?? ''),
  __namespace__: ({ file }) => text(file.names.namespace),
  directory_separator: () => text('/'),
  php_eol: () => text('\n'),
};

export function constantValue(machine: Machine, name: string, scope: Scope): PhpValue {
  const known = magic[name.replace(/^\\/, '').toLowerCase()];
  if (known !== undefined) return known(scope);
  const given = definedConstant(machine, name.split('\\').at(-1) ?? name, scope);
  return given ?? unknown(`the constant ${name} is not known`);
}

/** `const X = …;` of the file, or what defines it anywhere. */
function definedConstant(machine: Machine, name: string, scope: Scope): PhpValue | undefined {
  const own = scope.variables.get(`const ${name}`);
  if (own !== undefined) return own;
  if (!/^[A-Z_][A-Z0-9_]*$/i.test(name) || machine.depth > 30) return undefined;
  const found = definitionsOf(machine.codebase, name);
  const { value, file } = found.find((each) => each.file.path === scope.file.path) ?? found[0] ?? {};
  if (value === undefined || file === undefined) return undefined;
  machine.depth += 1;
  const given = evaluate(machine, value, { file, variables: new Map() });
  machine.depth -= 1;
  return given;
}

export function classConstant(machine: Machine, node: SyntaxNode, scope: Scope): PhpValue {
  const [owner, name] = node.children;
  if (owner === undefined || name === undefined) return unknown('a constant');
  const full = scopeName(machine, owner, scope);
  if (full === undefined) return unknown('a constant of a class that is not known');
  if (name.text.toLowerCase() === 'class') return text(full);
  return constantOf(machine, full, name.text);
}

/** A constant or a case of an enum, also inherited. */
export function constantOf(machine: Machine, owner: string, name: string): PhpValue {
  const start = machine.codebase.class(owner);
  const known = wellKnown(owner, name);
  if (start === undefined) return known ?? unknown(`${owner}::${name} is not in the repository`);
  if (machine.depth > 30) return unknown('nested too deep');
  const own = lineage(machine.codebase, start);
  const holders = [
    ...own,
    ...own.flatMap(({ interfaces }) => interfaces.flatMap((each) => machine.codebase.class(each) ?? [])),
  ];
  for (const holder of holders) {
    const node = holder.constants.get(name);
    const scope: Scope = { file: holder.file, class: holder, variables: new Map() };
    if (node !== undefined) {
      machine.depth += 1;
      const value = evaluate(machine, node, scope);
      machine.depth -= 1;
      return value;
    }
    if (!holder.cases.has(name)) continue;
    const written = holder.cases.get(name);
    const value = written === undefined ? nothing : evaluate(machine, written, scope);
    const properties = new Map<string, PhpValue>([
      ['name', text(name)],
      ['value', value],
    ]);
    return { kind: 'object', className: holder.name, args: [], properties };
  }
  return known ?? unknown(`${owner}::${name} was not found`);
}

/** Constants of the frameworks that name HTTP methods. */
function wellKnown(owner: string, name: string): PhpValue | undefined {
  const method = /^(?:METHOD|HTTP)_([A-Z]+)$/.exec(name)?.[1];
  if (method !== undefined && /(^|\\)(Request|RequestMethod\w*|RequestMethodInterface)$/.test(owner))
    return text(method);
  return undefined;
}

/** The full name of the class that stands before `::`. */
export function scopeName(machine: Machine, node: SyntaxNode, scope: Scope): string | undefined {
  switch (node.text) {
    case 'self':
    case 'static': {
      const self = scope.self;
      return node.text === 'static' && self?.kind === 'object' ? self.className : scope.class?.name;
    }
    case 'parent':
      return scope.class?.parents[0];
    default:
      if (node.type === 'name' || node.type === 'qualified_name')
        return className(scope.file.names, node.text);
      return classOfValue(evaluate(machine, node, scope));
  }
}

function classOfValue(value: PhpValue): string | undefined {
  if (value.kind === 'object') return value.className;
  if (value.kind === 'host') return value.host.className;
  return textOf(value);
}
