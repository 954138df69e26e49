import type { Flow, FlowStep, Operation } from '../../model/domain.ts';
import type { Integration, Workload } from '../../model/brief.ts';
import type { OperationRate } from '../../model/load.ts';
import { valueOf } from '../capacity/figures.ts';
import type { Domain } from '../domain.ts';
import type { LoadModel } from '../load/load.ts';
import { deliveriesOf } from './deliveries.ts';

/** A call to a foreign system; `latency` in seconds. */
export interface RemoteCall {
  readonly integration: string;
  /** The context whose flow makes it. */
  readonly context: string;
  readonly latency: number;
}

/** Work a request leaves behind: nobody waits for it. CPU in seconds per execution. */
export interface DeferredWork {
  readonly context: string;
  readonly cpu: number;
  readonly database: number;
  readonly remote: readonly RemoteCall[];
  /** An event handed from one context to another, as opposed to the rest of the flow itself. */
  readonly delivery: boolean;
}

/** What one workload asks of the machines for each execution. Rates per second, CPU in seconds. */
export interface Work {
  readonly workload: string;
  readonly operation: string;
  readonly context: string;
  readonly peak: number;
  readonly mean: number;
  /** A person waits; a batch or a schedule does not grow with the users. */
  readonly interactive: boolean;
  readonly cpu: number;
  readonly database: number;
  readonly writes: boolean;
  readonly statements: number;
  readonly scv: number;
  readonly responseBytes: number;
  readonly staleness?: number;
  /** Contexts that are asked while the request waits, one entry a step. */
  readonly calls: readonly string[];
  readonly remote: readonly RemoteCall[];
  readonly deferred: readonly DeferredWork[];
}

/** Verbs that leave the data as it was. */
const readingVerbs: readonly Operation['verb'][] = ['list', 'read', 'search', 'export'];

export const isReading = (operation: Operation): boolean => readingVerbs.includes(operation.verb);

/**
 * The work of every workload that has a rate. With `asyncCheckout` a request ends before the first foreign system is
 * called: that step and all later ones of the flow are done from a queue.
 */
export function workOf(domain: Domain, load: LoadModel, asyncCheckout: boolean): readonly Work[] {
  return load.rates.flatMap((rate) => {
    const operation = domain.operations.find(({ id }) => id === rate.operation);
    const workload = domain.workloads.find(({ id }) => id === rate.workload);
    return operation === undefined ? [] : [workUnit(domain, operation, workload, rate, asyncCheckout)];
  });
}

function workUnit(
  domain: Domain,
  operation: Operation,
  workload: Workload | undefined,
  rate: OperationRate,
  asyncCheckout: boolean,
): Work {
  const { cost, context } = operation;
  const interactive = workload?.every === undefined && !operation.longRunning;
  const parts = flowsOf(domain, operation).map((flow) => splitFlow(domain, flow, asyncCheckout));
  const steps = parts.flatMap(({ waited }) => waited);
  const staleness = workload?.staleness ?? operation.staleness;
  return {
    workload: rate.workload,
    operation: operation.id,
    context,
    peak: rate.peak.value,
    mean: rate.mean.value,
    interactive,
    cpu: cost.cpu.value / 1000 + (cost.isWhole === true ? 0 : steps.length * valueOf('stepCpu')),
    database: cost.database.value / 1000 + steps.length * valueOf('stepDatabase'),
    writes: !isReading(operation),
    statements: cost.statements.value,
    scv: cost.scv,
    responseBytes: cost.responseBytes.value,
    ...(staleness !== undefined && isReading(operation) && { staleness: staleness.value }),
    calls: steps.flatMap(({ at }) => (at === context ? [] : [at])),
    remote: parts.flatMap(({ remote }) => remote),
    deferred: [...parts.flatMap(({ deferred }) => deferred), ...deliveriesOf(domain, operation)],
  };
}

export const flowsOf = ({ flows }: Domain, { id }: Operation): readonly Flow[] =>
  flows.filter(({ trigger }) => trigger === id);

interface FlowParts {
  readonly waited: readonly FlowStep[];
  readonly remote: readonly RemoteCall[];
  readonly deferred: readonly DeferredWork[];
}

/** Steps up to the first published event are waited for; those behind it, and with a queue the foreign calls, are not. */
export function waitedSteps({ steps }: Flow, asyncCheckout: boolean): readonly FlowStep[] {
  const end = steps.findIndex(({ kind }) => kind === 'publish' || (asyncCheckout && kind === 'remote'));
  return end === -1 ? steps : steps.slice(0, end);
}

function splitFlow(domain: Domain, flow: Flow, asyncCheckout: boolean): FlowParts {
  const waited = waitedSteps(flow, asyncCheckout);
  const later = flow.steps.slice(waited.length);
  const remote = waited.flatMap((step) => remoteCall(domain, flow, step));
  return {
    waited: waited.filter(({ kind }) => kind === 'local'),
    remote,
    deferred: later
      .filter(({ kind }) => kind !== 'publish')
      .map((step) => ({
        context: step.kind === 'remote' ? flow.context : step.at,
        cpu: valueOf('stepCpu'),
        database: valueOf('stepDatabase'),
        remote: remoteCall(domain, flow, step),
        delivery: false,
      })),
  };
}

function remoteCall({ integrations }: Domain, { context }: Flow, step: FlowStep): readonly RemoteCall[] {
  if (step.kind !== 'remote') return [];
  const integration = step.at.replace(/^integration:/, '');
  const latency = integrationLatency(integrations.find(({ id }) => id === integration));
  return [{ integration, context, latency }];
}

/** Seconds a call to a foreign system takes: stated, else the figure. */
export function integrationLatency(integration: Integration | undefined): number {
  const stated = integration?.latency;
  if (stated === undefined) return valueOf('integrationLatency');
  return stated.unit === 'ms' ? stated.value / 1000 : stated.value;
}
