import type { ColumnStatistics } from '../../model/data.ts';
import type { Entity, Field } from '../../model/domain.ts';
import { rowsAtHorizon } from './layout.ts';
import type { Layout } from './layout.ts';
import { filledShare } from './filled.ts';
import { stateShares } from './life.ts';
import { lengthLimit } from './limits.ts';

/**
 * What the planner is told of columns that hold nothing yet. All of it is projected from the domain: bounds, values,
 * references, life cycles. The calendar is the planning horizon laid out from a fixed day, so that a design made
 * twice is the same.
 */
export const calendar: readonly string[] = [
  '2027-01-01 00:00:00+00',
  '2027-07-01 00:00:00+00',
  '2028-01-01 00:00:00+00',
  '2028-07-01 00:00:00+00',
  '2029-01-01 00:00:00+00',
  '2029-07-01 00:00:00+00',
  '2029-12-31 00:00:00+00',
];

const plain = (
  distinct: number,
  averageWidth: number,
  more: Partial<ColumnStatistics> = {},
): ColumnStatistics => ({
  distinct,
  averageWidth,
  nullFraction: 0,
  correlation: 0,
  ...more,
});

export const impliedStatistics = {
  id: plain(-1, 16, { correlation: 1 }),
  version: plain(10, 4, {
    commonValues: [
      { value: '1', frequency: 0.6 },
      { value: '2', frequency: 0.25 },
      { value: '3', frequency: 0.1 },
    ],
  }),
  createdAt: plain(-1, 8, { correlation: 1, histogram: calendar }),
  updatedAt: plain(-0.9, 8, { correlation: 0.9, histogram: calendar }),
} as const;

export function columnStatistics(layout: Layout, entity: Entity, field: Field): ColumnStatistics {
  const nullFraction = field.optional ? emptyShare(entity, field) : 0;
  const base = typed(layout, entity, field);
  const single = field.unique || entity.unique.some((key) => key.length === 1 && key[0] === field.name);
  return { ...base, nullFraction, ...(single && { distinct: -(1 - nullFraction) }) };
}

/** How many rows leave an optional field empty: what is set late in a life is empty more often. */
function emptyShare(entity: Entity, { name, type }: Field): number {
  if (type.kind !== 'datetime' && type.kind !== 'date') return 0.3;
  const filled = filledShare(entity, name);
  return filled === undefined ? 0.4 : Number((1 - filled).toFixed(4));
}

function typed(layout: Layout, entity: Entity, field: Field): ColumnStatistics {
  const { type } = field;
  switch (type.kind) {
    case 'ref':
      return plain(referencedRows(layout, entity, type.entity), 16);
    case 'enum':
      return enumStatistics(entity, field, type.values);
    case 'bool':
      return boolStatistics(field);
    case 'int':
    case 'bigint':
    case 'money':
    case 'decimal':
      return numberStatistics(field);
    case 'datetime':
      return plain(-0.9, 8, {
        histogram: calendar,
        correlation: field.serverSet === true && !field.optional ? 0.99 : 0.5,
      });
    case 'date':
      return plain(1096, 4, { histogram: calendar.map((day) => day.slice(0, 10)), correlation: 0.5 });
    case 'uuid':
      return plain(-0.9, 16);
    case 'json':
      return plain(-0.9, 200);
    case 'string':
    case 'text':
    case 'email':
    case 'url':
      return textStatistics(field);
  }
}

/** Rows of the referenced table, or the part of the own rows that is distinct when there are fewer of those. */
function referencedRows(layout: Layout, entity: Entity, target: string): number {
  const referenced = layout.entities.get(target);
  const theirs = (referenced === undefined ? undefined : rowsAtHorizon(referenced))?.value ?? 1000;
  const own = rowsAtHorizon(entity)?.value ?? 1000;
  return theirs < own * 0.1
    ? Math.max(1, Math.round(theirs))
    : -Math.min(1, Number((theirs / own).toFixed(3)));
}

/** States as a life cycle leaves them; other values fall off with their place (Zipf). */
function enumStatistics(entity: Entity, { name }: Field, values: readonly string[]): ColumnStatistics {
  const shares = entity.lifecycle?.field === name ? stateShares(entity) : new Map<string, number>();
  const weights = values.map((value, at) => shares.get(value) ?? 1 / (at + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const commonValues = values
    .map((value, at) => ({ value, frequency: Number(((weights[at] ?? 0) / sum).toFixed(4)) }))
    .toSorted((a, b) => b.frequency - a.frequency);
  const width = Math.ceil(values.reduce((total, value) => total + value.length + 1, 0) / values.length);
  return plain(values.length, width, { commonValues });
}

function boolStatistics({ default: value }: Field): ColumnStatistics {
  const usual = value === false ? 'f' : 't';
  const commonValues = [
    { value: usual, frequency: 0.9 },
    { value: usual === 't' ? 'f' : 't', frequency: 0.1 },
  ];
  return plain(2, 1, { commonValues });
}

function numberStatistics({ type, minimum, maximum }: Field): ColumnStatistics {
  const low = minimum ?? 0;
  const high = Math.max(low + 1, Math.min(maximum ?? 100_000, low + 10_000_000));
  const bounds = Array.from({ length: 11 }, (_, at) => Math.round(low + ((high - low) * at) / 10));
  const histogram = [...new Set(bounds)].map(String);
  const width = type.kind === 'int' ? 4 : 8;
  return plain(Math.min(high - low + 1, 100_000), width, { histogram });
}

function textStatistics(field: Field): ColumnStatistics {
  const limit = lengthLimit(field) ?? 255;
  const width = field.type.kind === 'text' ? Math.min(200, limit / 4) : Math.min(32, limit / 2);
  return plain(-0.5, Math.max(2, Math.round(width) + 1));
}
