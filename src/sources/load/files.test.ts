import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readLoadRecord } from './load-record.ts';
import { measurementSchema } from './measurement-schema.ts';
import { planSchema, readPlan } from './plan.ts';

const published = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../docs/${name}.schema.json`, import.meta.url), 'utf8'));

test('the published schemas are those that files are read by', () => {
  expect(published('measurement')).toEqual(z.toJSONSchema(measurementSchema));
  expect(published('load-plan')).toEqual(z.toJSONSchema(planSchema));
});

const plan = (operations: readonly unknown[], isUnsafeAllowed = false) =>
  readPlan(JSON.stringify({ operations }), 'plan.json', isUnsafeAllowed);

test('reads a plan; text bodies stay, others become JSON', () => {
  expect(
    plan(
      [
        { name: 'list Product', path: '/products?q=1', weight: 3, headers: { Accept: 'text/plain' } },
        { method: 'POST', path: '/orders?token=x', body: { sku: 1 } },
      ],
      true,
    ),
  ).toEqual([
    {
      name: 'list Product',
      method: 'GET',
      path: '/products?q=1',
      headers: { accept: 'text/plain' },
      body: undefined,
      weight: 3,
      isSafe: true,
    },
    {
      name: 'POST /orders',
      method: 'POST',
      path: '/orders?token=x',
      headers: { 'content-type': 'application/json' },
      body: '{"sku":1}',
      weight: 1,
      isSafe: false,
    },
  ]);
});

test.each([
  [[{ method: 'DELETE', path: '/orders/1' }], '--allow-unsafe|may change data'],
  [[{ path: '//elsewhere.example/' }], 'operations.0.path'],
  [[{ path: 'http://elsewhere.example/' }], 'operations.0.path'],
  [[{ path: '/', headers: { Host: 'elsewhere' } }], 'host cannot be given'],
  [[{ path: '/', headers: { a: 'b\r\nc: d' } }], 'operations.0.headers'],
  [[{ path: '/' }, { path: '/?other' }], 'two operations are called GET /'],
  [[{ path: '/', weight: 0 }], 'operations.0.weight'],
  [[], 'operations'],
])('refuses the plan %j', (operations, why) => {
  expect(() => plan(operations)).toThrow(new RegExp(why));
});

test('throughput of autocannon counts good answers, and the title names the operation', () => {
  const run = {
    title: 'list Product',
    url: 'http://127.0.0.1:3000/',
    duration: 2.03,
    '2xx': 1169,
    non2xx: 7,
  };
  const record = readLoadRecord(JSON.stringify(run), 'run.json');
  expect(record).toMatchObject({ kind: 'throughput', tool: 'autocannon' });
  expect(record.kind === 'throughput' ? record.runs[0]?.throughput : 0).toBeCloseTo(575.9, 1);
  expect(() => readLoadRecord(JSON.stringify({ ...run, title: undefined }), 'run.json')).toThrow('no title');
});

test('k6 tells the operations that were asked for by name, in both of its formats', () => {
  const metrics = {
    http_reqs: { count: 100, rate: 10 },
    'http_reqs{name:list Product}': { count: 70, rate: 7 },
    'http_reqs{name:read Product}': { type: 'counter', values: { count: 30, rate: 3 } },
  };
  expect(readLoadRecord(JSON.stringify({ metrics }), 'k6.json')).toEqual({
    kind: 'throughput',
    tool: 'k6',
    runs: [
      { operation: 'list Product', throughput: 7 },
      { operation: 'read Product', throughput: 3 },
    ],
  });
  expect(() => readLoadRecord(JSON.stringify({ metrics: {} }), 'k6.json')).toThrow('by name');
});

test.each([
  ['{', 'no JSON'],
  ['[]', 'no load tool'],
  ['{"kind":"plumbline-measurement","schemaVersion":2}', 'schemaVersion'],
])('refuses %s: %s', (text, why) => {
  expect(() => readLoadRecord(text, 'file.json')).toThrow(why);
});
