import type { Table } from '../../model/data.ts';
import type { Entity } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import { valueOf } from '../capacity/figures.ts';
import { plain } from '../quantities.ts';
import { foreignKeys, naturalKeys } from './keys.ts';
import { keyOf, rowsAtHorizon } from './layout.ts';
import type { Layout } from './layout.ts';

export type Partition = NonNullable<Table['partition']>;

interface Judged {
  readonly partition?: Partition;
  /** Why a table that is large enough stays whole. */
  readonly whole?: string;
}

const year = 365 * 86_400;

/**
 * Whether a table is split. By month of its making when old rows go away by detaching and nothing else has to be
 * unique over all parts; by hash of the key when rows are pointed at. PostgreSQL keeps a unique key only over what
 * contains the partition column, so a table with another natural key stays whole.
 */
export function partitionOf(layout: Layout, entity: Entity): Judged {
  const rows = rowsAtHorizon(entity)?.value ?? 0;
  const limit = valueOf('tableRows');
  if (!layout.basis.shape.partitioning || rows <= limit) return {};
  const because = `${plain(rows)} rows at the planning horizon, more than ${plain(limit)}`;
  const blocking = naturalKeys(layout, entity).find(({ columns }) => !columns.includes('created_at'));
  if (blocking !== undefined)
    return { whole: `${because}, but ${blocking.columns.join(', ')} must be unique over all of them` };
  if (isPointedAt(layout, entity)) return { partition: { by: 'id', step: 'hash:16', because } };
  const kept = (entity.retention?.value ?? Number.POSITIVE_INFINITY) / year;
  const step = kept <= 20 ? 'month' : 'year';
  return { partition: { by: 'created_at', step, because: `${because}; old ones go by detaching` } };
}

const isPointedAt = (layout: Layout, entity: Entity): boolean =>
  layout.basis.domain.entities
    .flatMap((other) => foreignKeys(layout, other))
    .some(({ references }) => references.table === keyOf(layout, entity.name));

export const wholeGap = (table: string, why: string, entity: Entity): Gap => ({
  kind: 'partition',
  subject: table,
  why: `The table stays whole: ${why}.`,
  origin: entity.origin,
});
