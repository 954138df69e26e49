import type { Entity, Field } from '../../model/domain.ts';
import { valueOf } from '../capacity/figures.ts';

/** Rows and bytes of one entity at the end of the planning horizon, if it is never partitioned. */
export interface Volume {
  readonly entity: string;
  readonly rows: number;
  readonly bytes: number;
}

const yearSeconds = 365 * 86_400;

/** Rows alive after the planned years: what was there, what is added each year, no longer than it is kept. */
export function volumeOf(entity: Entity): Volume {
  const years = valueOf('planningYears');
  const growth = entity.growthPerYear?.value ?? 0;
  const start = entity.rows?.value ?? growth;
  const grown = Math.max(start, start + growth * (years - 1));
  const kept = entity.retention === undefined ? Infinity : (growth * entity.retention.value) / yearSeconds;
  const rows = growth > 0 ? Math.min(grown, Math.max(kept, growth / 12)) : grown;
  return { entity: entity.name, rows, bytes: rows * rowBytes(entity) * valueOf('indexOverhead') };
}

/** Header of a PostgreSQL row with its line pointer, then id and two timestamps every entity has. */
const rowOverhead = 28 + 16 + 8 + 8;

export const rowBytes = ({ fields }: Entity): number =>
  fields.reduce((sum, field) => sum + filledBytes(field), rowOverhead);

/** Texts are taken at a third of their limit, at most 400 bytes. */
export function filledBytes({ type, maxLength, optional }: Field): number {
  const filled = optional ? 0.6 : 1;
  switch (type.kind) {
    case 'bool':
      return 1;
    case 'int':
    case 'date':
      return 4;
    case 'bigint':
    case 'datetime':
    case 'money':
    case 'decimal':
      return 8 * filled;
    case 'uuid':
    case 'ref':
      return 16 * filled;
    case 'enum':
      return 10;
    case 'json':
      return 200 * filled;
    case 'string':
    case 'text':
    case 'email':
    case 'url':
      return Math.min(400, Math.max(8, (maxLength ?? 120) / 3)) * filled;
  }
}
