import type { Field } from '../model/domain.ts';

/** The column that holds a field. A reference is kept under the name of its key: `customer` is `customer_id`. */
export const fieldColumn = ({ name, type }: Pick<Field, 'name' | 'type'>): string =>
  type.kind === 'ref' && !name.endsWith('_id') ? `${name}_id` : name;
