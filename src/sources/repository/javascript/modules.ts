import type { Directive, Statement } from 'oxc-parser';
import { jsonValue } from './json-values.ts';
import type { Machine } from './machine.ts';
import type { ModuleState } from './module-scope.ts';
import { frameOf, prepare } from './module-scope.ts';
import type { ParsedFile } from './parse.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';
import { nothing, unknown } from './value.ts';

/** Files of the target as modules, each walked at most once, when something of it is needed. */
export interface Modules {
  readonly run: (path: string) => void;
  readonly importFrom: (specifier: string, from: string) => Value;
  readonly exported: (path: string, name: string) => Value;
  readonly exportsOf: (path: string) => readonly (readonly [string, Value])[];
  /** Top-level scope of a file, its declarations ready to be asked for. */
  readonly scopeOf: (path: string) => Scope | undefined;
}

interface Table {
  readonly machine: () => Machine;
  readonly states: Map<string, ModuleState | undefined>;
}

export function createModules(machine: () => Machine): Modules {
  const table: Table = { machine, states: new Map() };
  return {
    run: (path) => run(table, path),
    importFrom: (specifier, from) => importFrom(table, specifier, from),
    exported: (path, name) => exported(table, path, name, 0),
    exportsOf: (path) => exportsOf(table, path),
    scopeOf: (path) => stateOf(table, path)?.scope,
  };
}

function stateOf(table: Table, path: string): ModuleState | undefined {
  if (!table.states.has(path)) {
    const file = table.machine().codebase.tree(path);
    const load = (specifier: string, from: string): Value => importFrom(table, specifier, from);
    table.states.set(path, file === undefined ? undefined : prepare(table.machine(), file, load));
  }
  return table.states.get(path);
}

function run(table: Table, path: string): void {
  const state = stateOf(table, path);
  if (state === undefined || state.started) return;
  state.started = true;
  const machine = table.machine();
  const { level } = machine;
  machine.level = 0;
  machine.execute(executable(state.file), frameOf(state));
  machine.level = level;
}

function importFrom(table: Table, specifier: string, from: string): Value {
  const { codebase } = table.machine();
  const resolved = codebase.resolver.resolve(specifier, from);
  if (resolved.kind === 'library')
    return { kind: 'library', package: resolved.name, path: '', from: specifier };
  if (resolved.kind === 'missing') return unknown(`${specifier} is not found`);
  if (resolved.path.endsWith('.json'))
    return jsonValue(codebase.repository.files.get(resolved.path)?.text ?? '');
  const state = stateOf(table, resolved.path);
  if (state === undefined) return unknown(`${resolved.path} cannot be read`);
  run(table, resolved.path);
  return state.isEsm ? { kind: 'module', path: resolved.path } : (state.cjs.fields.get('exports') ?? nothing);
}

function exported(table: Table, path: string, name: string, depth: number): Value {
  const state = stateOf(table, path);
  if (state === undefined || depth > 20) return unknown(`${path} cannot be read`);
  if (!state.started) run(table, path);
  const own = state.exports.get(name);
  if (own !== undefined) return own();
  for (const star of starFiles(table, state)) {
    const found = exported(table, star, name, depth + 1);
    if (found.kind !== 'unknown') return found;
  }
  if (name === 'default') {
    const replaced = state.cjs.fields.get('exports');
    if (replaced !== undefined && replaced.kind !== 'object') return replaced;
    if (state.exports.size > 0) return { kind: 'module', path };
  }
  return unknown(`${path} exports no ${name}`);
}

const starFiles = (table: Table, state: ModuleState): readonly string[] =>
  state.stars.flatMap((star) => {
    const resolved = table.machine().codebase.resolver.resolve(star, state.path);
    return resolved.kind === 'file' ? [resolved.path] : [];
  });

function exportsOf(table: Table, path: string): readonly (readonly [string, Value])[] {
  const seen = new Set<string>();
  const found = new Map<string, Value>();
  const queue = [path];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const state = stateOf(table, next);
    if (seen.has(next) || state === undefined) continue;
    seen.add(next);
    run(table, next);
    for (const [name, get] of state.exports) if (!found.has(name)) found.set(name, get());
    queue.push(...starFiles(table, state));
  }
  return [...found];
}

const executable = (file: ParsedFile): readonly Statement[] =>
  file.program.body.flatMap((item: Statement | Directive): readonly Statement[] => {
    if (item.type === 'ExportNamedDeclaration') return item.declaration === null ? [] : [item.declaration];
    if (item.type === 'ExportDefaultDeclaration' || item.type === 'ImportDeclaration') return [];
    return [item];
  });
