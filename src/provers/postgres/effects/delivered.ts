import { z } from 'zod';
import type { Flow, FlowStep } from '../../../model/domain.ts';
import type { Effects, SqlStatement } from '../../../model/effects.ts';
import type { Origin, Quantity, Unit } from '../../../model/origin.ts';

const names = z.array(z.string());
const statementSchema = z.object({
  sql: z.string(),
  at: z.string().optional(),
  rows: z.enum(['none', 'one', 'some']).optional(),
  otherwise: z.string().optional(),
});
const effectsSchema = z.object({
  condition: z.string().optional(),
  each: z.string().optional(),
  call: z.object({ request: z.string(), with: names, gives: names }).optional(),
  flow: z.string().optional(),
  statements: z.array(statementSchema),
});
const quantitySchema = z.object({ value: z.number(), unit: z.enum(['ms', 's', 'count', 'x']) });
const stepSchema = z.object({
  id: z.string(),
  action: z.string(),
  at: z.string(),
  kind: z.enum(['local', 'remote', 'publish']),
  compensation: z.string().optional(),
  pivot: z.boolean().optional(),
  on: z.string().optional(),
  idempotencyKey: z.string().optional(),
  timeout: quantitySchema.optional(),
  attempts: quantitySchema.optional(),
  effects: effectsSchema.optional(),
  undo: effectsSchema.optional(),
});
const fileSchema = z.object({
  tables: z.array(
    z.object({
      table: z.string(),
      entity: z.string(),
      id: z.string(),
      context: z.string(),
      appendOnly: z.boolean().optional(),
      state: z.string().optional(),
      ends: names.optional(),
    }),
  ),
  operations: z.array(
    z.object({
      id: z.string(),
      context: z.string(),
      sets: z.array(statementSchema).optional(),
      effects: effectsSchema.optional(),
    }),
  ),
  events: z.array(
    z.object({
      name: z.string(),
      table: z.string().optional(),
      id: z.string(),
      columns: names,
      consumers: z.array(
        z.object({ context: z.string(), action: z.string(), effects: effectsSchema.optional() }),
      ),
    }),
  ),
  flows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      context: z.string(),
      trigger: z.string(),
      steps: z.array(stepSchema),
      given: z.array(statementSchema).optional(),
    }),
  ),
});

type File = z.infer<typeof fileSchema>;
export type DeliveredTable = File['tables'][number];

export interface DeliveredEvent {
  readonly name: string;
  readonly table?: string;
  readonly id: string;
  readonly columns: readonly string[];
  readonly consumers: readonly {
    readonly context: string;
    readonly action: string;
    readonly effects?: Effects;
  }[];
}

/** The delivered file of effects, as the types that the interpreter takes. */
export interface Delivered {
  readonly tables: readonly DeliveredTable[];
  readonly operations: readonly {
    readonly id: string;
    readonly context: string;
    readonly sets: readonly SqlStatement[];
    readonly effects?: Effects;
  }[];
  readonly events: readonly DeliveredEvent[];
  readonly flows: readonly Flow[];
}

/** @throws when the text is no file of effects */
export function readDelivered(text: string): Delivered {
  const { tables, operations, events, flows } = fileSchema.parse(JSON.parse(text));
  return {
    tables,
    operations: operations.map(({ id, context, sets = [], effects }) => ({
      id,
      context,
      sets: sets.map(toStatement),
      ...(effects !== undefined && { effects: toEffects(effects) }),
    })),
    events: events.map(({ table, consumers, ...event }) => ({
      ...event,
      ...(table !== undefined && { table }),
      consumers: consumers.map(({ effects, ...consumer }) => ({
        ...consumer,
        ...(effects !== undefined && { effects: toEffects(effects) }),
      })),
    })),
    flows: flows.map(({ given, steps, ...flow }) => ({
      ...flow,
      steps: steps.map(toStep),
      ...(given !== undefined && { given: given.map(toStatement) }),
      critical: false,
      origin,
    })),
  };
}

const origin: Origin = { kind: 'derived', rule: 'as delivered', from: [] };

function toStatement({ sql, at, rows, otherwise }: z.infer<typeof statementSchema>): SqlStatement {
  return {
    sql,
    ...(at !== undefined && { at }),
    ...(rows !== undefined && { rows }),
    ...(otherwise !== undefined && { otherwise }),
  };
}

function toEffects({ condition, each, call, flow, statements }: z.infer<typeof effectsSchema>): Effects {
  return {
    ...(condition !== undefined && { condition }),
    ...(each !== undefined && { each }),
    ...(call !== undefined && { call }),
    ...(flow !== undefined && { flow }),
    statements: statements.map(toStatement),
  };
}

const toQuantity = ({ value, unit }: { readonly value: number; readonly unit: Unit }): Quantity => ({
  value,
  unit,
  origin,
});

function toStep(step: z.infer<typeof stepSchema>): FlowStep {
  const { id, action, at, kind, compensation, pivot, on, idempotencyKey, timeout, attempts, effects, undo } =
    step;
  return {
    id,
    action,
    at,
    kind,
    ...(compensation !== undefined && { compensation }),
    ...(pivot !== undefined && { pivot }),
    ...(on !== undefined && { on }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(timeout !== undefined && { timeout: toQuantity(timeout) }),
    ...(attempts !== undefined && { attempts: toQuantity(attempts) }),
    ...(effects !== undefined && { effects: toEffects(effects) }),
    ...(undo !== undefined && { undo: toEffects(undo) }),
  };
}
