import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Value } from './value.ts';

/** A module of the target; its statements run when something of it is asked for. */
export interface Module {
  readonly path: string;
  readonly isPackage: boolean;
  readonly scope: Scope;
  readonly tree: SyntaxNode | undefined;
  state: 'new' | 'running' | 'done';
  /** Statements that ran ahead of their turn because another module asked for what they define. */
  readonly early: Set<SyntaxNode>;
  /** Modules all of whose names were imported. */
  readonly stars: Binding[];
}

/** A name that is looked up in another module when it is used. */
export interface ImportBinding {
  readonly kind: 'import';
  readonly target: ImportTarget;
  /** Absent = the module itself. */
  readonly name?: string;
}

export type ImportTarget =
  | { readonly kind: 'module'; readonly path: string; readonly rest: readonly string[] }
  | { readonly kind: 'library'; readonly path: string };

export type Binding = Value | ImportBinding;

export interface Scope {
  readonly names: Map<string, Binding>;
  readonly parent?: Scope;
  readonly module: Module;
  /** Names that `global` says belong to the module. */
  readonly globals: Set<string>;
}

/** `module` is given while the module itself is being made. */
export const childScope = (parent: Scope): Scope => ({
  names: new Map(),
  parent,
  module: parent.module,
  globals: new Set(),
});

export function makeModule(path: string, tree: SyntaxNode | undefined): Module {
  const names = new Map<string, Binding>();
  const globals = new Set<string>();
  const module: Module = {
    path,
    isPackage: path.endsWith('__init__.py'),
    get scope() {
      return scope;
    },
    tree,
    state: 'new',
    early: new Set(),
    stars: [],
  };
  const scope: Scope = { names, globals, module };
  return module;
}
