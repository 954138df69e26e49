import type { MethodDeclaration } from '../classes.ts';
import type { Code, TypeName } from '../code.ts';
import type { Scope } from '../names.ts';
import type { World } from '../world.ts';
import type { Frame, Value } from './value.ts';

/** An argument as a library sees it. */
export interface Given {
  readonly name?: string;
  readonly value: Value;
  readonly code: Code;
}

/** A call that no code of the target answers. */
export interface LibraryCall {
  readonly name: string;
  /** Absent: called without an object, on a receiver or by a static import. */
  readonly on?: Value;
  readonly args: readonly Given[];
  readonly types: readonly TypeName[];
  readonly frame: Frame;
  readonly line: number;
}

/** How the objects of a library answer. */
export interface Library {
  /** Undefined: it is not a call of this library. */
  readonly call: (call: LibraryCall, machine: Machine) => Value | undefined;
  readonly create?: (type: TypeName, args: readonly Given[], frame: Frame, line: number) => Value | undefined;
  readonly member?: (on: Value, name: string) => Value | undefined;
  /** `x.name = value`, `x += value`. */
  readonly assign?: (on: Value, name: string, value: Value, operator: string, machine: Machine) => boolean;
  /** An object for a parameter of this type that nobody was seen to pass. */
  readonly standIn?: (type: TypeName, scope: Scope, line: number) => Value | undefined;
}

export interface Machine {
  readonly world: World;
  readonly libraries: Library[];
  readonly ran: Set<MethodDeclaration>;
  readonly running: MethodDeclaration[];
  steps: number;
  /** Closures that run inside each other. */
  depth: number;
}

/** Steps of one target: a library of patterns never needs as many. */
export const mostSteps = 2_000_000;
