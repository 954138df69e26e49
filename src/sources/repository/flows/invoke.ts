import { reportAnswer } from './answers.ts';
import { noteContentType } from './content-types.ts';
import { serve } from './calls.ts';
import { libraryAnswer } from './library.ts';
import { lookedUp } from './looked-up.ts';
import type { Frame, Machine, Site } from './machine.ts';
import { can } from './marks.ts';
import { hostValue } from './members.ts';
import { methodAnswer } from './methods.ts';
import { settleByCall } from './settling.ts';
import { checkedBefore } from './request-checks.ts';
import { registered, takesRequest } from './roots.ts';
import { answersFields } from './resolvers.ts';
import { isOfRows, rowsAfter, rowsOf } from './row-traces.ts';
import { runWritten } from './sandboxes.ts';
import { fitted } from './schemas.ts';
import { sinks } from './sinks/all.ts';
import { renderView } from './templates/render.ts';
import { isRecord } from './sinks/records.ts';
import type { CallFact } from './sinks/sink.ts';
import type { Closure, Thing, Trace, Value } from './value.ts';
import { isFromOutside, join, joinAll, nothing, tainted, things, wholeText } from './value.ts';
import { reportHits } from './reporting.ts';
import { noteStored } from './stored-records.ts';
import { masked } from './taints.ts';

/** Functions that one expression may be; more are not followed. */
const mostCallees = 4;

/** Calls whatever the callee may be. */
export function invoke(machine: Machine, callee: Value, args: readonly Value[], site: Site): Value {
  let answer = nothing;
  for (const each of callee.callables.slice(0, mostCallees)) {
    if (each.kind === 'native') {
      if (each.name !== undefined) reportAll(machine, { name: each.name }, args, site);
      answer = join(answer, each.run(args));
    } else if (each.kind === 'closure') answer = join(answer, machine.enter(each, args, site));
  }
  if (callee.callables.length > 0 && callee.traces.every(isOfRows)) return answer;
  const given = invokeUnwritten(machine, callee, args, site);
  return join(answer, { ...given, taints: masked(given.taints, ~can.slashed) });
}

/** Methods that run the functions they are given. */
const runsItself =
  /^(then|catch|finally|map|flatMap|forEach|filter|find|findLast|some|every|findIndex|reduce|reduceRight)$/;

/** What comes of a value is not the shared prototype itself. */
function copied(value: Value): Value {
  const taints = masked(value.taints, ~can.prototype);
  return taints === value.taints ? value : { ...value, taints };
}

/** A call of something the target does not define: of a library, of the language, or of who knows what. */
function invokeUnwritten(machine: Machine, callee: Value, args: readonly Value[], site: Site): Value {
  const { receiver, key } = site;
  const traces = callee.traces.filter((trace) => !isOfRows(trace));
  const found = joinAll(
    (traces.length === 0 ? [undefined] : traces).map((trace) => reportAll(machine, trace, args, site)),
  );
  // `req.get('x')` is of the framework, `req.query.x.trim()` of the language.
  const isOfRequest =
    key !== 'pipe' && traces.some(({ name }) => /^@(req|res|ctx|socket|event)#\w*$/.test(name));
  const isInRequest = !isOfRequest && traces.some(({ name }) => name.startsWith('@'));
  const own = args.map(copied);
  const method =
    receiver === undefined || key === undefined || isOfRequest || isRecord(found)
      ? undefined
      : methodAnswer(machine, copied(receiver), key, own, site);
  if (isInRequest && receiver !== undefined && isFromOutside(receiver)) return method ?? nothing;
  const rows = joinAll(callee.traces.filter(isOfRows).map((trace) => rowsAfter(trace, own)));
  const runs = /^(then|catch|finally)$/.test(key ?? '') || args.some(({ callables }) => callables.length > 0);
  if (method !== undefined && (traces.length === 0 || (runs && runsItself.test(key ?? ''))))
    return [found, rows].reduce(join, method);
  const named = [found, ...traces.map((trace) => libraryAnswer(machine, trace, own, site))].reduce(
    join,
    rows,
  );
  const results = passFunctions(machine, traces, args, site, named);
  return [named, results].reduce(join, method ?? nothing);
}

/** Tells what gets into sinks, and gives what is known of the answer for who is calling and which record it is. */
function reportAll(machine: Machine, trace: Trace | undefined, args: readonly Value[], site: Site): Value {
  const fact = factOf(machine, trace, args, site);
  noteContentType(fact);
  for (const sink of sinks) reportHits(machine, sink, fact, site);
  renderView(fact);
  settleByCall(machine, fact, site);
  noteStored(fact);
  return [rowsOf(fact), runWritten(fact)].reduce(join, lookedUp(machine, fact, site));
}

function factOf(machine: Machine, trace: Trace | undefined, args: readonly Value[], site: Site): CallFact {
  return {
    machine,
    frame: site.frame,
    trace,
    node: site.node,
    name: trace?.name ?? '',
    method: site.key ?? trace?.name.split(/[#.]/).at(-1) ?? '',
    written: site.written,
    receiver: site.receiver,
    args,
    isNew: site.isNew,
  };
}

/** Functions among the arguments run with what such a call gives them. */
function passFunctions(
  machine: Machine,
  traces: readonly Trace[],
  args: readonly Value[],
  site: Site,
  named: Value,
): Value {
  const names = traces.map(({ name }) => name);
  const first = args[0] === undefined ? undefined : wholeText(args[0]);
  let answer = nothing;
  for (const value of args)
    for (const closure of functionsIn(value)) {
      const served =
        registered(machine, names, first, closure, site.frame) ??
        procedureGiven(machine, traces, closure, site.frame);
      const given = served ?? streamed(closure, named);
      const isServed = served !== undefined || (given.length === 0 && takesRequest(closure, site.frame));
      const own = isServed
        ? serve(machine, closure, given, checkedBefore(names, args, closure))
        : machine.enter(closure, given);
      const isHapi = names.some((name) => /^(@hapi\/hapi|hapi)#.*\.route$/.test(name));
      if (isHapi || answersFields(closure.node)) reportAnswer(machine, closure, own, isHapi);
      answer = join(answer, own);
    }
  // `async.map(list, f)` and its like give what the function gave; nobody knows which.
  return names.some((name) => /^(bluebird|q|async|p-\w+|lodash[\w.-]*|underscore|ramda)#/.test(name))
    ? answer
    : nothing;
}

/** A procedure is given what its schema lets through: `procedure.input(schema).query(({ input }) => …)`. */
function procedureGiven(
  machine: Machine,
  traces: readonly Trace[],
  { node, file }: Closure,
  frame: Frame,
): readonly Value[] | undefined {
  for (const trace of traces) {
    if (!/\.(query|mutation|subscription|handler|action|stateAction)$/.test(trace.name)) continue;
    const schema = inputSchema(trace);
    if (schema === undefined) continue;
    const from = hostValue(machine, '@input#', node.params[0] ?? node, { ...frame, file });
    const [first] = schema.traces;
    const input = first === undefined ? from : fitted(machine, first, tainted(from.taints), 0);
    const context = hostValue(machine, '@ctx#', node.params[0] ?? node, { ...frame, file });
    const fields = new Map([
      ['input', input],
      ['parsedInput', input],
      ['ctx', context],
      ['context', context],
    ]);
    return [things({ kind: 'object', fields, rest: nothing, depth: machine.state.depth })];
  }
  return undefined;
}

function inputSchema(trace: Trace): Value | undefined {
  let steps = 0;
  for (let at: Trace | undefined = trace; at !== undefined && steps < 40; at = at.on, steps += 1)
    if (/\.(input|inputSchema|schema)\(\)$/.test(at.name) && at.args?.[0] !== undefined) return at.args[0];
  return undefined;
}

/** What counts records gives a number. */
const counts = /[#.](count|countDocuments|estimatedDocumentCount)\(\)$/;

/** `(error, result) =>` of a library that works on its own is given what the call gives. */
function streamed({ node }: Closure, named: Value): readonly Value[] {
  const [first] = node.params;
  const isError = first?.type === 'Identifier' && /^_*(err|error|e|er)\d*$/i.test(first.name);
  if (named.traces.length === 0 && named.taints.length === 0) return [];
  if (!isError || node.params.length < 2) return [];
  const isNumber = named.traces.length > 0 && named.traces.every(({ name }) => counts.test(name));
  return [nothing, isNumber ? nothing : named];
}

const mostFunctions = 40;

/** Functions of a value, also of the fields of objects that are handed over; each object is looked into once. */
function functionsIn(value: Value): readonly Closure[] {
  const found: Closure[] = [];
  const seen = new Set<Thing>();
  const collect = ({ callables, things: inside }: Value, depth: number): void => {
    for (const each of callables) if (each.kind === 'closure') found.push(each);
    if (depth > 2) return;
    for (const thing of inside) {
      if (thing.kind === 'instance' || seen.has(thing)) continue;
      seen.add(thing);
      for (const field of thing.fields.values()) if (found.length < mostFunctions) collect(field, depth + 1);
      collect(thing.rest, depth + 1);
    }
  };
  collect(value, 0);
  return found.slice(0, mostFunctions);
}
