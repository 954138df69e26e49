import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { markdown } from '../../render/markdown.ts';
import { sharedData } from '../../merging/places.ts';
import { shopText } from '../../testing/briefs.ts';
import { basisOf, partsOf } from '../../testing/designed.ts';
import { busyShop } from '../../testing/busy-shop.ts';
import { recoveredShop } from '../../testing/recovered-shop.ts';
import { shop } from '../../testing/shop.ts';
import type { Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { itemStates } from '../coverage.ts';
import { writeIntegration } from './integration.ts';
import { outboxPath } from '../../artifacts/outbox-sql.ts';

const write = (backend: Backend) =>
  writeIntegration({ backend, findings: [], recommendations: [], claims: [], outcomes: [] });

const read = (backend: Backend): string =>
  write(backend)
    .documents.map((document) => markdown(document, { claims: [], outcomes: [] }))
    .join('\n');

const states = (backend: Backend): readonly string[] =>
  itemStates([write(backend)])
    .filter(({ item }) => item.startsWith('6.'))
    .map(({ item, state }) => `${item} ${state}`);

beforeAll(() => loadModule());

test('a design with events and jobs answers every item', () => {
  expect(states(busyShop).filter((line) => !line.endsWith('done'))).toEqual([]);
});

test('a design without jobs says that it has none', () => {
  expect(states(shop).filter((line) => !line.endsWith('done'))).toEqual(['6.10 not-applicable']);
});

test('of a recovered backend only what was found is told', () => {
  expect(states(recoveredShop).filter((line) => line.endsWith('done'))).toEqual([
    '6.1 done',
    '6.5 done',
    '6.6 done',
    '6.9 done',
    '6.10 done',
    '6.11 done',
  ]);
  expect(read(recoveredShop)).toContain('never: no timeout is stated');
  expect(read(recoveredShop)).toContain('a worker and an open transaction');
});

test.each([
  ['the tables of the schema', busyShop],
  ['proposed tables', shop],
])('the outbox script of %s is SQL', (_name, backend) => {
  const text = write(backend).artifacts.find(({ path }) => path === outboxPath)?.text ?? '';
  expect(parseSync(text).stmts?.length).toBeGreaterThanOrEqual(7);
});

test('attempts multiply along the chain and the storm is held against the tier', () => {
  const text = read(busyShop);
  expect(text).toContain('gateway → api → database | 6×');
  expect(text).toMatch(/without a way out[\s\S]*send the confirmation: waits/);
});

test('each reason for event sourcing stands beside its figure', () => {
  const text = read(partsOf(basisOf(shopText)));
  expect(text).toMatch(/## Event sourcing: no[\s\S]*Order: OrderStatusChange/);
  expect(text).not.toMatch(/Product: OrderLine/);
});

test('a database that is busy at peak asks for read models, one that is not does not', () => {
  const stations = busyShop.load.stations.slice(0, 1).map((one) => ({ ...one, container: 'database' }));
  const at = (value: number): string =>
    read({
      ...busyShop,
      load: {
        ...busyShop.load,
        stations: stations.map((station) => ({
          ...station,
          utilisation: { ...station.utilisation, value },
        })),
      },
    });
  expect(at(0.3)).toMatch(
    /\| the database that writes is busy at peak \| .*\| no: reads find room below 70 %/,
  );
  expect(at(0.9)).toMatch(/\| the database that writes is busy at peak \| .*\| yes: above 70 %/);
});

test('each relation of contexts says what it asks of both', () => {
  const [relation] = shop.architecture.relations;
  expect(read(shop)).toContain(`| ${relation?.from} | ${relation?.to} | ${relation?.kind} |`);
});

test('only numbers with a bound and states with an order have no merge', () => {
  const data = sharedData(partsOf(basisOf(shopText)));
  expect(data.filter(({ merge }) => merge === undefined).map(({ kind }) => kind)).toEqual([
    'states with an order',
    'numbers with a bound',
  ]);
  expect(data.find(({ kind }) => kind === 'numbers with a bound')?.data).toContain('StockLevel.on_hand');
  expect(data.find(({ merge }) => merge === 'observed-remove-set')?.data).toContain('CartItem');
});

const services = partsOf(basisOf(shopText, { style: 'services-per-context' }));
const servicesText = read(services);

test('long work is kept from a second run by the table of its status, not by another of a like name', () => {
  const rows = servicesText.split('\n').filter((line) => line.startsWith('| `work-'));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toContain('the primary key of operation_statuses');
});

test('a call of a flow is told once, with its breaker; work with one fate is told once', () => {
  const rows = servicesText.split('\n').filter((line) => /^\| flow .*\| stripe \|/.test(line));
  expect(rows.length).toBe(services.processes.calls.filter(({ target }) => target === 'stripe').length);
  for (const row of rows) expect(row).toContain('| yes |');
  expect(servicesText).not.toMatch(/^\| application \| stripe/m);
  expect(servicesText).not.toContain('as its job above');
  const [, fates = ''] = servicesText.split('## Work that keeps failing');
  for (const { id } of services.processes.jobs) expect(fates).toContain(id);
});

test.each([
  ['RabbitMQ 4', 'the outbox keeps it for replay', 'single active consumer'],
  ['Apache Kafka 4', 'three copies of each.', 'a partition one consumer of a group'],
])('what %s keeps, and how it keeps the order of a key', (technology, keeps, order) => {
  const broker: Container = {
    id: 'broker',
    name: 'Broker',
    kind: 'broker',
    technology,
    purpose: 'events',
    contexts: [],
    origin: { kind: 'assumed', because: 'a test' },
  };
  const text = read({ ...services, architecture: { ...services.architecture, containers: [broker] } });
  expect(text).toContain(keeps);
  expect(text).toContain(order);
  expect(text.includes('kept bytes, in the outbox')).toBe(technology.startsWith('Rabbit'));
});

test('services hand their audit entries to the one trail, a single process writes them itself', () => {
  expect(servicesText).toContain('## From each service into the one audit trail');
  expect(servicesText).toContain('prepare trail_append (uuid, jsonb)');
  expect(servicesText).toMatch(/`auth\.audited` \| append it .* kept whenever they come/);
  expect(read(partsOf(basisOf(shopText)))).not.toContain('one audit trail');
});
