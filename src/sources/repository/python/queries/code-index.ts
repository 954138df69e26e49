import type { TextFile } from '../../gather.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Packages } from '../evaluator/packages.ts';
import type { ImportTarget } from '../evaluator/scope.ts';
import { readModule } from './modules.ts';

/** What a module declares, by name. */
export interface PyModule {
  readonly path: string;
  readonly tree: SyntaxNode;
  readonly imports: ReadonlyMap<string, ImportTarget>;
  /** Modules whose names are all imported. */
  readonly stars: readonly ImportTarget[];
  readonly classes: ReadonlyMap<string, PyClass>;
  readonly functions: ReadonlyMap<string, PyFunction>;
  readonly values: ReadonlyMap<string, SyntaxNode>;
}

export interface PyClass {
  readonly name: string;
  readonly module: PyModule;
  readonly node: SyntaxNode;
  readonly bases: readonly SyntaxNode[];
  readonly methods: ReadonlyMap<string, PyFunction>;
  readonly values: ReadonlyMap<string, SyntaxNode>;
  readonly annotations: ReadonlyMap<string, SyntaxNode>;
  readonly inner: ReadonlyMap<string, PyClass>;
}

export interface PyFunction {
  readonly name: string;
  readonly module: PyModule;
  readonly owner?: PyClass;
  readonly node: SyntaxNode;
  readonly decorators: readonly SyntaxNode[];
}

export type Named =
  | { readonly kind: 'class'; readonly of: PyClass }
  | { readonly kind: 'function'; readonly of: PyFunction }
  | { readonly kind: 'module'; readonly of: PyModule }
  | { readonly kind: 'library'; readonly path: string }
  | { readonly kind: 'value'; readonly node: SyntaxNode; readonly module: PyModule };

export interface CodeIndex {
  readonly files: readonly TextFile[];
  readonly module: (path: string) => PyModule | undefined;
  readonly named: (module: PyModule, name: string, depth?: number) => Named | undefined;
  /** `a.b.C` as code writes it. */
  readonly dotted: (module: PyModule, node: SyntaxNode, depth?: number) => Named | undefined;
  /** The class and those it extends, nearest first. */
  readonly lineage: (of: PyClass) => readonly PyClass[];
  /** Names of classes of libraries that it extends. */
  readonly libraries: (of: PyClass) => readonly string[];
}

interface State {
  readonly tree: (path: string) => SyntaxNode | undefined;
  readonly packages: Packages;
  readonly modules: Map<string, PyModule | undefined>;
  readonly lineages: Map<PyClass, readonly PyClass[]>;
}

export function createIndex(
  files: readonly TextFile[],
  tree: (path: string) => SyntaxNode | undefined,
  packages: Packages,
): CodeIndex {
  const state: State = { tree, packages, modules: new Map(), lineages: new Map() };
  return {
    files,
    module: (path) => moduleAt(state, path),
    named: (module, name, depth = 0) => lookUp(state, module, name, depth),
    dotted: (module, node, depth = 0) => dotted(state, module, node, depth),
    lineage: (of) => lineageOf(state, of),
    libraries: (of) => librariesOf(state, of),
  };
}

function moduleAt({ tree, packages, modules }: State, path: string): PyModule | undefined {
  if (modules.has(path)) return modules.get(path);
  const root = path.endsWith('.py') ? tree(path) : undefined;
  const made = root === undefined ? undefined : readModule(packages, path, root);
  modules.set(path, made);
  return made;
}

function follow(state: State, target: ImportTarget, depth: number): Named | undefined {
  if (target.kind === 'library') return { kind: 'library', path: target.path };
  const found = moduleAt(state, target.path);
  if (found === undefined) return undefined;
  const [first, ...rest] = target.rest;
  if (first === undefined) return { kind: 'module', of: found };
  const named = lookUp(state, found, first, depth + 1);
  return rest.reduce<Named | undefined>((at, name) => memberOf(state, at, name, depth), named);
}

function memberOf(state: State, at: Named | undefined, name: string, depth: number): Named | undefined {
  switch (at?.kind) {
    case 'module':
      return lookUp(state, at.of, name, depth + 1);
    case 'library':
      return { kind: 'library', path: `${at.path}.${name}` };
    case 'class': {
      const inner = at.of.inner.get(name);
      if (inner !== undefined) return { kind: 'class', of: inner };
      const method = lineageOf(state, at.of).flatMap((each) => each.methods.get(name) ?? [])[0];
      return method === undefined ? undefined : { kind: 'function', of: method };
    }
    case 'value': {
      const made = makerOf(state, at.module, at.node, depth + 1);
      return made === undefined ? undefined : { kind: 'library', path: `${made}.${name}` };
    }
    default:
      return undefined;
  }
}

/** The library whose call made a value: `SQLAlchemy()`. */
function makerOf(state: State, from: PyModule, node: SyntaxNode, depth: number): string | undefined {
  if (node.type !== 'call' || depth > 8) return undefined;
  const callee = inField(node, 'function');
  const found = callee === undefined ? undefined : dotted(state, from, callee, depth);
  if (found?.kind === 'library') return `${found.path}()`;
  const bases = found?.kind === 'class' ? librariesOf(state, found.of) : [];
  return bases[0] === undefined ? undefined : `${bases[0]}()`;
}

function lookUp(state: State, from: PyModule, name: string, depth: number): Named | undefined {
  if (depth > 8) return undefined;
  const declared = from.classes.get(name);
  if (declared !== undefined) return { kind: 'class', of: declared };
  const called = from.functions.get(name);
  if (called !== undefined) return { kind: 'function', of: called };
  const imported = from.imports.get(name);
  if (imported !== undefined) return follow(state, imported, depth);
  const value = from.values.get(name);
  if (value !== undefined) {
    const isName = value.type === 'identifier' || value.type === 'attribute';
    const other = isName ? dotted(state, from, value, depth + 1) : undefined;
    return other ?? { kind: 'value', node: value, module: from };
  }
  for (const star of from.stars) {
    if (star.kind !== 'module') continue;
    const found = follow(state, { ...star, rest: [...star.rest, name] }, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

function dotted(state: State, from: PyModule, node: SyntaxNode, depth: number): Named | undefined {
  if (node.type === 'identifier') return lookUp(state, from, node.text, depth);
  if (node.type !== 'attribute') return undefined;
  const [object, name] = [inField(node, 'object'), inField(node, 'attribute')];
  if (object === undefined || name === undefined) return undefined;
  return memberOf(state, dotted(state, from, object, depth + 1), name.text, depth);
}

function lineageOf(state: State, of: PyClass): readonly PyClass[] {
  const before = state.lineages.get(of);
  if (before !== undefined) return before;
  const found: PyClass[] = [];
  const add = (each: PyClass): void => {
    if (found.includes(each) || found.length > 40) return;
    found.push(each);
    for (const base of each.bases) {
      const named = dotted(state, each.module, plainBase(base), 0);
      if (named?.kind === 'class') add(named.of);
    }
  };
  state.lineages.set(of, [of]);
  add(of);
  state.lineages.set(of, found);
  return found;
}

const librariesOf = (state: State, of: PyClass): readonly string[] =>
  lineageOf(state, of).flatMap((each) =>
    each.bases.flatMap((base) => {
      const named = dotted(state, each.module, plainBase(base), 0);
      if (named?.kind === 'library') return [named.path];
      const made = named?.kind === 'value' ? makerOf(state, named.module, named.node, 0) : undefined;
      return made === undefined ? [] : [made];
    }),
  );

/** `Base` of `Base[T]`. */
const plainBase = (node: SyntaxNode): SyntaxNode =>
  node.type === 'subscript' ? (inField(node, 'value') ?? node) : node;
