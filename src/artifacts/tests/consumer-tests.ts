import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import type { Emitted } from '../emitted.ts';
import { exampleOf } from '../example.ts';
import { fieldProperty } from '../field-type.ts';

/** Consumers with a message for each, made from the types of the payload. */
export function consumerTests(backend: Backend): Emitted {
  const { events } = backend.processes;
  const schemas = new Map(backend.api.schemas.map((schema) => [schema.name, schema]));
  const rows = events.flatMap((event) => {
    const entity = backend.entities.find(({ name }) => name === event.entity);
    const data: Record<string, Json> = {};
    for (const name of event.payload) {
      const property = fieldProperty(backend, entity, name);
      const value = property === undefined ? undefined : exampleOf(property.type, name, schemas);
      if (value !== undefined) data[name] = value;
    }
    return event.consumers.map(
      ({ context, action }) =>
        `  [${JSON.stringify(`${context}: ${action}`)}, ${JSON.stringify(context)}, ${JSON.stringify(event.name)}, ${JSON.stringify(data)}],`,
    );
  });
  if (rows.length === 0) return { text: '', lost: [] };
  return { text: `${head}\n${table(rows)}\n${body}`, lost: [] };
}

const head = `// Whatever is repeated or reordered, the effect is that of one delivery of each message.
// Run: npx vitest run 7-testing/consumers.test.ts
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { harness } from './harness.ts';
import type { Message } from './harness.ts';

beforeEach(() => harness.reset());
`;

const table = (rows: readonly string[]): string =>
  `const consumers: readonly (readonly [string, string, string, Record<string, unknown>])[] = [\n${rows.join('\n')}\n];\n`;

const body = `/** Three messages of one type about three objects. */
const messagesOf = (type: string, data: Record<string, unknown>): readonly Message[] =>
  [1, 2, 3].map((n) => {
    const id = '00000000-0000-4000-8000-00000000000' + n;
    return { id, type, data: { ...data, id } };
  });

async function effectsOf(consumer: string, deliveries: readonly Message[]): Promise<unknown> {
  await harness.reset();
  for (const message of deliveries) await harness.deliver(consumer, message);
  return harness.effects(consumer);
}

test.each(consumers)('%s has its effect once', async (_name, consumer, type, data) => {
  const messages = messagesOf(type, data);
  const once = await effectsOf(consumer, messages);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(messages.length - 1), { maxLength: 9 }),
      fc.shuffledSubarray([...messages], { minLength: messages.length }),
      async (repeated, order) => {
        const again = repeated.flatMap((index) => messages[index] ?? []);
        expect(await effectsOf(consumer, [...order, ...again])).toEqual(once);
      },
    ),
    { numRuns: 50 },
  );
});

test.each(consumers)('%s parks what it cannot read and goes on', async (_name, consumer, type, data) => {
  const [first] = messagesOf(type, data);
  if (first === undefined) return;
  const once = await effectsOf(consumer, [first]);
  const poison: Message = { id: '00000000-0000-4000-8000-0000000000ff', type, data: null };
  expect(await effectsOf(consumer, [poison, first])).toEqual(once);
});
`;
