import { kebabCase } from '../../artifacts/words.ts';
import type { Connection } from '../../model/architecture.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import type { Job, Processes } from '../../model/processes.ts';
import { unitOf } from '../sizing/layout.ts';
import type { Layout } from '../sizing/layout.ts';

type Told = Pick<Processes, 'flows' | 'jobs'>;

/**
 * The flows with the limits of what carries each step: a step that another service does has the timeout of the connection
 * to it, one that a consumer does the attempts of its job. So no step tells another number than its connection.
 */
export function withStepLimits<T extends Told>(
  processes: T,
  layout: Layout,
  connections: readonly Connection[],
): T {
  const { flows, jobs } = processes;
  const limited = (flow: Flow): Flow => ({
    ...flow,
    steps: flow.steps.map((step, index) => {
      const consumer = consumerOf(flow, index, jobs);
      return consumer === undefined
        ? called(flow, step, layout, connections)
        : { ...without(step), ...(consumer.attempts !== undefined && { attempts: consumer.attempts }) };
    }),
  });
  return { ...processes, flows: flows.map(limited) };
}

/** The job of another context that takes an event which the flow has published before this step. */
function consumerOf({ context, steps }: Flow, index: number, jobs: readonly Job[]): Job | undefined {
  const step = steps[index];
  if (step?.kind !== 'local' || step.at === context) return undefined;
  const names = steps
    .slice(0, index)
    .flatMap(({ kind, action }) => (kind === 'publish' ? [`${step.at}-on-${kebabCase(action)}`] : []));
  return jobs.find(({ id }) => names.includes(id));
}

/** A step done by another service; how often it is asked is the connection's, and the flow goes on from what it stored. */
function called(flow: Flow, step: FlowStep, layout: Layout, connections: readonly Connection[]): FlowStep {
  if (step.kind !== 'local') return step;
  const [from, to] = [unitOf(layout, flow.context)?.id, unitOf(layout, step.at)?.id];
  const connection = connections.find((each) => each.from === from && each.to === to);
  if (from === to || connection === undefined) return step;
  const { timeout } = connection;
  return { ...without(step), ...(timeout !== undefined && { timeout }) };
}

const without = ({ timeout: _timeout, attempts: _attempts, ...step }: FlowStep): FlowStep => step;
