// The workflows of 4-api/arazzo.json, each run from its first step to its last: the documents, the API and what is told of
// how they go together are held to each other.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { runWorkflow } from './arazzo.ts';
import type { Ran, StepRequest } from './arazzo.ts';
import { entityOf, fresh, isSet, operations, title } from './calls.ts';
import type { Entity, Operation } from './calls.ts';
import { api, differences, listOf, load, looseOf, textOf, wordOf } from './documents.ts';
import type { Loose } from './documents.ts';
import { harness, lacking, send } from './harness.ts';
import type { Told } from './harness.ts';

const workflows = listOf(load('../4-api/arazzo.json')['workflows']).map(looseOf);
beforeEach(() => harness.reset());
after(() => harness.reset());

test('[scope/system] there are workflows', () => assert.ok(workflows.length > 0));

interface Documented {
  readonly method: string;
  readonly path: string;
}
const documented = new Map<string, Documented>(
  Object.entries(looseOf(api['paths'])).flatMap(([path, item]) =>
    Object.entries(looseOf(item)).map(
      ([method, each]) =>
        [textOf(looseOf(each)['operationId']), { method: method.toUpperCase(), path }] as const,
    ),
  ),
);

/** What it is for: the last of its steps that changes something, else the last. */
function purposeOf(workflow: Loose): Operation | undefined {
  const known = listOf(workflow['steps']).flatMap((step) => {
    const at = documented.get(textOf(looseOf(step)['operationId']));
    return operations.filter(({ method, path }) => at?.method === method && at.path === path);
  });
  return known.findLast(({ method }) => method !== 'GET') ?? known.at(-1);
}

for (const workflow of workflows) {
  const id = textOf(workflow['workflowId']);
  const words = `${id}: ${textOf(workflow['summary'])}`;
  const purpose = purposeOf(workflow);
  const asked = looseOf(looseOf(workflow['inputs'])['properties']);
  const name = purpose === undefined ? `[scope/system] ${words}` : title(purpose, words);
  const skip = 'secret' in asked && 'identifier' in asked ? lacking('credentials') : false;
  test(name, { skip }, async (t) => {
    const role = textOf(workflow['x-actor']) || 'anonymous';
    const failures: string[] = [];
    await arrange(workflow);
    for await (const inputs of given(asked, role)) {
      const sent: Told[] = [];
      const ran = await runWorkflow(workflow, inputs, runnerFor(role, sent));
      for (const { told } of sent) t.diagnostic(told);
      if (ran.kind === 'done') return;
      failures.push(said(ran));
    }
    assert.ok(failures.length > 0, 'the generated data hold nothing that it could be run on');
    assert.fail(failures[0]);
  });
}

const said = (ran: Exclude<Ran, { kind: 'done' }>): string =>
  `step ${ran.step}: ${ran.why}. ${ran.answer.told}`;

/** Requests are sent as nobody, with what the workflow says; only who has no way to sign in is believed. */
const runnerFor = (role: string, sent: Told[]) => ({
  send: async (request: StepRequest): Promise<Told> => {
    const at = documented.get(request.operationId);
    assert.ok(at !== undefined, `no operation is called ${request.operationId}`);
    const isBelieved = JSON.stringify(request.step).includes('$inputs.token');
    const { authorization, ...others } = request.headers;
    const answer = await send(isBelieved ? role : 'anonymous', at.method, placed(at.path, request), {
      headers: { ...others, ...(authorization !== undefined && !isBelieved && { authorization }) },
      ...(request.body !== undefined && { body: request.body }),
    });
    sent.push(answer);
    assert.equal(differences(at.path, at.method, answer), '');
    return answer;
  },
  wait: (seconds: number): Promise<void> =>
    harness.can.has('settle')
      ? harness.settle()
      : new Promise((resolve) => void setTimeout(resolve, seconds * 1000)),
});

function placed(path: string, { path: values, query }: StepRequest): string {
  const whole = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    assert.ok(values[name] !== undefined, `the step does not say ${name}`);
    return encodeURIComponent(wordOf(values[name]));
  });
  const asked = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(wordOf(value))}`,
  );
  return asked.length === 0 ? whole : `${whole}?${asked.join('&')}`;
}

/** What whoever starts a workflow brings; several times, where an object may be in one of several states. */
async function* given(asked: Loose, role: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const objects = Object.entries(asked).filter(([, schema]) => 'x-entity' in looseOf(schema));
  const [object] = objects;
  assert.ok(objects.length < 2, 'two objects at once are not understood');
  if (object === undefined) return yield plain(asked, role);
  const [name, schema] = object;
  for await (const id of objectsFor(looseOf(schema), role))
    yield { ...(await plain(asked, role)), [name]: id };
}

async function plain(asked: Loose, role: string): Promise<Readonly<Record<string, unknown>>> {
  const signIn = 'secret' in asked ? looseOf(await harness.credentials(role)) : {};
  return Object.fromEntries(
    Object.entries(asked).map(([name, schema]) => [name, signIn[name] ?? valueFor(looseOf(schema))]),
  );
}

function valueFor({ format, minLength, examples, type }: Loose): string | number {
  if (format === 'email') return `${fresh()}@example.com`;
  const [example] = listOf(examples);
  if (typeof example === 'string' || typeof example === 'number') return example;
  if (type === 'integer' || type === 'number') return 1;
  return fresh('key-0000-').padEnd(Number(minLength ?? 0), 'x');
}

/**
 * Objects in the states that will do: of the generated data, else brought into a state, else what other workflows leave
 * behind: a payment that is known to its provider comes from a checkout.
 */
async function* objectsFor(schema: Loose, role: string): AsyncGenerator<string> {
  const entity = entityOf(textOf(schema['x-entity']));
  const own = await harness.object(textOf(schema['x-entity']), { role, owned: true });
  const wanted = listOf(schema['x-states']).map(textOf);
  if (own !== undefined && wanted.length === 0) yield own;
  if (entity?.lifecycle === undefined) return;
  const states = wanted.length > 0 ? wanted : entity.lifecycle.states;
  const seen = new Set<string>();
  const unseen = async (): Promise<readonly string[]> => {
    const found = await Promise.all(states.map((state) => idInState(entity, state)));
    return found.flatMap((id) => (id === undefined || seen.has(id) ? [] : [id]));
  };
  for (const id of await unseen()) {
    seen.add(id);
    yield id;
  }
  for (const state of states) if (own !== undefined && (await isSet(entity, own, state))) yield own;
  await harness.reset();
  await leaveBehind();
  yield* await unseen();
}

async function idInState({ table, lifecycle }: Entity, state: string): Promise<string | undefined> {
  const rows = await harness.query(
    `select id from ${table} where "${lifecycle?.field ?? ''}" = $1 order by created_at desc, id limit 1`,
    [state],
  );
  return rows[0]?.['id'] ?? undefined;
}

/** Runs every workflow that makes something of its own, and lets what it began come to rest. */
async function leaveBehind(): Promise<void> {
  for (const workflow of workflows) {
    const asked = looseOf(looseOf(workflow['inputs'])['properties']);
    const needsObject = Object.values(asked).some((schema) => 'x-entity' in looseOf(schema));
    const purpose = purposeOf(workflow);
    if (needsObject || purpose?.verb !== 'create' || purpose.proof === true) continue;
    const role = textOf(workflow['x-actor']) || 'anonymous';
    // One that fails is told by its own test.
    await runWorkflow(workflow, await plain(asked, role), runnerFor(role, [])).catch(() => undefined);
  }
  if (harness.can.has('settle')) await harness.settle();
}

/** A list that is asked for a state begins with something: where nothing is in it, an object is brought into it. */
async function arrange(workflow: Loose): Promise<void> {
  for (const step of listOf(workflow['steps']).map(looseOf)) {
    const at = documented.get(textOf(step['operationId']));
    const listing = operations.find(({ method, path }) => at?.method === method && at.path === path);
    const entity = listing === undefined ? undefined : entityOf(listing.entity);
    const state = listOf(step['parameters'])
      .map(looseOf)
      .find((each) => each['in'] === 'query' && each['name'] === entity?.lifecycle?.field)?.['value'];
    if (entity === undefined || typeof state !== 'string') continue;
    if ((await idInState(entity, state)) !== undefined) continue;
    const rows = await harness.query(`select id from ${entity.table} order by id limit 50`);
    for (const { id } of rows) if (typeof id === 'string' && (await isSet(entity, id, state))) break;
  }
}
