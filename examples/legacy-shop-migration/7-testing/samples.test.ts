// The samples of 4-api/samples.json, each run as a reader would: curl by a shell, TypeScript as a program of its own. What a
// reader puts in (ids of objects that are there, keys, versions, tokens, secrets) is put in here as well; nothing else is changed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TestContext } from 'node:test';
import { callerOf, entityOf, hasFewKeys, idIn, isSet, operations, prepare, roles, title } from './calls.ts';
import type { Operation, Prepared } from './calls.ts';
import { listOf, load, looseOf, textOf, wordOf } from './documents.ts';
import type { Loose } from './documents.ts';
import { harness, lacking, send } from './harness.ts';
import { languages } from './programs.ts';
import type { Language, Outcome, Scene } from './programs.ts';

const samples = listOf(load('../4-api/samples.json')['samples']).map(looseOf);
before(() => harness.reset());
after(() => harness.reset());

test('[scope/system] there are samples', () => assert.ok(samples.length > 0));

for (const sample of samples) {
  const operation = operations.find(
    ({ method, path }) => method === sample['method'] && path === sample['template'],
  );
  const id = textOf(sample['operationId']);
  for (const { name, run, skip } of languages) {
    const words = `the sample ${id} in ${name} is answered as it says`;
    test(
      operation === undefined ? `[scope/system] ${words}` : title(operation, words),
      { skip: skip || lacking('access') },
      async (t) => {
        assert.ok(operation !== undefined, `no operation is known for ${id}`);
        await runSample(t, sample, operation, run);
      },
    );
  }
}

async function runSample(
  t: TestContext,
  sample: Loose,
  operation: Operation,
  run: Language['run'],
): Promise<void> {
  const role = callerOf(operation);
  const { base } = await harness.access(role);
  const expected = Number(looseOf(sample['expected'])['status']);
  let last: Outcome | undefined;
  // Where the samples before have used up what it needs, everything is put back once.
  for (const isFresh of [false, true]) {
    if (isFresh || operation.proof === true) await harness.reset();
    for await (const scene of scenes(sample, operation, role)) {
      last = await run(sample, scene, base);
      if (last.status === expected) return;
      // Another state, another secret: whatever else it is refused for is a fault.
      if (![401, 404, 409, 422].includes(last.status)) break;
    }
  }
  if (last === undefined) return t.skip(`the generated data hold no ${operation.entity} for it`);
  assert.fail(`${expected} is not the answer: ${last.told}`);
}

/** The request with objects that are there; one for each state of the life of its object, one for each secret that may do. */
async function* scenes(sample: Loose, operation: Operation, role: string): AsyncGenerator<Scene> {
  const body = looseOf(sample['body']);
  const entity = entityOf(operation.entity);
  const states = operation.path.includes('{id}') ? (entity?.lifecycle?.states ?? []) : [];
  for (const state of [undefined, ...states]) {
    const prepared = await prepare(operation, role, true, body);
    if (prepared === undefined) return;
    if (hasFewKeys(operation)) await makeRoom(operation, looseOf(prepared.sent.body));
    const id = idIn(prepared.path);
    if (state !== undefined && id !== undefined && !(await isSet(entity, id, state))) continue;
    const { token } = await harness.access(role);
    for (const proved of operation.proof === true ? await provedBy(prepared, token) : [{ prepared, token }])
      yield { ...proved, signature: await signatureOf(proved.prepared) };
  }
}

/** Its natural keys are choices of lists: whoever holds the one of the sample gives way. */
async function makeRoom({ entity, unique = [] }: Operation, body: Loose): Promise<void> {
  const table = entityOf(entity)?.table;
  if (table === undefined) return;
  for (const key of unique) {
    const where = key.map((column, index) => `"${column}" = $${index + 1}`).join(' and ');
    await harness.query(
      `delete from ${table} where ${where}`,
      key.map((column) => wordOf(body[column])),
    );
  }
}

const signatureOf = async ({ path, sent }: Prepared): Promise<string> =>
  harness.can.has('sign') ? harness.sign(path, JSON.stringify(sent.body)) : '';

type Proved = Omit<Scene, 'signature'>;

/** The request with secrets in it that hold: a password, the tokens of a session, the tokens that were sent by mail. */
async function provedBy(prepared: Prepared, token: string): Promise<readonly Proved[]> {
  const body = looseOf(prepared.sent.body);
  if (!harness.can.has('credentials')) return [{ prepared, token }];
  const withBody = (more: Loose): Prepared => ({
    ...prepared,
    sent: { ...prepared.sent, body: { ...body, ...more } },
  });
  if ('token' in body)
    return (await tokensByMail()).map((each) => ({ prepared: withBody({ token: each }), token }));
  const person = roles.find((each) => each !== 'anonymous') ?? '';
  const typed = await harness.credentials(person);
  if ('identifier' in body) return [{ prepared: withBody({ ...typed }), token }];
  if (!('proof' in body) && !('refresh_token' in body)) return [{ prepared, token }];
  const session = await signedIn({ ...typed });
  if ('proof' in body)
    return [{ prepared: withBody({ proof: typed.secret }), token: textOf(session['access_token']) }];
  return [{ prepared: withBody({ refresh_token: session['refresh_token'] }), token }];
}

async function signedIn(typed: Loose): Promise<Loose> {
  const signIn = samples.find((each) => 'identifier' in looseOf(each['body']));
  const operation = operations.find(({ path, method }) => path === signIn?.['path'] && method === 'POST');
  const prepared =
    operation && (await prepare(operation, 'anonymous', true, { ...looseOf(signIn?.['body']) }));
  if (operation === undefined || prepared === undefined) return {};
  const answer = await send('anonymous', operation.method, prepared.path, {
    ...prepared.sent,
    body: { ...looseOf(prepared.sent.body), ...typed },
  });
  return looseOf(answer.body);
}

/** Does what is answered with mail alone, and reads the mail: newest first. */
async function tokensByMail(): Promise<readonly string[]> {
  if (!harness.can.has('mail')) return [];
  const person = roles.find((each) => each !== 'anonymous') ?? '';
  const { identifier } = await harness.credentials(person);
  for (const operation of operations.filter(({ hides, success }) => hides === true && success === 202)) {
    const sample = samples.find((each) => each['template'] === operation.path);
    const prepared = await prepare(operation, 'anonymous', true, looseOf(sample?.['body']));
    if (prepared === undefined) continue;
    const body = looseOf(prepared.sent.body);
    // An address that is known is asked about; a new one registers.
    const email = operation.verb === 'create' && 'password' in body ? body['email'] : identifier;
    await send('anonymous', operation.method, prepared.path, {
      ...prepared.sent,
      body: { ...body, email },
    });
  }
  const tokens = (await harness.mail()).map((each) => textOf(looseOf(each)['token']));
  return tokens.filter((each) => each !== '').toReversed();
}
