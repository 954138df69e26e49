import type { Backend } from '../../model/backend.ts';
import type { Emitted } from '../emitted.ts';

/**
 * Contract tests from the documents themselves: every operation is called with its own example and the answer held
 * against the responses the document allows; every message published is held against its schema.
 */
export function contractTests({ api, processes }: Backend): Emitted {
  const http = api.endpoints.some(({ protocol }) => protocol === 'http');
  const events = processes.events.length > 0;
  if (!http) return { text: '', lost: ['no HTTP endpoint: there is no document to hold answers against'] };
  const lost = api.endpoints
    .filter(({ pathResolved, protocol }) => !pathResolved || protocol !== 'http')
    .map(({ id }) => `${id}: not called, it is no resolved HTTP path`);
  return { text: `${head}${operations}${events ? messages : ''}`, lost };
}

const head = `// Holds the running system to 4-api/openapi.json. Run: npx vitest run 7-testing/contract.test.ts
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { harness, send } from './harness.ts';

type Json = Record<string, any>;

const load = (path: string): Json => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default.default(ajv);

function problems(document: string, pointer: string, value: unknown): string {
  const validate = ajv.compile({ $ref: document + '#' + encodeURI(pointer) });
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

const part = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
`;

const operations = `
const api = load('../4-api/openapi.json');
ajv.addSchema(api, 'api');

const methods = ['get', 'put', 'post', 'patch', 'delete'];
const cases = Object.entries<Json>(api['paths'] ?? {}).flatMap(([path, item]) =>
  methods.flatMap((method) => (item[method] === undefined ? [] : [[method.toUpperCase() + ' ' + path, path, method, item[method]] as const])),
);

const matrixFile = new URL('./authorisation.json', import.meta.url);
const matrix: readonly Json[] = existsSync(matrixFile) ? load('./authorisation.json')['cases'] : [];

/** A caller that may, as the matrix says; a plain user where nothing is said. */
function caller(path: string, method: string): { readonly role: string; readonly entity: string } {
  const rows = matrix.filter((row) => row['path'] === path && row['method'] === method);
  const allowed = rows.find((row) => row['expect'] === 'allow') ?? rows[0];
  return { role: allowed?.['role'] ?? 'user', entity: allowed?.['entity'] ?? 'Object' };
}

test('the document holds operations', () => expect(cases.length).toBeGreaterThan(0));

test.each(cases)('%s answers as its document says', async (_name, path, method, operation: Json) => {
  const media = Object.entries<Json>(operation['requestBody']?.content ?? {})[0];
  const body = media?.[1]['example'] ?? Object.values<Json>(media?.[1]['examples'] ?? {})[0]?.['value'];
  const answer = await send({
    ...caller(path, method.toUpperCase()),
    method: method.toUpperCase(),
    path,
    ...(body === undefined ? {} : { body }),
    headers: { 'Idempotency-Key': crypto.randomUUID(), ...(media === undefined ? {} : { 'Content-Type': media[0] }) },
  });
  const responses: Json = operation['responses'];
  const status = responses[answer.status] === undefined ? 'default' : String(answer.status);
  expect(Object.keys(responses), 'status ' + answer.status + ' is not in the document').toContain(status);
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  const reference: string | undefined = responses[status].$ref;
  const stated = reference === undefined ? responses[status] : api['components'].responses[reference.split('/').at(-1) ?? ''];
  if (answer.body === undefined || stated.content?.[type] === undefined) return;
  const place = reference?.slice(1) ?? ['', 'paths', part(path), method, 'responses', status].join('/');
  const pointer = [place, 'content', part(type), 'schema'].join('/');
  expect(problems('api', pointer, answer.body)).toBe('');
});
`;

const messages = `
const events = load('../4-api/asyncapi.json');
ajv.addSchema(events, 'events');

test('every published message is one of its document', async () => {
  const published = await harness.published();
  const channels = Object.entries<Json>(events['channels']);
  for (const { type, data } of published) {
    const channel = channels.find(([, { address }]) => address === type);
    expect(channel, type + ' is not in the document').toBeDefined();
    const [name] = Object.keys(channel?.[1]['messages'] ?? {});
    expect(problems('events', '/components/messages/' + part(name ?? '') + '/payload', data)).toBe('');
  }
});
`;
