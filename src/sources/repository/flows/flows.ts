import type { Gap } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { backendFiles } from '../modules/scope.ts';
import { reportAnswer } from './answers.ts';
import { enterClosure, newContexts, serve } from './calls.ts';
import { constructShape, sharedInstance, valueOfType } from './classes.ts';
import { evaluate } from './expressions.ts';
import { invoke } from './invoke.ts';
import type { Arrival, Callers, Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { createModules } from './modules.ts';
import { assignTo, bindPattern } from './patterns.ts';
import { unchecked } from './request-checks.ts';
import { newState } from './scope.ts';
import { forgetPatterns } from './slowness/slowness.ts';
import { checksOf, flowsOf, isAboutRecords } from './told.ts';
import { executeAll } from './statements.ts';
import { storedRecords } from './stored-records.ts';
import type { Closure, Source } from './value.ts';
import { nothing } from './value.ts';

/** Calls and statements that are walked for the whole target. */
const allSteps = 6_000_000;

/** Expressions inside each other, over all calls: each takes several frames of our own stack. */
const deepest = 500;

/** Sources that are told of one sink. */
const mostSources = 4;

/** The same of one statement that looks a record up, which many endpoints share. */
const mostEndpoints = 60;

/** The ways of untrusted text through the code of the backend. */
export function readFlows(codebase: Codebase): Facts {
  const cuts = new Set<string>();
  forgetPatterns();
  let machine = walkAll(codebase, cuts, []);
  // Handlers that read parts of the request before it was known that others set them run again.
  const { overwritten, read } = machine.callers;
  if ([...overwritten].some((name) => read.has(name))) machine = walkAll(codebase, cuts, [...overwritten]);
  const gaps = [...cuts].map((why): Gap => ({ kind: 'trace-flow', subject: 'repository', why }));
  return {
    trust: {
      flows: flowsOf(machine),
      callerChecks: checksOf(machine),
      storedRecords: storedRecords(machine),
    },
    gaps,
  };
}

function walkAll(codebase: Codebase, cuts: Set<string>, overwritten: readonly string[]): Machine {
  const machine = createMachine(codebase, cuts, new Set(overwritten));
  for (const { path } of backendFiles(codebase).files) guarded(machine, path, () => machine.exportsOf(path));
  guarded(machine, 'functions that nothing calls', () => enterRest(machine));
  return machine;
}

/** Code that is nested deeper than our own stack goes costs what runs behind it, never the whole run. */
function guarded(machine: Machine, what: string, walk: () => void): void {
  try {
    walk();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    machine.cut(`${what}: nested too deep to be followed`);
  }
}

/** Nothing is known yet of who is calling, but for the parts of requests that handlers set. */
const newCallers = (overwritten: Set<string>): Callers => ({
  source: undefined,
  overwritten,
  read: new Set(),
  stack: [],
  settled: new Map(),
  settlings: 0,
  shown: undefined,
});

function createMachine(codebase: Codebase, cuts: Set<string>, overwritten: Set<string>): Machine {
  const arrivals: Arrival[] = [];
  const contexts = newContexts();
  const sources = new Map<string, Source>();
  let depth = 0;
  let steps = 0;
  const modules = createModules(codebase, () => machine);
  const machine: Machine = {
    codebase,
    state: newState(undefined),
    calls: 0,
    thrown: nothing,
    callers: newCallers(overwritten),
    checked: unchecked,
    arrivals,
    closures: [],
    entered: new Set(),
    kept: new Map(),
    stored: new Map(),
    sourceAt: (what, file, node) => {
      const key = `${file.path}:${node.start}-${node.end} ${what}`;
      const known = sources.get(key) ?? { what, file, node };
      sources.set(key, known);
      return known;
    },
    spend: () => {
      steps += 1;
      if (steps === allSteps) cuts.add(`more than ${allSteps} steps; what runs behind them is not followed`);
      return steps < allSteps;
    },
    cut: (why) => void cuts.add(why),
    evaluate: (node, frame) => {
      if (depth >= deepest) return nothing;
      depth += 1;
      try {
        return evaluate(machine, node, frame);
      } finally {
        depth -= 1;
      }
    },
    execute: (statements, frame) => executeAll(machine, statements, frame),
    bind: (pattern, value, frame, declares) => bindPattern(machine, pattern, value, frame, declares),
    assign: (target, value, frame) => assignTo(machine, target, value, frame),
    member: (value, key, node, frame) => memberOf(machine, value, key, node, frame),
    invoke: (callee, args, site) => invoke(machine, callee, args, site),
    enter: (closure, args, site) => enterClosure(machine, contexts, closure, args, site),
    construct: (shape, args, site) => constructShape(machine, shape, args, site),
    ofType: (type, frame) => valueOfType(machine, type, frame),
    importFrom: modules.importFrom,
    importName: modules.importName,
    exportsOf: modules.exportsOf,
    report: reporter(arrivals),
  };
  return machine;
}

/** Keeps what arrives, each source once at a sink and not too many of them. */
function reporter(arrivals: Arrival[]): Machine['report'] {
  const told = new Map<string, Set<Source>>();
  return (arrival) => {
    const key = sinkKey(arrival);
    const known = told.get(key) ?? new Set();
    told.set(key, known);
    const most = isAboutRecords(arrival.sink) ? mostEndpoints : mostSources;
    if (known.has(arrival.taint.source) || known.size >= most) return;
    known.add(arrival.taint.source);
    arrivals.push(arrival);
  };
}

const sinkKey = ({ sink, site, hit }: Arrival): string =>
  `${sink.kind} ${site.frame.file.path}:${site.node.start} ${hit.what}`;

/** Functions that nobody called: handlers of a router that is not known, methods that a container calls. */
function enterRest(machine: Machine): void {
  for (let at = 0; at < machine.closures.length; at += 1) {
    const closure = machine.closures[at];
    if (closure === undefined || machine.entered.has(closure.node)) continue;
    machine.state = newState(undefined);
    const own = withSelf(machine, closure);
    reportAnswer(machine, closure, serve(machine, own, []));
  }
}

/** Methods belong to the object of their class. */
function withSelf(machine: Machine, closure: Closure): Closure {
  if (closure.self !== undefined || closure.home === undefined) return closure;
  return { ...closure, self: sharedInstance(machine, closure.home) };
}
