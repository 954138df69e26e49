import type { EffectCall } from '../../model/effects.ts';
import type { Request, Variables } from '../effects/effects.ts';
import type { Handler } from '../http/exchange.ts';
import { jitteredPause } from '../integrations/client.ts';
import type { Integrations } from '../integrations/integrations.ts';
import type { Part } from '../part.ts';
import type { Row } from '../../provers/postgres/session.ts';
import type { Running } from '../running.ts';
import { consumersOf } from './consumers.ts';
import type { ConsumerFigures, Consumers } from './consumers.ts';
import { concludeRequest } from './flow-answers.ts';
import { flowFigures, parkedFlows } from './flow-runs.ts';
import type { FlowEnd, FlowFigures } from './flow-runs.ts';
import { flowHandler, flowOperations } from './flow-requests.ts';
import type { Answer } from './flow-requests.ts';
import { flowsOf } from './flows.ts';
import type { Flows } from './flows.ts';
import { jobsOf } from './jobs/jobs.ts';
import type { Jobs } from './jobs/jobs.ts';
import { mountLongWork } from './jobs/results.ts';
import { loopOf } from './loop.ts';
import type { Loop } from './loop.ts';
import { patienceOf } from './patience.ts';
import { relayOf } from './relay.ts';
import type { Relay, RelayFigures } from './relay.ts';
import { duration } from './back-off.ts';
import { addProcessTables } from './tables.ts';

/** A part of the process itself that answers a request of an effect, such as the hash of a password; undefined = not mine. */
export type OwnCall = (at: string, call: EffectCall, values: Variables) => Promise<Variables> | undefined;

export interface ProcessOptions {
  readonly integrations: Integrations;
  readonly own?: OwnCall;
  /** From 0 to 1; for tests. */
  readonly chance?: () => number;
  /** ms that a request waits for its flow; absent = as long as the gateway of the design. */
  readonly patience?: number;
  /** false: nothing begins by the clock. */
  readonly schedules?: boolean;
  readonly fault: (error: unknown) => void;
}

/** What runs beside requests, for whoever controls and measures it. */
export interface Processes {
  readonly part: Part;
  readonly relay: Relay;
  readonly consumers: Consumers;
  readonly flows: Flows;
  readonly jobs: Jobs;
  /** Something was written: what it tells is handed on soon. */
  readonly wake: () => void;
  /** Hands on and works on all that is there, to its end. */
  readonly settle: () => Promise<void>;
  readonly parkedFlows: () => Promise<readonly Row[]>;
  readonly figures: () => Promise<ProcessFigures>;
}

export interface ProcessFigures {
  readonly relay: RelayFigures;
  readonly consumers: ConsumerFigures;
  readonly flows: FlowFigures;
  /** Jobs by queue and state. */
  readonly jobs: Awaited<ReturnType<Jobs['figures']>>;
}

export async function processesOf(running: Running, options: ProcessOptions): Promise<Processes> {
  const { integrations, own, chance = Math.random, schedules = true, fault } = options;
  const { patience = patienceOf(running.backend) } = options;
  await addProcessTables(running);
  const answers = new WeakMap<FlowEnd, Answer>();
  const ask = askOf(integrations, own);
  const relay = relayOf(running);
  const flows: Flows = flowsOf(running, {
    services: {
      call: (request) => ask(request, 'once'),
      pause: (attempt) => jitteredPause(attempt, chance()),
    },
    conclude: (record, ended) => concludeRequest(running, answers, record, ended),
    ended: () => relaying.wake(),
    fault,
  });
  const consumers = consumersOf(
    running,
    {
      call: (at, key, { request, gives }, values) => ask({ at, key, request, gives, values }, 'again'),
      start: (flow, key, variables) => flows.start(flow, key, { variables, isRedelivered: true }),
    },
    chance,
  );
  const relaying = loopOf(
    async () => {
      const more = await relay.round();
      const worked = await consumers.round();
      return more || worked;
    },
    { every: relayEvery(running), gather: 5, fault },
  );
  const jobs = jobsOf(running, () => flows, { schedules, fault, done: () => relaying.wake() });
  const wake = (): void => {
    relaying.wake();
    jobs.wake();
  };
  for (const table of relay.tables) running.inserts.listen(table, relaying.wake);
  return {
    part: partOf(running, { flows, jobs, relaying, wake, fault, patience }, answers),
    relay,
    consumers,
    flows,
    jobs,
    wake,
    settle: async () => {
      await flows.settle();
      await relaying.settle();
    },
    parkedFlows: () => parkedFlows(running),
    figures: async () => ({
      relay: await relay.figures(),
      consumers: await consumers.figures(),
      flows: await flowFigures(running),
      jobs: await jobs.figures(),
    }),
  };
}

interface Going {
  readonly flows: Flows;
  readonly jobs: Jobs;
  readonly relaying: Loop;
  readonly wake: () => void;
  readonly patience: number;
  readonly fault: (error: unknown) => void;
}

function partOf(
  running: Running,
  { flows, jobs, relaying, wake, patience, fault }: Going,
  answers: WeakMap<FlowEnd, Answer>,
): Part {
  let starting: Promise<void> | undefined;
  const handlers = new Map<string, Handler>(
    flowOperations(running).map((each) => [
      each.operation.id,
      flowHandler(running, () => flows, answers, each, patience),
    ]),
  );
  return {
    handlers,
    mount: async (app, gates) => {
      mountLongWork(app, running, gates);
    },
    begin: async () => {
      await flows.continueAll();
      // The queue makes its tables while requests are answered already.
      starting = jobs.begin().catch(fault);
      wake();
    },
    close: async () => {
      await starting;
      await jobs.close();
      await relaying.stop();
      await flows.settle();
    },
  };
}

type Ask = (request: Request, repeat: 'once' | 'again') => Promise<Variables>;

/** A request of an effect goes to the part of the process that knows it, else to the integration. */
const askOf =
  (integrations: Integrations, own: OwnCall = () => undefined): Ask =>
  ({ at, request, values, gives, key, timeoutSeconds }, repeat) => {
    const mine = own(at, { request, with: Object.keys(values), gives }, values);
    const asked = { at, request, values, gives, key };
    const peer = (): Promise<Variables> | undefined =>
      integrations.ask(
        { ...asked, ...(timeoutSeconds !== undefined && { timeoutMs: timeoutSeconds * 1000 }) },
        repeat,
      );
    return mine ?? peer() ?? Promise.reject(new Error(`nobody answers the request ${request} at ${at}`));
  };

/** `every 1 s, at once when woken by NOTIFY`, in ms. */
function relayEvery({ backend }: Running): number {
  const relay = backend.processes.jobs.find(({ kind }) => kind === 'relay');
  return duration(/every (\d+ ?[a-z]+)/.exec(relay?.schedule ?? '')?.[1] ?? '') ?? 1000;
}
