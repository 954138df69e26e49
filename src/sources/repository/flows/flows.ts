import type { Flow, FlowStep } from '../../../model/flow.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { originOf } from '../javascript/parse.ts';
import { backendFiles } from '../modules/scope.ts';
import { reportAnswer } from './answers.ts';
import { enterClosure, newContexts } from './calls.ts';
import { constructShape, sharedInstance, valueOfType } from './classes.ts';
import { evaluate } from './expressions.ts';
import { invoke } from './invoke.ts';
import type { Arrival, Machine } from './machine.ts';
import { can } from './marks.ts';
import { memberOf } from './members.ts';
import { createModules } from './modules.ts';
import { assignTo, bindPattern } from './patterns.ts';
import { newState } from './scope.ts';
import { executeAll } from './statements.ts';
import type { Closure, Source, Step } from './value.ts';
import { nothing } from './value.ts';

/** Calls and statements that are walked for the whole target. */
const allSteps = 6_000_000;

/** Expressions inside each other, over all calls: each takes several frames of our own stack. */
const deepest = 500;

/** Sources that are told of one sink. */
const mostSources = 4;

/** The ways of untrusted text through the code of the backend. */
export function readFlows(codebase: Codebase): Facts {
  const cuts = new Set<string>();
  const arrivals: Arrival[] = [];
  const machine = createMachine(codebase, arrivals, cuts);
  for (const { path } of backendFiles(codebase).files) machine.exportsOf(path);
  enterRest(machine);
  const gaps = [...cuts].map((why): Gap => ({ kind: 'trace-flow', subject: 'repository', why }));
  return { trust: { flows: flowsOf(codebase, arrivals) }, gaps };
}

function createMachine(codebase: Codebase, arrivals: Arrival[], cuts: Set<string>): Machine {
  const contexts = newContexts();
  const sources = new Map<string, Source>();
  let depth = 0;
  let steps = 0;
  const told = new Map<string, Set<Source>>();
  const modules = createModules(codebase, () => machine);
  const machine: Machine = {
    codebase,
    state: newState(undefined),
    calls: 0,
    thrown: nothing,
    arrivals,
    closures: [],
    entered: new Set(),
    kept: new Map(),
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
    report: (arrival) => {
      const key = sinkKey(arrival);
      const known = told.get(key) ?? new Set();
      told.set(key, known);
      if (known.has(arrival.taint.source) || known.size >= mostSources) return;
      known.add(arrival.taint.source);
      arrivals.push(arrival);
    },
  };
  return machine;
}

const sinkKey = ({ sink, site, hit }: Arrival): string =>
  `${sink.kind} ${site.frame.file.path}:${site.node.start} ${hit.what}`;

/** Functions that nobody called: handlers of a router that is not known, methods that a container calls. */
function enterRest(machine: Machine): void {
  for (let at = 0; at < machine.closures.length; at += 1) {
    const closure = machine.closures[at];
    if (closure === undefined || machine.entered.has(closure.node)) continue;
    machine.state = newState(undefined);
    const answer = machine.enter(withSelf(machine, closure), [], undefined);
    reportAnswer(machine, closure, answer);
  }
}

/** Methods belong to the object of their class. */
function withSelf(machine: Machine, closure: Closure): Closure {
  if (closure.self !== undefined || closure.home === undefined) return closure;
  return { ...closure, self: sharedInstance(machine, closure.home) };
}

function flowsOf(codebase: Codebase, arrivals: readonly Arrival[]): readonly Flow[] {
  const cleaned = [...codebase.files.values()].some(({ imports }) =>
    imports.some(({ specifier }) => specifier === 'express-mongo-sanitize'),
  );
  const flows = arrivals.filter(({ sink }) => !cleaned || sink.kind !== 'nosql-injection').map(flowOf);
  const key = ({ kind, sink, source }: Flow): string =>
    `${place(sink)} ${kind} ${place(source)} ${source.what}`;
  return flows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

const place = ({ origin }: FlowStep): string =>
  origin.kind === 'read' ? `${origin.file}:${String(origin.line).padStart(6, '0')}` : '';

function flowOf({ sink, site, hit, taint }: Arrival): Flow {
  const { source, marks } = taint;
  return {
    kind: sink.kind,
    source: { what: source.what, origin: originOf(source.file, source.node) },
    steps: stepsOf(taint.step),
    sink: {
      what: hit.what,
      origin: originOf(hit.place?.file ?? site.frame.file, hit.place?.node ?? site.node),
    },
    within: site.frame.name,
    ...doubtOf(
      hit.weak === true || (marks & (hit.needs ?? sink.needs)) === 0 || (marks & (sink.doubtful ?? 0)) !== 0,
      (marks & can.unseen) === 0,
    ),
    endpoints: [],
  };
}

const doubtOf = (isPart: boolean, isChecked: boolean): Pick<Flow, 'doubt'> =>
  isPart ? { doubt: 'partly' } : isChecked ? { doubt: 'checked' } : {};

function stepsOf(last: Step | undefined): readonly FlowStep[] {
  const steps: FlowStep[] = [];
  for (let at = last; at !== undefined; at = at.before)
    steps.push({ what: at.what, origin: originOf(at.file, at.node) });
  return steps.toReversed();
}
