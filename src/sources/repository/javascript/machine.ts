import type { Expression, Node, Statement } from 'oxc-parser';
import type { Codebase } from './codebase.ts';
import type { ParsedFile } from './parse.ts';
import { originOf } from './parse.ts';
import type { Scope } from './scope.ts';
import type { FunctionNode } from './syntax.ts';
import type { ClassValue, HostValue, LibraryValue, Site, Value } from './value.ts';

/**
 * Evaluates the target's code abstractly: values that can be known are known, the rest is `unknown`; both sides of a
 * condition that cannot be decided are walked. No code of the target runs; only its syntax tree is read, and every
 * step is counted against a budget.
 */
export interface Machine {
  readonly codebase: Codebase;
  readonly libraries: readonly LibraryModel[];
  /** Depth of branches that may or may not be taken. */
  level: number;
  /** The code is walked for a caller who carries no credential: packages that keep sessions give none. */
  anonymous: boolean;
  /** What was met on the way: compared before and after a call, it tells whether the call was understood whole. */
  readonly tally: Tally;
  /** Whether a function is being walked, and not only a module from its top. */
  readonly inFunction: () => boolean;
  /** Objects of modelled libraries that were called as functions, in order. */
  readonly called: HostValue[];
  /** Functions and constructors that were entered. */
  readonly entered: Set<FunctionNode>;
  readonly evaluate: (node: Expression, frame: Frame) => Value;
  readonly execute: (statements: readonly Statement[], frame: Frame) => void;
  readonly bind: (pattern: Node, value: Value, frame: Frame) => void;
  readonly call: (callee: Value, args: readonly Value[], site: Site, self?: Value) => Value;
  readonly construct: (callee: Value, args: readonly Value[], site: Site) => Value;
  /** Runs the constructors of a class on an object that exists, as `super(…)` does. */
  readonly initialise: (shape: Value, self: Value, args: readonly Value[], site: Site) => void;
  readonly member: (value: Value, key: string, site: Site) => Value;
  readonly setMember: (value: Value, key: string, next: Value) => void;
  readonly importFrom: (specifier: string, from: string) => Value;
  /** An export of a file of the target. */
  readonly exported: (path: string, name: string) => Value;
  readonly exportsOf: (path: string) => readonly (readonly [string, Value])[];
  readonly runModule: (path: string) => void;
  /** Counts one step; false when the budget is used up. */
  readonly spend: () => boolean;
  readonly tell: (kind: string, subject: string, why: string, site?: Site) => void;
}

export interface Tally {
  /** Throw statements that were reached. */
  thrown: number;
  /** Calls of something that is not known, or of a package that is not modelled. */
  unresolved: number;
  /** Calls on objects of a modelled library: something may have been registered. */
  registered: number;
  steps: number;
  /** Those of them that callbacks took which a library was given. */
  apart: number;
}

/** What a technology knows of a package it models. */
export interface LibraryModel {
  /** Package names. */
  readonly packages: readonly string[];
  readonly member?: (library: LibraryValue, name: string, machine: Machine) => Value | undefined;
  readonly call?: (
    library: LibraryValue,
    args: readonly Value[],
    site: Site,
    machine: Machine,
  ) => Value | undefined;
}

/** One activation of a function or module body. */
export interface Frame {
  readonly file: ParsedFile;
  readonly scope: Scope;
  readonly self: Value;
  readonly home?: ClassValue;
  /** Branch depth on entry: a `return` at this depth ends the body. */
  readonly level: number;
  readonly returns: Value[];
  /** Set when the rest of the body, or of the loop turn, is not reached. */
  stop: 'no' | 'return' | 'break' | 'continue';
}

export const siteOf = (file: ParsedFile, node: Node): Site => ({
  file,
  node,
  origin: originOf(file, node),
});

export const frameIn = (frame: Frame, scope: Scope): Frame => ({ ...frame, scope });

/** Runs `body` as something that may or may not happen. */
export function perhaps<Result>(machine: Machine, body: () => Result): Result {
  machine.level += 1;
  try {
    return body();
  } finally {
    machine.level -= 1;
  }
}
