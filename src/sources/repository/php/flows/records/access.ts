import type { FlowKind, RecordAccess } from '../../../../../model/flow.ts';
import type { SyntaxNode } from '../../../languages/syntax.ts';
import type { PhpFile, PhpMethod } from '../../classes.ts';
import type { Source, Taint } from '../value.ts';
import { rebased } from '../../../flows/taints.ts';

/** Records that a request names or fills, reached on one way. */
export interface RecordArrival {
  readonly kind: FlowKind;
  /** What is done to which records; absent for files. */
  readonly access?: RecordAccess;
  readonly what: string;
  readonly taint: Taint;
  readonly node: SyntaxNode;
  readonly file: PhpFile;
  readonly within: string;
}

/** What one request runs: a handler, or a script with what it includes. */
export interface Run {
  /** The caller is compared with something: whether that is enough is not for us to say. */
  settled: boolean;
  /** Who is calling was looked up by what only they know. */
  proven: boolean;
  /** The type of what is uploaded was asked for. */
  typed: boolean;
  readonly arrivals: RecordArrival[];
}

/** Where a script or a function without a name begins. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What is known of who is calling and of the records that requests name. */
export interface AccessState {
  /** One for all, once something said who it is. */
  caller: Source | undefined;
  run: Run;
  readonly runs: Run[];
  /** Functions that run, the handler first. */
  readonly stack: PhpMethod[];
  /** Functions that compare the caller with something. */
  readonly settled: Set<PhpMethod>;
  /** Classes whose constructors do. */
  readonly settledClasses: Set<string>;
  /** Scripts, and functions without a name, that do. */
  readonly settledPlaces: Place[];
  /** What is asked now only decides what a page shows: a link for those with a role. */
  showing: boolean;
}

export const newRun = (): Run => ({ settled: false, proven: false, typed: false, arrivals: [] });

export const newAccess = (): AccessState => ({
  caller: undefined,
  run: newRun(),
  runs: [],
  stack: [],
  settled: new Set(),
  settledClasses: new Set(),
  settledPlaces: [],
  showing: false,
});

/** Arrivals of one run. */
const mostArrivals = 300;

/** Keeps what arrives until the run is over. */
export function arrive({ run }: AccessState, arrival: RecordArrival): void {
  if (run.arrivals.length < mostArrivals) run.arrivals.push(arrival);
}

/** What a call or an included file did, to be told again where it is not walked again. */
export interface Traces {
  readonly settled: boolean;
  readonly proven: boolean;
  readonly typed: boolean;
  readonly arrivals: readonly RecordArrival[];
}

export const noTraces: Traces = { settled: false, proven: false, typed: false, arrivals: [] };

/** Runs something and answers what it did beside what it gave. */
export function traced<Found>(
  state: AccessState,
  walk: () => Found,
  how: 'here' | 'apart' = 'here',
): readonly [Found, Traces] {
  const outer = state.run;
  const inner: Run = newRun();
  state.run = inner;
  const found = walk();
  state.run = outer;
  if (how === 'here') retrace(state, inner);
  return [found, inner];
}

/** What is told of a run: files whose type nobody asks for, records for which nobody asks who is calling. */
const kept = ({ arrivals, settled, typed }: Traces): readonly RecordArrival[] =>
  arrivals.filter(({ kind }) => (kind === 'unrestricted-upload' ? !typed : !settled));

/** What one of several files did, only one of which runs: what it asks is not asked for the others. */
export const ofChoice = (traces: Traces): Traces => ({
  settled: false,
  typed: false,
  proven: traces.proven,
  arrivals: kept(traces),
});

/** Walks what one request runs; what it does to records is kept once it is over. */
export function asOwnRun<Found>(
  state: AccessState,
  walk: () => Found,
  place?: Place,
): readonly [Found, Traces] {
  const outer = state.run;
  const run = newRun();
  state.run = run;
  const found = walk();
  state.run = outer;
  if (run.settled && place !== undefined) state.settledPlaces.push(place);
  state.runs.push({ ...run, arrivals: [...kept(run)] });
  return [found, noTraces];
}

/** What was done before happens here as well; the ways begin with what is given now. */
export function retrace(
  state: AccessState,
  { settled, proven, typed, arrivals }: Traces,
  before: readonly Taint[] = [],
  now: readonly Taint[] = [],
): void {
  const { run } = state;
  run.settled ||= settled;
  run.proven ||= proven;
  run.typed ||= typed;
  if (settled) for (const method of state.stack) state.settled.add(method);
  for (const arrival of arrivals)
    arrive(state, before.length === 0 ? arrival : { ...arrival, taint: rebased(arrival.taint, before, now) });
}
