import type { Flow, FlowStep } from '../../../model/flow.ts';
import type { CallerCheck } from '../../../model/trust.ts';
import { lineAt, originOf } from '../javascript/parse.ts';
import { functionName } from './function-names.ts';
import { scalarArguments } from './graph-arguments.ts';
import type { Arrival, Callers, Machine } from './machine.ts';
import { can } from './marks.ts';
import type { Sink } from './sinks/sink.ts';
import type { Source } from './value.ts';
import { isEndOfStored, storedFlows } from './stored/stored-flows.ts';
import { stepsOf } from './taints.ts';

/** What arrived, as it is told, in the order of the places. */
export function flowsOf(machine: Machine): readonly Flow[] {
  const { codebase, arrivals, callers } = machine;
  const cleaned = [...codebase.files.values()].some(({ imports }) =>
    imports.some(({ specifier }) => specifier === 'express-mongo-sanitize'),
  );
  const scalars = arrivals.some(isOfGraph) ? scalarArguments(codebase.repository) : new Set<string>();
  const flows = arrivals
    .filter(
      (arrival) => !isOfGraph(arrival) || !scalars.has(arrival.taint.source.what.replace(/^input /, '')),
    )
    .filter(({ sink }) => !cleaned || sink.kind !== 'nosql-injection')
    .filter(({ sink, taint }) => !isAboutRecords(sink) || !isWithin(taint.source, callers.settled))
    .flatMap((arrival) => {
      const { kind } = arrival.sink;
      return isEndOfStored(kind) ? [] : [flowOf(arrival, kind)];
    });
  return inOrder([...flows, ...storedFlows(machine)]);
}

/** An argument of a graph in a filter, where only an object does harm. */
const isOfGraph = ({ sink, taint }: Arrival): boolean =>
  sink.kind === 'nosql-injection' && taint.source.what.startsWith('input ');

/** By the places of their ends, then of their beginnings. */
export function inOrder(flows: readonly Flow[]): readonly Flow[] {
  const key = ({ kind, sink, source }: Flow): string =>
    `${place(sink)} ${kind} ${place(source)} ${source.what}`;
  return flows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** Whether who is calling decides: nobody says so where the caller was compared with something. */
export const isAboutRecords = ({ kind }: Sink): boolean =>
  kind === 'object-reference' || kind === 'privilege-field';

const isWithin = ({ node, file }: Source, functions: Callers['settled']): boolean =>
  [...functions.values()].some(
    (each) => each.file === file && each.node.start <= node.start && node.end <= each.node.end,
  );

/** A guard goes by the name of its class. */
const nameOf = (method: string | undefined, home: string | undefined): string =>
  method === undefined || (home !== undefined && /^(canActivate|use|handle|intercept)$/.test(method))
    ? (home ?? '')
    : method;

export const checksOf = ({ callers: { settled } }: Machine): readonly CallerCheck[] =>
  [...settled.values()]
    .map(({ node, file, home }) => ({
      name: nameOf(functionName(node), home?.node.id?.name),
      file: file.path,
      start: lineAt(file, node.start),
      end: lineAt(file, node.end),
    }))
    .toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start || a.end - b.end));

const place = ({ origin }: FlowStep): string =>
  origin.kind === 'read' ? `${origin.file}:${String(origin.line).padStart(6, '0')}` : '';

function flowOf({ sink, site, hit, taint }: Arrival, kind: Flow['kind']): Flow {
  const { source, marks } = taint;
  return {
    kind,
    source: { what: source.what, origin: originOf(source.file, source.node) },
    steps: stepsOf(taint.step, originOf),
    sink: {
      what: hit.what,
      origin: originOf(hit.place?.file ?? site.frame.file, hit.place?.node ?? site.node),
    },
    within: site.frame.name,
    ...(hit.access === undefined ? {} : { access: hit.access }),
    ...(hit.cost === undefined ? {} : { cost: hit.cost }),
    // A number or a type says nothing of whose record it is.
    ...(isAboutRecords(sink)
      ? {}
      : doubtOf(
          hit.weak === true ||
            (marks & (hit.needs ?? sink.needs)) === 0 ||
            (marks & (sink.doubtful ?? 0)) !== 0,
          (marks & can.unseen) === 0,
        )),
    endpoints: [],
  };
}

export const doubtOf = (isPart: boolean, isChecked: boolean): Pick<Flow, 'doubt'> =>
  isPart ? { doubt: 'partly' } : isChecked ? { doubt: 'checked' } : {};
