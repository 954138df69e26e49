import { z } from 'zod';
import type { LedgerKind, MigrationPlan, Placement } from '../../model/migration.ts';

/** The file of a plan as it is written; docs/migration-plan.schema.json is made from it. Every key that is not known is told. */

const id = z.string().min(1).max(200);
const words = z.string().min(1).max(2000);
/** Queries and snippets. */
const text = z.string().min(1).max(20_000);
const side = z.enum(['legacy', 'target']);
const ids = z.array(id).max(2000);
const named = <T extends z.ZodType>(value: T) => z.record(id, value);

const use = z.strictObject({
  reads: ids.default([]).describe('tables, or single columns as orders.total'),
  writes: ids.default([]).describe('tables'),
});

const legacy = z.strictObject({
  endpoints: named(use).default({}).describe('by method and path: GET /orders/{id}'),
  jobs: named(use).default({}),
  tables: named(
    z.strictObject({
      columns: z.array(id).max(1000),
      key: z.exactOptional(z.array(id).min(1)).describe('columns that name a row'),
      rows: z.exactOptional(z.number().int().min(0)),
    }),
  ).default({}),
  rules: named(words).default({}).describe('what must stay true, in a sentence'),
});

const context = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'an id has lower-case letters, digits and hyphens'),
  name: words,
  tables: ids.default([]),
  entries: ids.default([]).describe('endpoints and jobs'),
  stays: z.exactOptional(words).describe('why it is left in the legacy system'),
  money: z.exactOptional(z.boolean()).describe('money moves in it, so it moves last'),
});

const target = z.strictObject({
  endpoints: ids.default([]),
  jobs: ids.default([]),
  tables: named(z.array(id).max(1000)).default({}).describe('columns by table'),
});

const toOne = id.transform((one): Placement => ({ kind: 'moves', to: [one] }));
const toMany = z
  .array(id)
  .min(1)
  .max(50)
  .transform((to): Placement => ({ kind: 'moves', to }));
const gone = z
  .strictObject({ gone: words.describe('why it goes') })
  .transform((said): Placement => ({ kind: 'goes', because: said.gone }));
const stays = z
  .strictObject({ stays: words.describe('why it stays in the legacy system') })
  .transform((said): Placement => ({ kind: 'stays', because: said.stays }));
const placements = named(
  z.union([toOne, toMany, gone, stays], {
    error: 'a line leads to a name or a list of names, or says { gone: why } or { stays: why }',
  }),
).default({});

const ledger = z.strictObject({
  endpoints: placements,
  jobs: placements,
  tables: placements,
  columns: placements.describe('by table.column; table.* leads all other columns to the same names'),
  rules: placements,
} satisfies Record<LedgerKind, z.ZodType>);

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('expand'), table: id }),
  z.strictObject({
    kind: z.literal('sync'),
    sync: id,
    table: id,
    from: side,
    how: z.enum(['outbox', 'cdc', 'dual-write']),
    reconcile: z.exactOptional(text),
    conflicts: z.exactOptional(words).describe('who wins where both sides write'),
  }),
  z.strictObject({ kind: z.literal('stop-sync'), sync: id }),
  z.strictObject({ kind: z.literal('back-fill'), table: id, to: side.default('target') }),
  z.strictObject({ kind: z.literal('verify'), table: id, query: text }),
  z.strictObject({ kind: z.literal('compare'), entry: id }),
  z.strictObject({ kind: z.literal('route'), entry: id, to: side }),
  z.strictObject({ kind: z.literal('own'), table: id, by: side }),
  z.strictObject({ kind: z.literal('adapter'), entry: id, table: id }),
  z.strictObject({ kind: z.literal('remove-adapter'), entry: id, table: id }),
  z.strictObject({ kind: z.literal('flag'), flag: id }),
  z.strictObject({ kind: z.literal('remove-flag'), flag: id }),
  z.strictObject({ kind: z.literal('retire'), entry: id }),
  z.strictObject({ kind: z.literal('drop'), table: id, column: z.exactOptional(id) }),
]);

const days = z
  .strictObject({ low: z.number().min(0), high: z.number().min(0).max(1000), because: words })
  .refine(({ low, high }) => low <= high, 'low must not be more than high');

const step = z.strictObject({
  id,
  title: words,
  context: z.exactOptional(id),
  does: z.array(action).max(5000),
  entry: z.array(words).default([]).describe('what is true before it starts'),
  exit: z.array(words).default([]).describe('what has been seen before the next one starts'),
  routing: z.exactOptional(z.strictObject({ nginx: z.exactOptional(text), envoy: z.exactOptional(text) })),
  ownership: z
    .exactOptional(named(z.strictObject({ before: side, after: side })))
    .describe('who writes each table; checked against the actions'),
  days: z.exactOptional(days).describe('person-days'),
  risk: z.exactOptional(z.strictObject({ level: z.enum(['low', 'medium', 'high']), because: words })),
  notice: z.exactOptional(words).describe('what users notice'),
  rollBack: z.exactOptional(words),
  pointOfNoReturn: z.exactOptional(words).describe('why there is no way back'),
});

const whole = {
  $schema: z.string().exactOptional(),
  plan: id.describe('its name'),
  about: z.exactOptional(words),
  legacy,
  contexts: z.array(context).min(1).max(200),
};

/** With steps: what can be checked. */
export const planShape = z.strictObject({
  ...whole,
  target,
  ledger,
  steps: z.array(step).min(1).max(5000),
});

/** Without steps, target and ledger as far as nothing is said: what can be completed. */
export const draftShape = z.strictObject({
  ...whole,
  target: z.exactOptional(target),
  ledger: z.exactOptional(ledger.partial()),
  steps: z.exactOptional(z.array(step).max(0, 'a plan that has steps is not completed; leave them out')),
});

/** Compile-time promise that a file tells what the model holds. */
export const asPlan = (read: z.output<typeof planShape>): MigrationPlan => read;

/** For editors: docs/migration-plan.schema.json. */
export const planFileSchema = (): unknown => z.toJSONSchema(planShape, { io: 'input' });
