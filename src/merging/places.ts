import type { Backend } from '../model/backend.ts';
import type { Entity } from '../model/domain.ts';

/** A kind of data of a design, and what two places that write it at once would ask for. */
export interface SharedData {
  readonly kind: string;
  /** Names of its entities, or `Entity.field`. */
  readonly data: readonly string[];
  /** Id of the merge; absent where no merge keeps what the data promises. */
  readonly merge?: string;
  readonly keeps: string;
  readonly loses: string;
}

const named = (entities: readonly Entity[]): readonly string[] => entities.map(({ name }) => name);

/** Fields with a lower bound that a check of their entity keeps: stock, balances, seats. */
const bounded = ({ name, fields, checks }: Entity): readonly string[] =>
  fields
    .filter(
      (field) =>
        (field.type.kind === 'int' || field.type.kind === 'bigint' || field.type.kind === 'money') &&
        checks.some(({ sql }) => new RegExp(`\\b${field.name}\\b`).test(sql) && /[<>]=?/.test(sql)),
    )
    .map((field) => `${name}.${field.name}`);

const changesOf = ({ operations }: Backend, entity: Entity, ...verbs: readonly string[]): boolean =>
  operations.some((operation) => operation.entity === entity.name && verbs.includes(operation.verb));

/**
 * The data of a design by the merge that it would need. Decided by its shape: rows that are only added, rows that a
 * person puts in and takes out, records that a person edits, numbers with a bound, states with an order.
 */
export function sharedData(backend: Backend): readonly SharedData[] {
  const { entities } = backend;
  const grows = entities.filter(({ appendOnly }) => appendOnly === true);
  const states = entities.filter((entity) => !grows.includes(entity) && entity.lifecycle !== undefined);
  const rest = entities.filter((entity) => !grows.includes(entity) && !states.includes(entity));
  const sets = rest.filter(
    (entity) => changesOf(backend, entity, 'create') && changesOf(backend, entity, 'delete'),
  );
  const numbers = rest.flatMap(bounded);
  const records = rest.filter(
    (entity) =>
      !sets.includes(entity) && bounded(entity).length === 0 && changesOf(backend, entity, 'update'),
  );
  const all: readonly SharedData[] = [
    {
      kind: 'rows that are only added',
      data: named(grows),
      merge: 'growing-set',
      keeps: 'every row',
      loses: 'nothing; their order is that of no single clock',
    },
    {
      kind: 'rows that are put in and taken out',
      data: named(sets),
      merge: 'observed-remove-set',
      keeps: 'a row added beside a removal',
      loses: 'nothing; a removed row comes back when somebody added it at the same time',
    },
    {
      kind: 'records that are edited',
      data: named(records),
      merge: 'field-by-field',
      keeps: 'edits of different fields',
      loses: 'the earlier of two edits of one field that did not know of each other',
    },
    {
      kind: 'states with an order',
      data: named(states),
      keeps: 'no merge does: two transitions from one state exclude each other',
      loses: 'one place decides each row',
    },
    {
      kind: 'numbers with a bound',
      data: numbers,
      keeps: 'no merge does: two places take the last one at the same time',
      loses: 'one place decides, or each place gets a share of its own beforehand',
    },
  ];
  return all.filter(({ data }) => data.length > 0);
}
