// Whatever is sent, in whatever order: states move along their life only, keys stay unique, no row breaks a rule.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { arbitraryAt, isObject } from './bodies.ts';
import { bodyOf, differences, looseOf } from './documents.ts';
import {
  allowedOf,
  call,
  callerOf,
  countOf,
  entityOf,
  headersFor,
  idIn,
  isDone,
  isSet,
  offered,
  prepare,
  suite,
  title,
} from './calls.ts';
import type { Entity, Operation, Prepared } from './calls.ts';
import { harness, send } from './harness.ts';
import type { Told } from './harness.ts';

const sequences = Number(process.env['SEQUENCES'] ?? 8);
before(() => harness.reset());
after(() => harness.reset());

const writing = offered.filter(
  ({ method, proof, long }) => method !== 'GET' && proof !== true && long !== true,
);

for (const operation of writing.filter((each) => each.path.includes('{id}') && each.verb === 'process')) {
  const entity = entityOf(operation.entity);
  if (entity?.lifecycle === undefined) continue;
  const { field, states, transitions } = entity.lifecycle;
  test(title(operation, `${field} moves along its life only, from any state`), async (t) => {
    const moved: string[] = [];
    for (const state of states) {
      const tried = await triedFrom(operation, entity, field, state);
      if (tried === undefined) return t.skip(`the generated data hold no ${operation.entity}`);
      if (tried === 'impossible') continue;
      const { answer, now } = tried;
      if (!isDone(answer))
        assert.equal(now, state, `it was refused and moved from ${state} to ${now}: ${answer.told}`);
      else if (now === state && operation.to === undefined) moved.push(`stays ${state}`);
      else {
        moved.push(`${state} > ${now}`);
        if (operation.to !== undefined)
          assert.ok(isItsEnd(operation, now), `it was done and ends ${now}: ${answer.told}`);
        assert.ok(
          isAlong(transitions, state, now, operation),
          `it moves from ${state} to ${now}: ${answer.told}`,
        );
      }
    }
    const named = transitions.filter(([, to]) => moved.some((each) => each.endsWith(`> ${to}`)));
    const refused = named
      .filter(([from, to]) => !moved.includes(`${from} > ${to}`))
      .map(([from, to]) => `${from} > ${to}`);
    if (refused.length > 0) t.diagnostic(`not from every state: ${refused.join(', ')}`);
    assert.ok(moved.length > 0, 'it is done from no state');
  });
}

interface Tried {
  readonly answer: Told;
  readonly now: string;
}

/**
 * Does the operation on an object put into a state. Work by the clock goes on beside the tests and may move the object as
 * well: what is so three times is the doing of the request. `impossible`: the schema allows no such object.
 */
async function triedFrom(
  operation: Operation,
  entity: Entity,
  field: string,
  state: string,
): Promise<Tried | 'impossible' | undefined> {
  for (let attempt = 1; ; attempt++) {
    await harness.reset();
    const prepared = await prepare(operation, callerOf(operation));
    const id = idIn(prepared?.path ?? '');
    if (prepared === undefined || id === undefined) return undefined;
    if (!(await isSet(entity, id, state))) return 'impossible';
    const answer = await call(operation, callerOf(operation), prepared);
    assert.equal(differences(operation.path, operation.method, answer), '');
    const now = await stateOf(entity, field, id);
    const isOwn = isDone(answer) ? operation.to === undefined || isItsEnd(operation, now) : now === state;
    if (isOwn || attempt === 3) return { answer, now };
  }
}

const isItsEnd = ({ to, passing = [] }: Operation, now: string): boolean =>
  now === to || passing.includes(now);

/** Whether transitions lead from one state to another: at once, or through states that the request passes. */
function isAlong(
  transitions: readonly (readonly [string, string])[],
  from: string,
  to: string,
  operation: Operation,
): boolean {
  const { passing = [] } = operation;
  return transitions.some(
    ([before, behind]) =>
      before === from &&
      (behind === to ||
        (passing.includes(behind) &&
          isAlong(transitions, behind, to, {
            ...operation,
            passing: passing.filter((each) => each !== behind),
          }))),
  );
}

const stateOf = async (entity: Entity, field: string, id: string): Promise<string> =>
  (await harness.query(`select "${field}" as state from ${entity.table} where id = $1`, [id]))[0]?.[
    'state'
  ] ?? 'gone';

for (const entity of suite.entities) {
  const own = writing.filter((each) => each.entity === entity.name);
  if (own.length === 0) continue;
  test(`[${own[0]?.requirement}] ${entity.name}: after any sequence of requests every row keeps its rules`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(own.length - 1), fc.nat(1000)), { minLength: 1, maxLength: 6 }),
        async (steps) => {
          const sent: string[] = [];
          for (const [index, seed] of steps) {
            const operation = own[index];
            if (operation === undefined) continue;
            const ready = await readied(operation, seed);
            if (ready === undefined) continue;
            const before = await statesOf(entity);
            const answer = await call(operation, ready.role, ready.prepared);
            sent.push(answer.told);
            assert.ok(answer.status < 500, answer.told);
            assertMoves(entity, before, await statesOf(entity), operation, answer);
          }
          await assertRules(entity, sent);
        },
      ),
      { numRuns: sequences },
    );
    await harness.reset();
  });
}

/** A request with a body made at random, as one of those who may. */
async function readied(
  operation: Operation,
  seed: number,
): Promise<{ readonly role: string; readonly prepared: Prepared } | undefined> {
  const allowed = allowedOf(operation);
  const role = allowed[seed % Math.max(1, allowed.length)]?.role ?? 'anonymous';
  const documented = bodyOf(operation.path, operation.method);
  const sample =
    documented === undefined ? undefined : fc.sample(arbitraryAt(documented.schema), { numRuns: 1, seed })[0];
  const prepared = await prepare(operation, role, true, isObject(sample) ? sample : undefined);
  return prepared === undefined ? undefined : { role, prepared };
}

async function statesOf({ table, lifecycle }: Entity): Promise<ReadonlyMap<string, string>> {
  if (lifecycle === undefined) return new Map();
  const rows = await harness.query(`select id, "${lifecycle.field}" as state from ${table}`);
  return new Map(rows.map(({ id, state }) => [String(id), String(state)]));
}

function assertMoves(
  { lifecycle }: Entity,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  operation: Operation,
  { told }: Told,
): void {
  for (const [id, state] of now) {
    const old = before.get(id);
    if (old === undefined || old === state) continue;
    assert.ok(
      lifecycle !== undefined && isAlong(lifecycle.transitions, old, state, operation),
      `${id} moves from ${old} to ${state}: ${told}`,
    );
  }
}

async function assertRules({ table, checks, unique }: Entity, sent: readonly string[]): Promise<void> {
  const rules = checks.map(
    ({ name, sql }) =>
      `select '${name.replaceAll("'", "''")}' as rule, count(*) as broken from ${table} where not (${sql})`,
  );
  const keys = unique.map(({ name, columns }) => {
    const list = columns.map((column) => `"${column}"`).join(', ');
    return `select '${name.replaceAll("'", "''")}', count(*) from (select 1 from ${table} where ${columns.map((column) => `"${column}" is not null`).join(' and ')} group by ${list} having count(*) > 1) as twice`;
  });
  if (rules.length + keys.length === 0) return;
  const rows = await harness.query([...rules, ...keys].join('\nunion all\n'));
  const broken = rows.filter((row) => Number(row['broken']) > 0).map((row) => row['rule']);
  assert.deepEqual(broken, [], `broken after ${sent.join(' | ')}`);
}

for (const operation of writing.filter(({ verb, unique }) => verb === 'create' && unique !== undefined))
  test(title(operation, 'two at once with one natural key leave one object'), async (t) => {
    const role = callerOf(operation);
    const prepared = await prepare(operation, role);
    const table = entityOf(operation.entity)?.table;
    const body = looseOf(prepared?.sent.body);
    if (prepared === undefined || table === undefined || Object.keys(body).length === 0)
      return t.skip(`the generated data hold no ${operation.entity}`);
    const rows = await countOf(table);
    const once = () => send(role, operation.method, prepared.path, { body, headers: headersFor(operation) });
    const answers = await Promise.all([once(), once()]);
    const done = answers.filter(isDone);
    if (done.length === 0) return t.skip(`it is not done here: ${answers[0]?.status}`);
    const third = await once();
    if (operation.hides === true) return assert.equal(third.status, done[0]?.status, third.told);
    const isAdded = answers.length === done.length && third.status === done[0]?.status;
    if (isAdded && (await countOf(table)) === rows + 1) return;
    assert.equal(await countOf(table), rows + 1, `one key, several objects: ${third.told}`);
    assert.equal(third.status, 409, third.told);
    assert.equal(differences(operation.path, operation.method, third), '');
  });
