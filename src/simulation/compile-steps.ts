import type { Step } from '../model/network.ts';
import type { CacheState } from './cache-state.ts';
import { newSite } from './call-site.ts';
import type { CallSite } from './call-site.ts';
import type { PoolState } from './pool-state.ts';
import { bind, emit, failureScope, here, whenBound } from './program-builder.ts';
import type { FailureScope, ProgramBuilder } from './program-builder.ts';
import { op } from './program.ts';
import { timeDistribution } from './random-time.ts';
import type { StationState } from './station-state.ts';

/** What steps name, while a network is compiled. */
export interface Compilation {
  readonly builder: ProgramBuilder;
  readonly station: (id: string) => StationState;
  readonly pool: (id: string) => PoolState;
  readonly cache: (id: string) => CacheState;
  readonly sites: CallSite[];
}

/** The routine being written: whose calls are its, and where its failures go. */
export interface Routine {
  readonly caller: string;
  readonly scope: FailureScope;
}

type StepOf<K extends Step['kind']> = Extract<Step, { kind: K }>;
type Call = Pick<StepOf<'call'>, 'operation' | 'isAwaited' | 'policy'>;

export function compileSteps(to: Compilation, steps: readonly Step[], routine: Routine): void {
  for (const step of steps) compileStep(to, step, routine);
}

function compileStep(to: Compilation, step: Step, routine: Routine): void {
  switch (step.kind) {
    case 'work':
      return compileWork(to, step, routine);
    case 'hold':
      return compileHold(to, step, routine);
    case 'call':
      return compileCalls(to, step, routine);
    case 'mix':
      return compileMix(to, step, routine);
    case 'choose':
      return compileChoice(to, step, routine);
    case 'fork':
      return compileFork(to, step, routine);
    case 'cached':
      return compileCached(to, step, routine);
  }
}

function compileWork(
  to: Compilation,
  work: Pick<StepOf<'work'>, 'station' | 'time'>,
  routine: Routine,
): void {
  const station = to.station(work.station);
  const time = timeDistribution(work.time);
  const plain = time.kind === 'exponential' ? op.exponentialWork : op.plainWork;
  emit(to.builder, routine.scope, { op: station.isPlain ? plain : op.work, station, time });
}

function compileHold(to: Compilation, step: StepOf<'hold'>, routine: Routine): void {
  const { builder } = to;
  const pool = to.pool(step.pool);
  const scope = failureScope();
  emit(builder, routine.scope, { op: op.acquire, pool });
  compileSteps(to, step.steps, { ...routine, scope });
  emit(builder, routine.scope, { op: op.release, pool });
  builder.deferred.push(() => {
    bind(builder, scope);
    emit(builder, routine.scope, { op: op.release, pool });
    emitFailure(to, routine.scope);
  });
}

/** Goes to the handler of a scope. */
function emitFailure(to: Compilation, scope: FailureScope): void {
  const jump = emit(to.builder, scope, { op: op.jump });
  whenBound(scope, (handler) => {
    jump.target = handler;
  });
}

function compileCalls(to: Compilation, step: StepOf<'call'>, routine: Routine): void {
  const { builder } = to;
  const { kind, mean } = step.times;
  if (kind === 'fixed' && mean === 1) return compileCall(to, step, routine);
  const times = emit(builder, routine.scope, {
    op: op.times,
    count: mean,
    isGeometric: kind === 'geometric',
  });
  const target = here(builder);
  compileCall(to, step, routine);
  emit(builder, routine.scope, { op: op.again, target });
  times.target = here(builder);
}

function compileCall(to: Compilation, call: Call, routine: Routine): void {
  const { builder } = to;
  const site = newSite(routine.caller, call.operation, call.policy ?? { attempts: 1 });
  to.sites.push(site);
  const hasPolicy = Object.entries(site.policy).some(
    ([key, value]) => value !== undefined && (key !== 'attempts' || value > 1),
  );
  const kind = hasPolicy ? op.callUnderPolicy : op.call;
  if (call.isAwaited) {
    emit(builder, routine.scope, { op: kind, site });
    return;
  }
  const spawn = emit(builder, routine.scope, { op: op.spawn });
  builder.deferred.push(() => {
    const scope = failureScope();
    spawn.target = here(builder);
    emit(builder, scope, { op: kind, site });
    bind(builder, scope);
    emit(builder, scope, { op: op.exit });
  });
}

/** Slices of work with one call after each, drawn with its part of all calls plus the end. */
function compileMix(to: Compilation, step: StepOf<'mix'>, routine: Routine): void {
  const { builder } = to;
  const { mean, scv } = step.time;
  const slices = step.calls.reduce((sum, call) => sum + call.mean, 1);
  const start = here(builder);
  if (mean > 0) compileWork(to, { station: step.station, time: { mean: mean / slices, scv } }, routine);
  if (step.calls.length === 0) return;
  const targets: number[] = [];
  emit(builder, routine.scope, {
    op: op.choose,
    targets,
    chances: step.calls.map((call) => call.mean / slices),
  });
  const end = emit(builder, routine.scope, { op: op.jump });
  for (const call of step.calls) {
    targets.push(here(builder));
    compileCall(to, call, routine);
    emit(builder, routine.scope, { op: op.jump, target: start });
  }
  end.target = here(builder);
}

function compileChoice(to: Compilation, step: StepOf<'choose'>, routine: Routine): void {
  const { builder } = to;
  const targets: number[] = [];
  const chances = step.branches.map((branch) => branch.probability);
  emit(builder, routine.scope, { op: op.choose, targets, chances });
  const ends = [emit(builder, routine.scope, { op: op.jump })];
  for (const branch of step.branches) {
    targets.push(here(builder));
    compileSteps(to, branch.steps, routine);
    ends.push(emit(builder, routine.scope, { op: op.jump }));
  }
  for (const end of ends) end.target = here(builder);
}

function compileFork(to: Compilation, step: StepOf<'fork'>, routine: Routine): void {
  const { builder } = to;
  const targets: number[] = [];
  emit(builder, routine.scope, { op: op.fork, targets, count: step.wanted });
  for (const branch of step.branches)
    builder.deferred.push(() => {
      const scope = failureScope();
      targets.push(here(builder));
      compileSteps(to, branch, { ...routine, scope });
      emit(builder, scope, { op: op.reply });
      emit(builder, scope, { op: op.exit });
      bind(builder, scope);
      emit(builder, failureScope(), { op: op.replyFailure });
    });
}

function compileCached(to: Compilation, step: StepOf<'cached'>, routine: Routine): void {
  const { builder } = to;
  const cache = to.cache(step.cache);
  const scope = failureScope();
  const lookUp = emit(builder, routine.scope, { op: op.lookUp, cache });
  compileSteps(to, step.steps, { ...routine, scope });
  emit(builder, routine.scope, { op: op.fill, cache });
  lookUp.target = here(builder);
  builder.deferred.push(() => {
    bind(builder, scope);
    emit(builder, routine.scope, { op: op.fillFailed, cache });
    emitFailure(to, routine.scope);
  });
}
