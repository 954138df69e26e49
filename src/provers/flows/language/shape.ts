import { z } from 'zod';
import { participantKinds } from './flow-spec.ts';

/** The file as it is written, before any name is looked up. Every key that is not known is told. */

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'a name has lower-case letters, digits and hyphens: order-placed');

/** An expression; a number may be written without quotes. */
const expression = z.union([z.string().max(20_000), z.number().int()]).transform(String);

const changes = z
  .record(name, expression)
  .refine((map) => Object.keys(map).length > 0, 'nothing is changed; name a record: { order: paid }');

const says = z.string().max(200).optional();
const flag = z.boolean().default(false);
const names = z.union([name.transform((one) => [one]), z.array(name)]);

/** In words of the domain: `order id`. */
const key = z.string().min(1).max(60);

const stepFields = {
  transaction: changes.optional(),
  read: z.record(name, name).optional(),
  write: changes.optional(),
  publish: name.optional(),
  call: name.optional(),
  wait: expression.optional(),
  lock: name.optional(),
  unlock: name.optional(),
  expect: expression.optional(),
  acknowledge: z.literal(true).optional(),
  as: z.string().max(120).optional(),
  if: expression.optional(),
  require: expression.optional(),
  does: changes.optional(),
  outbox: names.optional(),
  inbox: z.union([z.boolean(), key]).optional(),
  newest: z.boolean().optional(),
  fenced: name.optional(),
  unchanged: names.optional(),
  key: key.optional(),
  timeout: z.boolean().optional(),
  attempts: z.union([z.number().int().min(1).max(30), z.literal('unlimited')]).optional(),
  can: z
    .union([z.enum(['refuse', 'fail']).transform((one) => [one]), z.array(z.enum(['refuse', 'fail']))])
    .optional(),
  pivot: z.boolean().optional(),
  says,
};

const plainStep = z.strictObject(stepFields);
const step = z.strictObject({ ...stepFields, undo: plainStep.optional() });

const ruleObject = z.strictObject({ that: expression, says });
const rule = z.union([expression.transform((that) => ({ that, says: undefined })), ruleObject]);

const promise = z.strictObject({
  that: expression.optional(),
  'at-most-once': name.optional(),
  'not-negative': name.optional(),
  conserved: z.array(name).min(1).optional(),
  'no-orphan': z.record(name, name).optional(),
  'at-most-one': expression.optional(),
  'free-while-calling': name.optional(),
  says,
});

const values = z.union([
  z.literal('times'),
  z.string().regex(/^-?\d{1,2}\.\.\d{1,2}$/, 'values are a list of words, a range such as 0..3, or times'),
  z.array(name).min(2).max(12),
]);

const record = z.strictObject({
  at: name,
  values,
  start: z.union([name, z.number().int()]).optional(),
  shared: flag,
  'copy-of': name.optional(),
  while: expression.optional(),
  expires: flag,
});

const process = z.strictObject({
  at: name,
  on: z.union([name, z.strictObject({ when: expression })]),
  repeated: flag,
  durable: flag,
  once: flag,
  workers: z.union([z.literal(1), z.literal(2)]).default(1),
  attempts: z.number().int().min(1).max(10).optional(),
  'dead-letter': flag,
  steps: z.array(step).min(1).max(60),
});

const few = (most: number, usual: number) => z.number().int().min(0).max(most).default(usual);

export const shape = z.strictObject({
  flow: name,
  about: z.string().max(400).optional(),
  each: name,
  participants: z.record(name, z.enum(participantKinds)),
  records: z.record(name, record),
  channels: z
    .record(
      name,
      z.strictObject({
        delivery: z.enum(['at-least-once', 'at-most-once']),
        ordered: flag,
        messages: z.array(name).min(1).max(8).optional(),
      }),
    )
    .default({}),
  locks: z.record(name, z.strictObject({ expires: flag, shared: z.boolean().default(true) })).default({}),
  keys: z
    .record(key, z.strictObject({ shared: flag, for: z.enum(['call', 'participant']).default('call') }))
    .default({}),
  processes: z.record(name, process),
  always: z.array(promise).max(30).default([]),
  ends: rule.optional(),
  eventually: z.array(rule).max(5).default([]),
  bounds: z
    .strictObject({
      instances: z.number().int().min(1).max(4).default(2),
      crashes: few(5, 1),
      duplicates: few(5, 1),
      losses: few(5, 1),
      states: z.number().int().min(1000).max(50_000_000).default(2_000_000),
    })
    .default({ instances: 2, crashes: 1, duplicates: 1, losses: 1, states: 2_000_000 }),
});

export type Shape = z.output<typeof shape>;
export type StepShape = z.output<typeof step>;
export type PlainStepShape = z.output<typeof plainStep>;
export type ProcessShape = z.output<typeof process>;
export type RecordShape = z.output<typeof record>;
export type PromiseShape = z.output<typeof promise>;
