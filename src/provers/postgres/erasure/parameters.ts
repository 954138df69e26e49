import { z } from 'zod';
import { erasureFunctions } from '../../../artifacts/erasure/script.ts';
import type { ErasurePlan } from '../../../artifacts/erasure/plan.ts';
import { personalColumns } from '../../../artifacts/erasure/reach.ts';
import type { Table } from '../../../model/data.ts';

const place = z.object({ schema: z.string(), table: z.string() });
const namedColumns = place.extend({ columns: z.array(z.string()) });
export type NamedColumns = z.infer<typeof namedColumns>;

export const parametersSchema = z.object({
  people: place.extend({
    key: z.string(),
    type: z.string(),
    /** Columns of few values that the rules of the table may speak of. */
    states: z.array(z.object({ column: z.string(), values: z.array(z.string()) })),
  }),
  /** As they are called in SQL: one for each database. */
  erase: z.array(z.string()),
  find: z.array(z.string()),
  /** Columns that shall hold nothing of a person afterwards; of a table without any, the rows alone are theirs. */
  personal: z.array(namedColumns),
  /** Columns that hold the id of a person without a reference that the database knows. */
  ids: z.array(namedColumns),
  /** Events to publish that carry a personal field, and whether they are about the person's own row. */
  events: z.array(place.extend({ name: z.string(), field: z.string(), isOwn: z.boolean() })),
  /** Columns of few values, with the expression of the one they become. */
  choices: z.array(place.extend({ column: z.string(), becomes: z.string() })),
  /** Columns that stay as they are, and why. */
  left: z.array(namedColumns.extend({ why: z.enum(['chained', 'no way to the person', 'parked']) })),
  /** Texts without a class in rows that stay. */
  unclassed: z.array(namedColumns),
  /** The schemas lie in databases of their own. */
  isApart: z.boolean(),
  /** References by which rows are taken to belong to somebody. */
  assumed: z.array(place.extend({ column: z.string() })),
});
export type ErasureParameters = z.infer<typeof parametersSchema>;

const placeOf = ({ schema = 'public', name }: Table) => ({ schema, table: name });

export function parametersOf(plan: ErasurePlan): ErasureParameters {
  const chained = new Set(plan.left.flatMap(({ table, why }) => (why === 'chained' ? [table] : [])));
  return {
    people: {
      ...placeOf(plan.people),
      key: plan.key.name,
      type: plan.key.type,
      states: plan.states.map(({ column, values }) => ({ column, values: [...values] })),
    },
    ...erasureFunctions(plan),
    personal: [
      ...plan.tables.map(({ table }) => ({
        ...placeOf(table),
        columns: chained.has(table) ? [] : personalColumns(table).map(({ name }) => name),
      })),
      ...plan.copies
        .filter(({ of }) => of === undefined || of.path.length === 0)
        .map(({ table, does, columns }) => ({
          ...placeOf(table),
          columns:
            does === 'overwrite'
              ? columns.map(({ column }) => column)
              : table.columns.filter(({ type }) => type === 'jsonb').map(({ name }) => name),
        })),
    ],
    ids: [
      ...plan.tables.flatMap(({ table, path }) => {
        const [hop, ...further] = path;
        const known = table.foreignKeys.some(({ columns }) => columns[0] === hop?.column);
        return hop === undefined || further.length > 0 || known
          ? []
          : [{ ...placeOf(table), columns: [hop.column] }];
      }),
      ...plan.copies
        .filter(({ of }) => of === undefined)
        .map(({ table, by }) => ({ ...placeOf(table), columns: [by] })),
    ],
    events: plan.copies.flatMap(({ table, of, event }) =>
      event === undefined
        ? []
        : [{ ...placeOf(table), name: event.name, field: event.field, isOwn: of?.path.length === 0 }],
    ),
    choices: plan.tables.flatMap((erasure) =>
      erasure.kind !== 'overwrite'
        ? []
        : erasure.columns.flatMap(({ column, value, isChoice }) =>
            isChoice === true ? [{ ...placeOf(erasure.table), column, becomes: value }] : [],
          ),
    ),
    unclassed: plan.unclassed.map(({ table, columns }) => ({ ...placeOf(table), columns: [...columns] })),
    isApart: plan.isApart,
    assumed: plan.assumed.map(({ table, column }) => ({ ...placeOf(table), column })),
    left: plan.left.map(({ table, columns, why }) => ({ ...placeOf(table), columns: [...columns], why })),
  };
}
