import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Packages } from './packages.ts';
import type { Module } from './scope.ts';
import type { Arguments, ClassValue, Place, ResultValue, Value } from './value.ts';

/** A call that left the target: what the readers of the frameworks look at. */
export interface CallEvent {
  readonly callee: Value;
  readonly args: Arguments;
  readonly result: ResultValue;
  readonly place: Place;
  /** It stands behind a condition that could not be decided. */
  readonly conditional: boolean;
}

export interface Machine {
  readonly packages: Packages;
  readonly modules: Map<string, Module>;
  readonly tree: (path: string) => SyntaxNode | undefined;
  readonly events: CallEvent[];
  readonly classes: ClassValue[];
  /** Functions that were walked. */
  readonly called: Set<SyntaxNode>;
  /** Functions that are being walked, to bound recursion. */
  readonly stack: SyntaxNode[];
  /** The settings of the Django project. */
  settings?: Module;
  /** Conditions around the current statement that could not be decided. */
  conditions: number;
  /** Modules and imports that are being looked into, to bound recursion. */
  nesting: number;
  /** Steps that are left. */
  steps: number;
}

export function createMachine(packages: Packages, tree: (path: string) => SyntaxNode | undefined): Machine {
  return {
    packages,
    modules: new Map(),
    tree,
    events: [],
    classes: [],
    called: new Set(),
    stack: [],
    conditions: 0,
    nesting: 0,
    steps: 6_000_000,
  };
}
