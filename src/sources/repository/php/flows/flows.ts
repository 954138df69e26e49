import type { Flow } from '../../../../model/flow.ts';
import type { Gap } from '../../../../model/origin.ts';
import type { Facts } from '../../../facts.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile, PhpMethod } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { lineage } from '../codebase.ts';
import { inField } from '../../languages/syntax.ts';
import { originAt } from '../value.ts';
import { asOwnRun, newAccess } from './records/access.ts';
import type { Place } from './records/access.ts';
import { settle } from './records/settling.ts';
import { plainName } from './parameters.ts';
import { checksOf, recordFlows } from './records/told.ts';
import { newEnv } from './environment.ts';
import { invoke } from './invoke.ts';
import type { Arrival, Frame, HandledPath, Machine } from './machine.ts';
import { closeBuffer } from './machine.ts';
import { can } from './marks.ts';
import { newStored } from './stored/noted.ts';
import { storedFlows } from './stored/stored-flows.ts';
import { execute } from './statements.ts';
import { askingTemplates, isBlade } from './templates/files.ts';
import { walkTemplate } from './templates/render.ts';
import { shared } from './types.ts';
import type { Callable, Source } from './value.ts';
import { stepsOf } from '../../flows/taints.ts';
import { doubtOf, inOrder } from '../../flows/told.ts';

/** Expressions, statements and calls that are walked for the whole target. */
const allSteps = 5_000_000;

/** The same for one script or function that nothing calls: one of them does not take everything. */
const ownSteps = 400_000;

/** Sources of one file that are told of one sink: a page that all scripts share is told for each of them. */
const mostSources = 4;

/** The ways of untrusted text through the PHP of a repository. */
export function phpFlows(codebase: PhpCodebase, routes: readonly DeclaredRoute[]): Facts {
  const cuts = new Set<string>();
  const arrivals: Arrival[] = [];
  const budget = { left: allSteps, own: ownSteps };
  const machine = createMachine(codebase, routes, arrivals, cuts, budget);
  const files = codebase.sources.flatMap(({ path }) => (isBlade(path) ? [] : (codebase.file(path) ?? [])));
  const entries = files.flatMap((file) => [...scripts(machine, file), ...functionsOf(machine, file)]);
  for (const file of askingTemplates(codebase))
    entries.push({ isGuarded: false, run: () => walkTemplate(machine, file, new Map()) });
  for (const isGuarded of [false, true])
    for (const entry of entries) {
      if (entry.isGuarded !== isGuarded) continue;
      budget.own = ownSteps;
      machine.branches = 0;
      machine.plain = false;
      asOwnRun(machine.access, entry.run, entry.place);
      while (machine.buffers.length > 0) closeBuffer(machine, true);
    }
  const gaps = [...cuts].map((why): Gap => ({ kind: 'trace-flow', subject: 'PHP', why }));
  const flows = inOrder([...arrivals.map(flowOf), ...recordFlows(machine.access), ...storedFlows(machine)]);
  return { trust: { flows, callerChecks: checksOf(machine.access) }, gaps };
}

interface Budget {
  left: number;
  own: number;
}

function createMachine(
  codebase: PhpCodebase,
  routes: readonly DeclaredRoute[],
  arrivals: Arrival[],
  cuts: Set<string>,
  budget: Budget,
): Machine {
  const sources = new Map<string, Source>();
  const told = new Map<string, Set<Source>>();
  return {
    codebase,
    handlers: handlersOf(codebase, routes),
    pathParameters: pathParametersOf(routes),
    script: undefined,
    globals: undefined,
    plain: false,
    buffers: [],
    depth: 0,
    nesting: 0,
    branches: 0,
    outcomes: new Map(),
    running: new Set(),
    entered: new Set(),
    included: new Set(),
    constants: new Map(),
    statics: new Map(),
    session: new Map(),
    access: newAccess(),
    stored: newStored(),
    sourceAt: (what, file, node) => {
      const key = `${file.path}:${node.start} ${what}`;
      const known = sources.get(key) ?? { what, file, node };
      sources.set(key, known);
      return known;
    },
    spend: (cost = 1) => {
      budget.left -= cost;
      budget.own -= cost;
      if (budget.left > 0 && budget.own > 0) return true;
      cuts.add(
        budget.left <= 0
          ? `more than ${allSteps} steps; what runs behind them is not followed`
          : `more than ${ownSteps} steps from one script or function; what runs behind them is not followed`,
      );
      return false;
    },
    report: (arrival) => {
      const sink = `${arrival.hit.kind} ${arrival.file.path}:${arrival.node.start} ${arrival.hit.what}`;
      const key = `${sink} ${arrival.taint.source.file.path}`;
      const known = told.get(key) ?? new Set();
      told.set(key, known);
      if (known.has(arrival.taint.source) || known.size >= mostSources) return;
      known.add(arrival.taint.source);
      arrivals.push(arrival);
    },
  };
}

/** A pattern that lets a slash through stands where the route is declared. */
const anyRest = /\.[*+]|\[\^[^\]/]*\][*+]/;

function handlersOf(
  codebase: PhpCodebase,
  routes: readonly DeclaredRoute[],
): ReadonlyMap<string, HandledPath> {
  const found = new Map<string, HandledPath>();
  for (const { handler, origin, path } of routes) {
    if (handler === undefined) continue;
    const key = `${handler.file}:${handler.line}`;
    const lines =
      codebase.repository.files
        .get(origin.file)
        ?.text.split('\n')
        .slice(origin.line - 1, origin.line + 4) ?? [];
    const isRest = anyRest.test(lines.join('\n')) || path.text.includes('{*') || path.text.endsWith('*');
    if (isRest || !found.has(key)) found.set(key, isRest ? 'rest' : 'part');
  }
  return found;
}

function pathParametersOf(routes: readonly DeclaredRoute[]): Machine['pathParameters'] {
  const found = new Map<string, Set<string>>();
  for (const { handler, path } of routes) {
    if (handler === undefined) continue;
    const key = `${handler.file}:${handler.line}`;
    const names = found.get(key) ?? new Set();
    found.set(key, names);
    for (const [, name = ''] of path.text.matchAll(/\{\*?(\w+)/g)) names.add(plainName(name));
  }
  return found;
}

interface Entry {
  /** Comes last: a file that refuses to be asked for runs where another one includes it. */
  readonly isGuarded: boolean;
  /** Of a script. */
  readonly place?: Place;
  readonly run: () => void;
}

const declarations =
  /^(php_tag|comment|namespace_use_declaration|class_declaration|interface_declaration|trait_declaration|enum_declaration|function_definition|php_end_tag|declare_statement|const_declaration)$/;

/** A file that does something when it is asked for. */
function scripts(machine: Machine, file: PhpFile): readonly Entry[] {
  const statements = file.root.children;
  const does = (nodes: readonly SyntaxNode[]): boolean =>
    nodes.some(({ type, children }) =>
      type === 'namespace_definition'
        ? does(children.at(-1)?.children ?? [])
        : !declarations.test(type) && type !== 'text',
    );
  if (!does(statements)) return [];
  const isGuarded = /^[^;{]{0,400}\bdefined\s*\(/s.test(
    file.root.text.replaceAll(/\/\*[\s\S]*?\*\/|(#|\/\/)[^\n]*/g, '').slice(0, 600),
  );
  return [
    {
      isGuarded,
      place: { file: file.path, line: 1 },
      run: () =>
        isGuarded && machine.included.has(file.path) ? undefined : runScript(machine, file, isGuarded),
    },
  ];
}

function runScript(machine: Machine, file: PhpFile, isGuarded: boolean): void {
  const frame: Frame = { file, name: '', env: newEnv(), answer: undefined, ends: [], jumps: [] };
  machine.script = file;
  machine.globals = frame;
  machine.running.add(`@${file.path}`);
  const statements = isGuarded
    ? file.root.children.filter(({ text }) => !/\bdefined\s*\(/.test(text.slice(0, 60)))
    : file.root.children;
  execute(machine, statements, frame);
  machine.running.delete(`@${file.path}`);
}

/** Functions and methods of a file that nobody called: handlers, listeners, what a container calls. */
function functionsOf(machine: Machine, file: PhpFile): readonly Entry[] {
  const all: { readonly method: PhpMethod; readonly isHandler: boolean }[] = [];
  for (const method of file.functions.values()) all.push({ method, isHandler: false });
  for (const { methods } of file.classes.values())
    for (const method of methods.values()) all.push({ method, isHandler: false });
  return all.map(({ method }) => ({ isGuarded: false, run: () => runMethod(machine, method) }));
}

function runMethod(machine: Machine, method: PhpMethod): void {
  const isKnown = machine.entered.has(method.node) && !isHandler(machine, method);
  if (method.body === undefined || isKnown) return;
  machine.script = undefined;
  machine.globals = undefined;
  const owner = method.class;
  const callee: Callable = {
    kind: 'method',
    method,
    ...(owner === undefined ? {} : { class: owner, self: shared(machine, owner) }),
  };
  if (
    owner !== undefined &&
    lineage(machine.codebase, owner).some(({ name }) => machine.access.settledClasses.has(name))
  )
    settle(machine);
  invoke(machine, callee, [], undefined);
}

const isHandler = ({ handlers }: Machine, { file, node }: PhpMethod): boolean =>
  handlers.has(`${file.path}:${inField(node, 'name')?.line ?? node.line}`);

function flowOf({ hit, taint, node, file, within }: Arrival): Flow {
  const { source, marks } = taint;
  return {
    kind: hit.kind,
    source: { what: source.what, origin: originAt(source.file, source.node) },
    steps: stepsOf(taint.step, originAt),
    sink: { what: hit.what, origin: originAt(file, node) },
    within,
    ...doubtOf((marks & hit.needs) === 0, (marks & can.unseen) === 0),
    endpoints: [],
  };
}
