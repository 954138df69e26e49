import type { Gap } from '../../../model/origin.ts';
import { bindPattern } from './assignments.ts';
import type { CallStack } from './calls.ts';
import { callValue, constructValue, initialiseObject } from './calls.ts';
import type { Codebase } from './codebase.ts';
import { evaluate } from './expressions.ts';
import type { LibraryModel, Machine } from './machine.ts';
import { memberOf, setMemberOf } from './members.ts';
import type { Modules } from './modules.ts';
import { createModules } from './modules.ts';
import { platformLibraries } from './platform.ts';
import { executeAll } from './statements.ts';
import { nothing, unknown } from './value.ts';

export interface Evaluator {
  readonly machine: Machine;
  readonly modules: Modules;
  readonly gaps: readonly Gap[];
}

/** Steps for the whole target; a large backend needs a few million. */
const allSteps = 20_000_000;

/** Expressions inside each other, over all calls: each takes several frames of our own stack. */
const deepest = 700;

export function createEvaluator(codebase: Codebase, libraries: readonly LibraryModel[]): Evaluator {
  const gaps: Gap[] = [];
  let depth = 0;
  const stack: CallStack = { active: [], spent: new Map() };
  const machine: Machine = {
    codebase,
    libraries: [...platformLibraries(codebase), ...libraries],
    level: 0,
    anonymous: false,
    tally: { thrown: 0, unresolved: 0, registered: 0, steps: 0, apart: 0 },
    inFunction: () => stack.active.length > 0,
    called: [],
    entered: new Set(),
    evaluate: (node, frame) => {
      if (depth >= deepest) return unknown('an expression that is nested too deep');
      depth += 1;
      try {
        return evaluate(machine, node, frame);
      } finally {
        depth -= 1;
      }
    },
    execute: (statements, frame) => executeAll(machine, statements, frame),
    bind: (pattern, value, frame) => bindPattern(machine, pattern, value, frame),
    call: (callee, args, site, self = nothing) => callValue(machine, stack, callee, args, site, self),
    construct: (callee, args, site) => constructValue(machine, callee, args, site),
    initialise: (shape, self, args, site) => initialiseObject(machine, shape, self, args, site),
    member: (value, key, site) => memberOf(machine, value, key, site),
    setMember: (value, key, next) => setMemberOf(machine, value, key, next),
    importFrom: (specifier, from) => modules.importFrom(specifier, from),
    exported: (path, name) => modules.exported(path, name),
    exportsOf: (path) => modules.exportsOf(path),
    runModule: (path) => modules.run(path),
    spend: () => {
      const steps = (machine.tally.steps += 1);
      if (steps === allSteps)
        gaps.push({
          kind: 'evaluate-code',
          subject: 'repository',
          why: `more than ${allSteps} steps; the rest is unknown`,
        });
      return steps < allSteps;
    },
    tell: (kind, subject, why, site) => {
      gaps.push({ kind, subject, why, ...(site === undefined ? {} : { origin: site.origin }) });
    },
  };
  const modules = createModules(() => machine);
  return { machine, modules, gaps };
}
