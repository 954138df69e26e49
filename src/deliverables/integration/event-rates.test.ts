import { expect, test } from 'vitest';
import { designBackend } from '../../design/design.ts';
import { quantityText } from '../../model/quantity.ts';
import { markdown } from '../../render/markdown.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { shop } from '../../testing/shop.ts';
import { deliveryRate, eventRate } from './event-rates.ts';
import { writeIntegration } from './integration.ts';

const byServices = shopText
  .replace('size: 12', 'size: 40')
  .replace('choose: modular-monolith', 'choose: services-per-context');

test.each([
  ['in one process', shopText],
  ['of services', byServices],
])('the store of messages and the decision on its carrier count the same deliveries: shop %s', (_, text) => {
  const backend = designBackend(briefOf(text));
  const decision = backend.design?.decisions.find(({ id }) => id === 'message-transport');
  const [, decided = ''] = /make (.+) of deliveries at peak/.exec(decision?.context ?? '') ?? [];
  const documents = writeIntegration({
    backend,
    findings: [],
    recommendations: [],
    claims: [],
    outcomes: [],
  }).documents.map((document) => markdown(document, { claims: [], outcomes: [] }));
  const [, told = ''] =
    /\| deliveries at peak, one for each consumer \| (.+?) (?:\(|\|)/.exec(documents.join('\n')) ?? [];
  expect(told).not.toBe('');
  expect(told).toBe(decided);
});

test('a delivery for each consumer, none for an event that nobody is known to say', () => {
  const [event] = shop.processes.events;
  if (event === undefined) throw new Error('the shop says nothing');
  const known = eventRate(shop, event);
  const consumers = [1, 2, 3].map((at) => ({ context: `c${at}`, action: 'note it' }));
  expect(known && deliveryRate({ ...event, consumers }, known).value).toBeCloseTo(
    3 * (known?.peak.value ?? 0),
    9,
  );
  const nobody = eventRate(shop, { ...event, name: `${event.entity.toLowerCase()}.forgotten` });
  expect(nobody?.peak.value).toBe(0);
  expect(quantityText(nobody?.peak ?? { value: 1, unit: 'requests/s' })).toMatch(/^0 /);
});
