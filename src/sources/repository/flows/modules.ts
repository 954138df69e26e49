import type { Node, Program } from 'oxc-parser';
import type { Codebase } from '../javascript/codebase.ts';
import type { ParsedFile } from '../javascript/parse.ts';
import { importedName, isClassNode, isFunctionNode, patternNames, plainKey } from '../javascript/syntax.ts';
import { closureOf } from './expressions.ts';
import { moduleFrame } from './module-frame.ts';
import type { Frame, Machine } from './machine.ts';
import { newState } from './scope.ts';
import { declare, lookup, newScope, read, write } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Thing, Value } from './value.ts';
import { callable, native, nothing, things, traced, wholeText } from './value.ts';

interface Module {
  readonly exports: Thing;
  readonly module: Thing;
  readonly stars: string[];
  ran: boolean;
}

export interface Modules {
  readonly exportsOf: (path: string) => Value;
  readonly importFrom: (specifier: string, from: ParsedFile) => Value;
  readonly importName: (specifier: string, name: string, from: ParsedFile) => Value;
}

/** Runs files when they are first asked for. */
export function createModules(codebase: Codebase, machineOf: () => Machine): Modules {
  const known = new Map<string, Module>();
  const run = (path: string): Module | undefined => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const file = codebase.tree(path);
    if (file === undefined) return undefined;
    const module = newModule();
    known.set(path, module);
    runModule(machineOf(), file, module);
    return module;
  };
  const exportsOf = (path: string): Value => {
    const module = run(path);
    return module === undefined ? nothing : (module.module.fields.get('exports') ?? things(module.exports));
  };
  const exported = (path: string, name: string, from: Node, hops: number): Value => {
    const module = run(path);
    if (module === undefined || hops > 30) return nothing;
    const own = module.exports.fields.get(name);
    if (own !== undefined) return own;
    const whole = module.module.fields.get('exports');
    const isCommon = whole !== undefined && whole.things[0] !== module.exports;
    if (name === 'default') return whole ?? nothing;
    if (isCommon) return machineOf().member(whole, name, from, noFrame(codebase.tree(path)));
    for (const star of module.stars) {
      const found = exported(star, name, from, hops + 1);
      if (found !== nothing) return found;
    }
    return module.exports.rest;
  };
  const importFrom = (specifier: string, from: ParsedFile): Value => {
    const resolved = codebase.resolver.resolve(specifier, from.path);
    if (resolved.kind === 'file') return exportsOf(resolved.path);
    return resolved.kind === 'library' ? traced(libraryName(specifier, resolved.name)) : nothing;
  };
  return {
    exportsOf,
    importFrom,
    importName: (specifier, name, from) => {
      const resolved = codebase.resolver.resolve(specifier, from.path);
      if (resolved.kind === 'file')
        return name === '*' ? exportsOf(resolved.path) : exported(resolved.path, name, from.program, 0);
      if (resolved.kind === 'missing') return nothing;
      const library = libraryName(specifier, resolved.name);
      return traced(
        name === '*' || name === 'default' ? library : `${library}${library.endsWith('#') ? '' : '.'}${name}`,
      );
    },
  };
}

const newModule = (): Module => {
  const exports: Thing = { kind: 'object', fields: new Map(), rest: nothing, depth: 0 };
  const module: Thing = {
    kind: 'object',
    fields: new Map([['exports', things(exports)]]),
    rest: nothing,
    depth: 0,
  };
  return { exports, module, stars: [], ran: false };
};

/** `fs/promises` is a part of `fs`; other ways into a package are taken for the package. */
function libraryName(specifier: string, name: string): string {
  if (/^(node:)?fs\/promises$/.test(specifier)) return 'fs#promises';
  if (/^mysql2\/promise$|^mysql2\/promises$/.test(specifier)) return 'mysql2#';
  return `${name}#`;
}

const noFrame = (file: ParsedFile | undefined): Frame =>
  moduleFrame(file ?? { path: '', text: '', program: emptyProgram, lineStarts: [0] });

const emptyProgram: Program = {
  type: 'Program',
  body: [],
  sourceType: 'module',
  hashbang: null,
  start: 0,
  end: 0,
};

function runModule(machine: Machine, file: ParsedFile, module: Module): void {
  const scope = newScope(undefined);
  const frame: Frame = {
    file,
    scope,
    self: things(module.exports),
    home: undefined,
    name: '',
    answer: { value: nothing },
  };
  const outer = machine.state;
  const calls = machine.calls;
  machine.state = newState(undefined);
  machine.calls = 0;
  try {
    declareCommon(machine, scope, module, file);
    declareImports(machine, scope, file);
    exportEarly(machine, file, frame, module);
    machine.execute(file.program.body, frame);
    exportAll(machine, file, frame, module);
  } finally {
    machine.state = outer;
    machine.calls = calls;
    module.ran = true;
  }
}

function declareCommon(machine: Machine, scope: Scope, module: Module, file: ParsedFile): void {
  const require = native(([specifier]) => {
    const name = specifier === undefined ? undefined : wholeText(specifier);
    return name === undefined ? nothing : machine.importFrom(name, file);
  }, '#require');
  write(machine.state, declare(scope, 'module'), things(module.module));
  write(machine.state, declare(scope, 'exports'), things(module.exports));
  write(machine.state, declare(scope, 'require'), require);
}

function declareImports(machine: Machine, scope: Scope, file: ParsedFile): void {
  for (const item of file.program.body) {
    if (
      item.type === 'TSImportEqualsDeclaration' &&
      item.moduleReference.type === 'TSExternalModuleReference'
    ) {
      const specifier = item.moduleReference.expression.value;
      declare(scope, item.id.name, nothing, () => machine.importFrom(specifier, file));
    }
    if (item.type !== 'ImportDeclaration') continue;
    for (const specifier of item.specifiers) {
      const name = importedName(specifier);
      declare(scope, specifier.local.name, nothing, () => machine.importName(item.source.value, name, file));
    }
  }
}

/** Functions are there before the file ran: files that import each other see them. */
function exportEarly(machine: Machine, file: ParsedFile, frame: Frame, module: Module): void {
  for (const item of file.program.body) {
    if (item.type === 'ExportAllDeclaration') {
      const resolved = machine.codebase.resolver.resolve(item.source.value, file.path);
      if (item.exported === null && resolved.kind === 'file') module.stars.push(resolved.path);
      continue;
    }
    const isDefault = item.type === 'ExportDefaultDeclaration';
    if (!isDefault && item.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = item;
    if (declaration === null || !isFunctionNode(declaration) || declaration.body === null) continue;
    const name = isDefault ? 'default' : (declaration.id?.name ?? 'default');
    module.exports.fields.set(name, callable(closureOf(machine, declaration, frame)));
  }
}

function exportAll(machine: Machine, file: ParsedFile, frame: Frame, module: Module): void {
  const put = (name: string, value: Value): void => void module.exports.fields.set(name, value);
  const local = (name: string): Value => {
    const cell = lookup(frame.scope, name);
    return cell === undefined ? nothing : read(machine.state, cell);
  };
  for (const item of file.program.body) {
    if (item.type === 'ExportDefaultDeclaration') {
      const { declaration } = item;
      if (isClassNode(declaration) && declaration.id !== null) put('default', local(declaration.id.name));
      else if (!isFunctionNode(declaration)) put('default', machine.evaluate(declaration, frame));
    }
    if (item.type === 'TSExportAssignment')
      module.module.fields.set('exports', machine.evaluate(item.expression, frame));
    if (item.type !== 'ExportNamedDeclaration') continue;
    for (const { local: inner, exported } of item.specifiers) {
      const [from, to] = [plainKey(inner, false) ?? '', plainKey(exported, false) ?? ''];
      put(to, item.source === null ? local(from) : machine.importName(item.source.value, from, file));
    }
    const { declaration } = item;
    if (declaration?.type === 'VariableDeclaration')
      for (const { id } of declaration.declarations)
        for (const name of patternNames(id)) put(name, local(name));
    else if (declaration !== null && isClassNode(declaration) && declaration.id !== null)
      put(declaration.id.name, local(declaration.id.name));
  }
}
