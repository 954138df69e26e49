// Requests made from the OpenAPI document of a package, most of them wrong in some way, against its preview: no answer may
// be a fault of ours (5xx but 503), nothing of another person may come back, and memory stays flat.
// `node bench/preview/fuzz.mjs [package] [requests]`
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hostile } from './hostile.mjs';

const pack = process.argv[2] ?? 'examples/shop-design';
const total = Number(process.argv[3] ?? 10_000);
const api = JSON.parse(readFileSync(join(pack, '4-api/openapi.json'), 'utf8'));
const policy = JSON.parse(readFileSync(join(pack, '3-security/policy.json'), 'utf8'));
const { endpoints } = JSON.parse(readFileSync(join(pack, 'model.json'), 'utf8')).api;

const child = spawn(
  process.execPath,
  [
    resolve('dist/cli/main.js'),
    'preview',
    pack,
    '--port',
    '0',
    '--unlimited',
    '--scale',
    '0.00008',
    '--log',
    'error',
  ],
  { stdio: ['ignore', 'pipe', 'pipe'] },
);
let faults = '';
child.stderr.on('data', (chunk) => (faults += chunk));
const { url, key } = await new Promise((done) => {
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
    const found = /at (http:\/\/\S+)[\s\S]*x-preview-key: (\S+)/.exec(text);
    if (found) done({ url: found[1], key: found[2] });
  });
});
const control = async (name, input) =>
  (
    await fetch(`${url}/_preview/${name}`, {
      method: 'POST',
      headers: { 'x-preview-key': key },
      body: JSON.stringify(input),
    })
  ).json();

/** Mulberry32: the same requests in each run. */
let state = 20_261_130;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const pick = (list) => list[Math.floor(random() * list.length)];
const follow = (part) => {
  let found = part;
  while (found?.$ref !== undefined)
    found = found.$ref
      .slice(2)
      .split('/')
      .reduce((at, name) => at?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], api);
  return found ?? {};
};
function valid(schema, depth = 0) {
  const {
    type,
    enum: values,
    properties = {},
    items,
    minimum = 0,
    maxLength = 20,
    format,
    oneOf,
    allOf,
  } = follow(schema);
  if (values !== undefined) return pick(values);
  if (oneOf ?? allOf) return valid(pick(oneOf ?? allOf), depth + 1);
  const kind = Array.isArray(type) ? type[0] : type;
  if (kind === 'object')
    return Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, depth > 4 ? null : valid(each, depth + 1)]),
    );
  if (kind === 'array') return [valid(items ?? {}, depth + 1)];
  if (kind === 'integer' || kind === 'number') return Math.max(1, minimum);
  if (kind === 'boolean') return random() < 0.5;
  if (format === 'uuid') return pick(ids);
  if (format === 'date-time') return '2029-01-31T12:00:00Z';
  if (format === 'email') return `p${Math.floor(random() * 1e6)}@fuzz.example`;
  return `t${Math.floor(random() * 1e9)}`.slice(0, maxLength);
}
const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) =>
    item[method] === undefined ? [] : [{ path, method, operation: item[method] }],
  ),
);
const roles = policy.roles.map(({ name }) => name);
const allowed = new Map(
  endpoints.map(({ operationId, operation }) => [
    operationId,
    policy.permissions
      .filter((row) => row.operation === operation && row.effect === 'allow')
      .map(({ role }) => role),
  ]),
);
const tokens = new Map();
for (const role of roles) if (role !== 'anonymous') tokens.set(role, await control('access-token', { role }));
const ids = ['018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f'];
for (const table of [
  'orders.orders',
  'auth.users',
  'products.products',
  'cart.carts',
  'payments.payments',
  'orders.addresses',
]) {
  const { rows } = await control('query', { sql: `select id from ${table} limit 20` });
  ids.push(...(rows ?? []).map(({ id }) => id));
}
const owned = {
  '/orders/{id}': 'customer_id',
  '/addresses/{id}': 'customer_id',
  '/carts/{id}': 'customer_id',
  '/payments/{id}': 'customer_id',
};
const wrongOr = (value) => (random() < 0.35 ? pick(hostile) : value);
const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;

async function one() {
  const { path, method, operation } = pick(operations);
  // Mostly somebody who may: what is refused at the door tries nothing behind it.
  const may = allowed.get(operation.operationId) ?? [];
  const role = may.length > 0 && random() < 0.75 ? pick(may) : pick(roles);
  const query = new URLSearchParams();
  const headers = {};
  let target = path;
  for (const parameter of operation.parameters ?? []) {
    const { name, in: place, schema, required } = follow(parameter);
    if (!required && random() < 0.6) continue;
    const value = wrongOr(valid(schema));
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (place === 'path')
      target = target.replace(
        `{${name}}`,
        encodeURIComponent(text.isWellFormed?.() === false ? 'x' : text.replaceAll(/[\ud800-\udfff]/g, 'x')),
      );
    else if (place === 'query') query.append(name, text);
    else if (/^[\x20-\x7e]*$/.test(text)) headers[name] = text.slice(0, 500);
  }
  const content = follow(operation.requestBody).content ?? {};
  const media = Object.keys(content)[0];
  let body;
  if (media !== undefined) {
    const whole = valid(content[media].schema);
    for (const name of Object.keys(whole ?? {})) if (random() < 0.3) whole[name] = pick(hostile);
    body = random() < 0.05 ? '{"broken":' : JSON.stringify(random() < 0.05 ? pick(hostile) : whole);
    headers['content-type'] = random() < 0.03 ? 'text/plain' : media;
  }
  const token = tokens.get(role);
  if (token !== undefined) headers['authorization'] = `Bearer ${random() < 0.03 ? 'x' : token.token}`;
  const search = query.toString();
  try {
    const answer = await fetch(`${url}${target}${search === '' ? '' : `?${search}`}`, {
      method: method.toUpperCase(),
      headers,
      body,
    });
    const text = await answer.text();
    const column = method === 'get' && role === 'customer' ? owned[path] : undefined;
    const isForeign =
      column !== undefined && answer.status === 200 && JSON.parse(text)[column] !== token.person;
    return {
      status: answer.status,
      told: `${role} ${method} ${target.slice(0, 120)} => ${answer.status} ${text.slice(0, 200)}`,
      isForeign,
    };
  } catch (error) {
    return {
      status: 0,
      told: `${role} ${method} ${target.slice(0, 120)}: ${error.message}`,
      isForeign: false,
    };
  }
}

const statuses = new Map();
const wrong = [];
const memory = [];
let sent = 0;
await Promise.all(
  Array.from({ length: 10 }, async () => {
    while (sent < total) {
      sent += 1;
      if (sent % Math.max(1, Math.floor(total / 10)) === 0) memory.push(Math.round(rss()));
      const { status, told, isForeign } = await one();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if ((status >= 500 && status !== 503) || status === 0 || isForeign) wrong.push(told);
    }
  }),
);
console.log(`${sent} requests of ${operations.length} operations as ${roles.length} roles`);
console.log(
  [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', '),
);
console.log(`memory of the process, MB: ${memory.join(', ')}`);
console.log(
  `wrong: ${wrong.length}${wrong
    .slice(0, 20)
    .map((line) => `\n  ${line}`)
    .join('')}`,
);
console.log(
  faults
    .split('\n')
    .filter((line) => line.includes('fault'))
    .slice(0, 5)
    .join('\n')
    .slice(0, 3000),
);
child.kill('SIGKILL');
process.exit(wrong.length === 0 ? 0 : 1);
