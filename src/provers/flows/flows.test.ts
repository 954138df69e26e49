import { describe, expect, test } from 'vitest';
import { flowPath, flowText } from '../../artifacts/flows/flows.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import { shopText } from '../../testing/briefs.ts';
import { basisOf, partsOf } from '../../testing/designed.ts';
import { flows } from './flows.ts';
import { readFlow } from './language/read-flow.ts';

const origin = { kind: 'given', path: 'test' } as const;
const seconds = { value: 3, unit: 's', origin } as const;
const attempts = { value: 3, unit: 'count', origin } as const;

const remote: Partial<FlowStep> = {
  kind: 'remote',
  at: 'integration:psp',
  timeout: seconds,
  attempts,
  idempotencyKey: 'order id',
};

function flow(steps: readonly Partial<FlowStep>[]): Flow {
  return {
    id: 'pay',
    name: 'Pay',
    context: 'orders',
    trigger: 'create Order',
    steps: steps.map((step, index) => ({
      id: `do-${index}`,
      action: `do ${index}`,
      at: 'orders',
      kind: 'local',
      ...step,
    })),
    critical: true,
    origin,
  };
}

async function settled(...steps: readonly Partial<FlowStep>[]): Promise<string> {
  const empty = emptyBackend('shop', 'designed');
  const backend = { ...empty, processes: { ...empty.processes, flows: [flow(steps)] } };
  const { claims, inputs } = flows.claims(backend);
  const [outcome] = await flows.prove(claims, (path) => inputs.get(path) ?? '');
  const { kind } = outcome?.verdict ?? { kind: 'none' };
  return outcome?.verdict.kind === 'refuted' ? outcome.verdict.counterexample : kind;
}

const charged: Partial<FlowStep> = { ...remote, action: 'charge the card', compensation: 'give it back' };
const begun: Partial<FlowStep> = { compensation: 'mark it cancelled' };

describe('a flow of a design', () => {
  test('with keys, timeouts and compensations is proved', async () => {
    expect(await settled(begun, charged, { pivot: true }, { ...remote, action: 'send it' })).toBe('proved');
  });

  test('charges twice without a key', async () => {
    const { idempotencyKey: _, ...withoutKey } = charged;
    expect(await settled(begun, withoutKey, { pivot: true })).toContain('do-1: at most once');
  });

  test('waits for ever without a timeout', async () => {
    const { timeout: _, ...withoutTimeout } = charged;
    expect(await settled(begun, withoutTimeout, { pivot: true })).toContain('waits without a timeout');
  });

  test('stops half-way without a compensation', async () => {
    const { compensation: _, ...withoutUndo } = charged;
    const further = { ...remote, at: 'integration:bank', action: 'ask the bank' };
    expect(await settled(begun, withoutUndo, further, { pivot: true })).toContain('taken back everywhere');
  });

  test('stops half-way when a step behind the pivot is tried once', async () => {
    const { attempts: _, ...once } = remote;
    expect(await settled({ pivot: true }, { ...once, action: 'send it' })).toContain('is lost');
  });

  test('may ask again instead of going back where nothing refuses any more', async () => {
    const { compensation: _, ...repeatable } = charged;
    expect(await settled(begun, repeatable, { pivot: true })).toBe('proved');
  });

  test('that only reads, or has one step, is told by nothing', async () => {
    expect(await settled({ action: 'read the cart' }, { action: 'check the limit' })).toBe('none');
    expect(await settled({ pivot: true })).toBe('none');
  });
});

test('every flow of the packs ends done or taken back, and its file is read by the language', async () => {
  const backend = partsOf(basisOf(shopText));
  const { claims, inputs } = flows.claims(backend);
  expect(claims.length).toBeGreaterThanOrEqual(5);
  for (const each of backend.processes.flows) {
    const text = inputs.get(flowPath(each));
    if (text !== undefined) expect(text).toBe(flowText(backend, each));
  }
  for (const text of inputs.values()) expect(readFlow(text).kind).toBe('flow');
  const outcomes = await flows.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcomes.map(({ claim, verdict }) => [claim, verdict.kind])).toEqual(
    claims.map(({ id }) => [id, 'proved']),
  );
});

test('whatever names and words a flow has, its file is read', async () => {
  const odd: Flow = {
    ...flow([
      { id: '1-2', action: '"quoted": {and} #more\nlines', at: 'orders', compensation: "undo: 'it'" },
      { id: '1-2', action: 'x'.repeat(300), at: '2nd context', idempotencyKey: '"'.repeat(100) },
      { id: '', action: '2fa.enabled', kind: 'publish' },
      { action: 'read what\nis: there' },
      { ...remote, at: 'integration:1 peer', pivot: true },
    ]),
    invariant: 'first line\nsecond: line',
    name: 'odd\nname',
    trigger: 'create',
  };
  const empty = emptyBackend('shop', 'designed');
  const backend = { ...empty, processes: { ...empty.processes, flows: [odd] } };
  const text = flowText(backend, odd);
  expect(readFlow(text)).toMatchObject({ kind: 'flow' });
});

test('a file that is no flow is undecided, with its place', async () => {
  const { claims } = flows.claims(partsOf(basisOf(shopText)));
  const [outcome] = await flows.prove(claims.slice(0, 1), () => 'flow: broken\n');
  expect(outcome?.verdict).toMatchObject({
    kind: 'undecided',
    reason: expect.stringMatching(/^line 1, column 1/),
  });
});

const shop = partsOf(basisOf(shopText));

/** What becomes of one flow of the shop, when something is taken out of its design or out of its file. */
async function settledOf(
  id: string,
  without: (backend: Backend) => Backend = (backend) => backend,
  edit: (text: string) => string = (text) => text,
): Promise<string> {
  const { claims, inputs } = flows.claims(without(shop));
  const [outcome] = await flows.prove(
    claims.filter(({ subject }) => subject === id),
    (path) => edit(inputs.get(path) ?? ''),
  );
  const { verdict } = outcome ?? {};
  return verdict?.kind === 'refuted' ? verdict.counterexample : `${verdict?.kind}`;
}

const withoutRelay = (backend: Backend): Backend => ({
  ...backend,
  processes: {
    ...backend.processes,
    jobs: backend.processes.jobs.filter(({ kind }) => kind !== 'relay'),
  },
});

const withoutInbox = (backend: Backend): Backend => ({
  ...backend,
  processes: {
    ...backend.processes,
    jobs: backend.processes.jobs.map((job) => ({ ...job, idempotent: false })),
  },
});

describe('a webhook rests on each part of its design', () => {
  test('all of them together hold', async () => {
    expect(await settledOf('webhook')).toBe('proved');
  });

  test('the unique key of its events', async () => {
    const without = (backend: Backend): Backend => ({
      ...backend,
      entities: backend.entities.map((entity) =>
        entity.name === 'ProviderEvent' ? { ...entity, unique: [] } : entity,
      ),
    });
    expect(await settledOf('webhook', without)).toMatch(
      /does not hold: (?:earlier|later)-stored: at most once/,
    );
  });

  test('the signature', async () => {
    const without = (backend: Backend): Backend => ({
      ...backend,
      api: {
        ...backend.api,
        endpoints: backend.api.endpoints.map((endpoint) => ({
          ...endpoint,
          guards: endpoint.guards.filter(({ name }) => name !== 'webhook signature'),
        })),
      },
    });
    expect(await settledOf('webhook', without)).toContain('nothing is known that did not happen');
  });

  test('the lifecycle of what its events move', async () => {
    const without = (backend: Backend): Backend => ({
      ...backend,
      entities: backend.entities.map(({ lifecycle, ...entity }) =>
        entity.name === 'Payment' || lifecycle === undefined ? entity : { ...entity, lifecycle },
      ),
    });
    expect(await settledOf('webhook', without)).toContain('the last one counts');
  });

  test('the relay, and the inbox of whoever takes its event', async () => {
    expect(await settledOf('webhook', withoutRelay)).not.toBe('proved');
    expect(await settledOf('webhook', withoutInbox)).toContain('payment-captured-taken: at most once');
  });
});

describe('the erasure of a person rests on each part of its design', () => {
  test('every consumer is told, whatever crashes', async () => {
    expect(await settledOf('erasure')).toBe('proved');
    expect(await settledOf('erasure', withoutRelay)).toContain('crashes');
  });

  test('each consumer takes it once', async () => {
    expect(await settledOf('erasure', withoutInbox)).toContain('at most once');
  });
});

describe('an expiry races with whoever uses the row', () => {
  test('the states it may start from keep it from giving back twice, and what was used', async () => {
    expect(await settledOf('reservation-expiry')).toBe('proved');
    const unguarded = (text: string): string =>
      text.replace(/^ {8}require: "reservation-status = held"\n/m, '');
    expect(await settledOf('reservation-expiry', undefined, unguarded)).toContain(
      'times-expired: at most once',
    );
  });

  test('and whoever uses the row looks at its state as well', async () => {
    const blind = (text: string): string =>
      text.replace(/(becomes-committed:[\s\S]*?)\n {8}require: "reservation-status = held"/, '$1');
    expect(await settledOf('reservation-expiry', undefined, blind)).toContain(
      'what was made expired stays so',
    );
  });
});

test('a flow that nothing disturbs is not proved', async () => {
  const steps: readonly Partial<FlowStep>[] = [{ action: 'store it' }, { action: 'store more' }];
  expect(await settled(...steps)).toBe('undecided');
});
