import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';
import { operationIds, pathNames } from '../http.ts';
import { statusEndpoint } from '../openapi-status.ts';
import { tellsProgress } from '../openapi-responses.ts';
import { takesSignature } from '../openapi-operation.ts';
import { camelCase, phrase, sentence } from '../words.ts';
import type { Journey } from './journey.ts';
import { allowed, answerOf, schemaOf, signInOf } from './knowledge.ts';
import { addStep, perform, signIn } from './planner.ts';
import type { Plan } from './plan.ts';

interface Goal {
  readonly id: string;
  readonly title: string;
  readonly invariant?: string;
  readonly actor: string;
  readonly endpoint: Endpoint;
}

/** A journey to each critical flow that a person starts, then to what the load model calls and none of them passes. */
export function journeys(backend: Backend, lost: string[]): readonly Journey[] {
  const ids = operationIds([...backend.api.endpoints, ...statusEndpoint(backend.api.endpoints, backend)]);
  const made = flowGoals(backend, lost).map((goal) => journeyTo(goal, backend, ids));
  const passed = new Set(made.flatMap(({ steps }) => steps.map(({ endpoint }) => endpoint.id)));
  for (const goal of workloadGoals(backend)) {
    if (passed.has(goal.endpoint.id)) continue;
    const journey = journeyTo(goal, backend, ids);
    made.push(journey);
    for (const { endpoint } of journey.steps) passed.add(endpoint.id);
  }
  return made;
}

const endpointFor = ({ api }: Backend, operation: string): Endpoint | undefined =>
  api.endpoints.find((each) => each.operation === operation && each.protocol === 'http');

/** Flows by what starts them: two flows of one request are one journey. */
function flowGoals(backend: Backend, lost: string[]): readonly Goal[] {
  const goals = new Map<string, Goal>();
  for (const flow of backend.processes.flows.filter(({ critical }) => critical)) {
    const endpoint = endpointFor(backend, flow.trigger);
    const actor = endpoint && actorOf(backend, endpoint);
    if (endpoint === undefined || actor === undefined || takesSignature(endpoint)) {
      lost.push(`${flow.name}: ${flow.trigger} is no HTTP operation that a person calls`);
      continue;
    }
    const remote = flow.steps.filter(({ kind }) => kind !== 'local').map(({ action }) => action);
    if (remote.length > 0) lost.push(`${flow.name}: what happens behind the API (${remote.join(', ')})`);
    if (goals.has(endpoint.id)) continue;
    goals.set(endpoint.id, {
      id: camelCase(flow.id),
      title: flow.name,
      ...(flow.invariant === undefined ? {} : { invariant: flow.invariant }),
      actor,
      endpoint,
    });
  }
  return [...goals.values()];
}

function workloadGoals(backend: Backend): readonly Goal[] {
  const people = new Set(backend.trust.actors.flatMap(({ name, kind }) => (kind === 'person' ? [name] : [])));
  return backend.load.workloads.flatMap(({ id, actor, operation, every }): readonly Goal[] => {
    const endpoint = endpointFor(backend, operation);
    if (endpoint === undefined || every !== undefined || !people.has(actor) || takesSignature(endpoint))
      return [];
    return [{ id: camelCase(`work ${id}`), title: sentence(phrase(id)), actor, endpoint }];
  });
}

/** Who calls it in the load model, else the first person who may; somebody where nothing is said of people. */
function actorOf({ trust, load }: Backend, { operation, access }: Endpoint): string | undefined {
  const people = trust.actors.filter(({ kind }) => kind === 'person').map(({ name }) => name);
  const working = load.workloads.find((each) => each.operation === operation && people.includes(each.actor));
  if (working !== undefined) return working.actor;
  const may = people.find((role) =>
    trust.permissions.some(
      (row) => row.role === role && row.operation === operation && row.effect === 'allow',
    ),
  );
  return may ?? (access === 'public' ? 'anybody' : people.length === 0 ? 'caller' : undefined);
}

function journeyTo(goal: Goal, backend: Backend, ids: ReadonlyMap<string, string>): Journey {
  const plan: Plan = {
    backend,
    actor: goal.actor,
    operationIds: ids,
    steps: [],
    inputs: new Map(),
    ids: new Map(),
    pending: new Set(),
  };
  const isSignIn = signInOf(backend)?.endpoint === goal.endpoint;
  if (isSignIn || goal.endpoint.access !== 'public' || takesSecret(backend, goal.endpoint)) signIn(plan);
  if (!isSignIn) perform(plan, goal.endpoint);
  follow(plan, goal.endpoint);
  return {
    id: goal.id,
    title: goal.title,
    actor: goal.actor,
    inputs: new Map([...plan.inputs].sort(([a], [b]) => compareText(a, b))),
    steps: plan.steps,
    ...(goal.invariant === undefined ? {} : { invariant: goal.invariant }),
  };
}

/** A secret that only a sign-in gives, such as the token that is refreshed. */
function takesSecret(backend: Backend, endpoint: Endpoint): boolean {
  const found = signInOf(backend);
  const given = found === undefined ? undefined : answerOf(backend, found.endpoint);
  const isGiven = (name: string): boolean =>
    given?.properties.some((each) => each.name === name && each.dataClass === 'secret') === true;
  return schemaOf(backend, endpoint.requestSchema)?.properties.some(({ name }) => isGiven(name)) === true;
}

/** What came of it: long work is asked about until it is done, an object that changed is read. */
function follow(plan: Plan, endpoint: Endpoint): void {
  const { backend } = plan;
  const last = plan.steps.at(-1);
  if (last === undefined) return;
  const [status] = tellsProgress(endpoint) ? statusEndpoint(backend.api.endpoints, backend) : [];
  if (status !== undefined) {
    const id = { name: 'id', in: 'path' as const, value: `$steps.${last.id}.outputs.id` };
    addStep(plan, status, [id], {}, { waits: true });
    return;
  }
  if (endpoint.method === 'GET' || endpoint.method === 'DELETE') return;
  const reading = allowed(backend, endpoint.entity ?? '', 'read', plan.actor).find(
    ({ path }) => pathNames(path).length === 1,
  );
  const id =
    last.outputs['id'] === undefined ? plan.ids.get(endpoint.entity ?? '') : `$steps.${last.id}.outputs.id`;
  const [name = 'id'] = pathNames(reading?.path ?? '');
  if (reading !== undefined && id !== undefined && answerOf(backend, reading) !== undefined)
    addStep(plan, reading, [{ name, in: 'path', value: id }], {});
}
