import type { SyntaxNode } from '../../languages/syntax.ts';
import type { GeneratedServer } from '../generated-servers.ts';
import type { Framework } from '../frameworks/framework.ts';
import type { GoFile } from '../program/package.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import type { ProtoService } from '../proto/services.ts';
import type { GoRouter } from '../routing/router.ts';
import type { FunctionValue, ObjectValue, Scope, Site, Value } from './value.ts';

/** State of one walk through the code of the target. */
export interface Machine {
  readonly program: GoProgram;
  readonly frameworks: readonly Framework[];
  /** Services of the protocol files. */
  readonly services: readonly ProtoService[];
  /** Packages whose server is made of a document while building. */
  readonly generated: readonly GeneratedServer[];
  readonly routers: GoRouter[];
  /** Bodies that were walked. */
  readonly entered: Set<SyntaxNode>;
  /** Bodies on the way now, with how often. */
  readonly active: Map<SyntaxNode, number>;
  /** Structs by their type, as they were made. */
  readonly instances: Map<string, ObjectValue[]>;
  /** Values that stand for what nobody was seen to make, by type and field. */
  readonly standIns: Map<string, Value>;
  readonly globals: Map<string, Value>;
  readonly isRelevant: (node: SyntaxNode, file: GoFile) => boolean;
  /** Open decisions around the statement that is walked. */
  branch: readonly number[];
  branches: number;
  depth: number;
  /** While packages are initialised nothing is started: commands wait until all of them are. */
  waiting: FunctionValue[] | undefined;
  /** A function that nothing of the target calls is walked: a container may give it the application itself. */
  injected: boolean;
  /** Functions that touch no router stand on the way: only little of them is walked. */
  aside: number;
  steps: number;
}

export interface Frame {
  readonly machine: Machine;
  readonly file: GoFile;
  readonly scope: Scope;
  readonly answers: Value[];
  readonly named: readonly string[];
}

/** More than any application needs to register its routes; a loop without end stays harmless. */
const mostSteps = 6_000_000;

export function spend(machine: Machine): boolean {
  machine.steps += 1;
  return machine.steps < mostSteps;
}

export const siteOf = (file: GoFile, node: SyntaxNode): Site => originOf(file, node);

export function lookUp(scope: Scope | undefined, name: string): Value | undefined {
  for (let at = scope; at !== undefined; at = at.parent) {
    const found = at.bindings.get(name);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

export const innerScope = (parent: Scope | undefined): Scope => ({
  bindings: new Map(),
  ...(parent === undefined ? {} : { parent }),
});

/** Walks what may or may not happen. */
export function undecided(machine: Machine, walk: () => void): void {
  const before = machine.branch;
  machine.branches += 1;
  machine.branch = [...before, machine.branches];
  walk();
  machine.branch = before;
}
