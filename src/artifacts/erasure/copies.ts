import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import { quoteText } from '../sql-names.ts';
import type { Assignment } from './placeholder.ts';
import type { Reached } from './reach.ts';

/** Rows beside the entities that hold copies of what a person sent or got. */
export interface Copies {
  readonly table: Table;
  /** Column that holds the id of the person, or of a row of theirs. */
  readonly by: string;
  /** Whose id that is: the row's own table; absent = the person. */
  readonly of?: Reached;
  /** Only rows of this event, which carries this field. */
  readonly event?: { readonly name: string; readonly field: string };
  readonly does: 'delete' | 'overwrite';
  readonly columns: readonly Assignment[];
}

const has = ({ columns }: Table, names: readonly string[]): boolean =>
  names.every((name) => columns.some((column) => column.name === name));

/** Stored answers, long work and events to publish, known by their columns: no entity speaks of them. */
export function copiesOf(backend: Backend, reached: readonly Reached[]): readonly Copies[] {
  return backend.data.tables
    .filter(({ entity }) => entity === undefined)
    .flatMap((table): readonly Copies[] => {
      if (has(table, ['caller', 'key', 'answer']))
        return [{ table, by: 'caller', does: 'delete', columns: [] }];
      if (has(table, ['requested_by', 'input', 'problem', 'result'])) {
        const nothing = ['result', 'problem'].map((column) => ({ column, value: 'null' }));
        const columns = [{ column: 'input', value: "'{}'" }, ...nothing];
        return [{ table, by: 'requested_by', does: 'overwrite', columns }];
      }
      return has(table, ['name', 'aggregate_id', 'payload']) ? eventCopies(backend, table, reached) : [];
    });
}

/** Messages that a consumer could not handle: they tell whose they are in their payload alone. */
export const isParked = (table: Table): boolean =>
  table.entity === undefined && has(table, ['consumer', 'event_id', 'payload', 'parked_at']);

/** Events about rows of the person lose the personal fields they carry; they are still published without them. */
function eventCopies(backend: Backend, table: Table, reached: readonly Reached[]): readonly Copies[] {
  return carryingEvents(backend).flatMap(({ name, entity, fields }): readonly Copies[] => {
    const of = reached.find((each) => each.table.entity === entity);
    if (of === undefined) return [];
    const keys = fields.map(quoteText).join(', ');
    return [
      {
        table,
        by: 'aggregate_id',
        of,
        event: { name, field: fields[0] ?? '' },
        does: 'overwrite',
        columns: [{ column: 'payload', value: `one.payload - array[${keys}]` }],
      },
    ];
  });
}

/** Events whose payload holds fields of a personal class, with those fields. */
export const carryingEvents = ({ processes, entities }: Backend) =>
  processes.events.flatMap(({ name, entity, payload }) => {
    const fields = (entities.find((each) => each.name === entity)?.fields ?? [])
      .filter(({ dataClass }) => dataClass === 'pii' || dataClass === 'health')
      .map((field) => field.name)
      .filter((field) => payload.includes(field));
    return fields.length === 0 ? [] : [{ name, entity, fields }];
  });
