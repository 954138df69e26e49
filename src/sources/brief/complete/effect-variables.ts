import { mentionsOf } from '../../../model/effect-sql/mentions.ts';
import { impliedVariables } from '../../../model/effects.ts';
import type { Effects } from '../../../model/effects.ts';
import type { Fragment } from '../../../model/brief.ts';
import type { DomainEvent, Field, Flow, Operation } from '../../../model/domain.ts';
import type { World } from './world.ts';

/** Column of a field: a reference is kept under the name of its key. */
const columnName = ({ name, type }: Pick<Field, 'name' | 'type'>): string =>
  type.kind === 'ref' && !name.endsWith('_id') ? `${name}_id` : name;

/** `OrderLine` → `order_line`. */
const snake = (entity: string): string => entity.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** What a request of the operation says, and whose it is. */
export function variablesOf({ entity, input = [] }: Operation, world: World): readonly string[] {
  const fields = [...(world.fields.get(entity)?.keys() ?? [])];
  return [
    ...impliedVariables,
    `${snake(entity)}_id`,
    ...input.map(columnName),
    ...fields.map((name) => columnIn(world, entity, name)),
  ];
}

export const columnIn = (world: World, entity: string, name: string): string => {
  const field = world.fields.get(entity)?.get(name);
  return field === undefined ? name : columnName(field);
};

/** A flow that others start runs with their variables too. */
export function variablesOfCallers(
  { id }: Flow,
  operations: readonly Operation[],
  all: readonly Fragment[],
  world: World,
): readonly string[] {
  const callers = all
    .flatMap((part) => part.flows)
    .filter(({ steps }) => steps.some(({ effects, undo }) => effects?.flow === id || undo?.flow === id));
  const consumed = all
    .flatMap((part) => part.events)
    .filter(({ consumers }) => consumers.some(({ effects }) => effects?.flow === id));
  return [
    ...callers.flatMap(({ trigger, steps }) => {
      const operation = operations.find((each) => each.id === trigger);
      return [
        ...(operation === undefined ? [] : variablesOf(operation, world)),
        ...steps.flatMap(({ effects }) => (effects === undefined ? [] : givenBy(effects, []))),
      ];
    }),
    ...consumed.flatMap((event) => [
      ...variablesOfEvent(event, world),
      ...event.consumers.flatMap(({ effects }) => (effects === undefined ? [] : givenBy(effects, []))),
    ]),
  ];
}

/** Variables that effects set, with those of the flow they start. */
export function givenBy({ call, statements, flow }: Effects, flows: readonly Flow[]): readonly string[] {
  const started = flows.find(({ id }) => id === flow);
  return [
    ...(call?.gives ?? []),
    ...statements.flatMap(({ sql }) => mentionsOf(sql).gives),
    ...(started?.steps ?? []).flatMap(({ effects }) => (effects === undefined ? [] : givenBy(effects, []))),
  ];
}

/** What a consumer of an event knows of it. */
export const variablesOfEvent = ({ entity, payload }: DomainEvent, world: World): readonly string[] => [
  ...impliedVariables,
  'event_id',
  `${snake(entity)}_id`,
  ...payload.map((name) => columnIn(world, entity, name)),
];
