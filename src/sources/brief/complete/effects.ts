import { mentionsOf } from '../../../model/effect-sql/mentions.ts';
import { impliedVariables } from '../../../model/effects.ts';
import type { Effects, SqlStatement } from '../../../model/effects.ts';
import type { Fragment } from '../../../model/brief.ts';
import type { Entity, Flow, Operation } from '../../../model/domain.ts';
import { report } from '../reading.ts';
import type { Reading } from '../reading.ts';
import { didYouMean } from '../suggest.ts';
import { columnIn, givenBy, variablesOf, variablesOfCallers, variablesOfEvent } from './effect-variables.ts';
import { placeOf } from './references.ts';
import { pathOf } from './world.ts';
import type { World } from './world.ts';

/** A name in an effect that leads nowhere: at which path, and where in the text that stands there. */
export interface EffectFault {
  readonly path: string;
  readonly text: string;
  readonly at: number;
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Statements with their paths, and the variables they may name; without them any name will do. */
interface Told {
  readonly path: string;
  readonly effects: Effects;
  readonly variables?: ReadonlySet<string>;
}

/** Names in the effects of a fragment that no entity, column or variable has. `all` are the fragments it lives with. */
export function effectFaults(
  fragment: Fragment,
  all: readonly Fragment[],
  world: World,
): readonly EffectFault[] {
  const flows = all.flatMap((part) => part.flows);
  const operations = all.flatMap((part) => part.operations);
  const told: readonly Told[] = [
    ...fragment.entities.flatMap(ofGenerated),
    ...fragment.operations.flatMap((operation) => ofOperation(operation, world)),
    ...fragment.events.flatMap((event) =>
      event.consumers.flatMap(({ context, effects }): readonly Told[] => {
        const known = variablesOfEvent(event, world);
        return effects === undefined
          ? []
          : inOrder([{ path: `${pathOf(event.origin)}.consumers.${context}`, effects }], known, flows);
      }),
    ),
    ...fragment.flows.flatMap((flow) => ofFlow(flow, flows, operations, all, world)),
  ];
  return told.flatMap((part) => [...faultsOf(part, world), ...unknownFlow(part, world)]);
}

export function checkEffects(
  reading: Reading,
  fragment: Fragment,
  all: readonly Fragment[],
  world: World,
): void {
  for (const { path, text, at, what, why, next } of effectFaults(fragment, all, world)) {
    const start = placeOf(reading, path);
    const before = text.slice(0, at).split('\n');
    const place = {
      ...start,
      line: start.line + before.length - 1,
      column: start.column + (before.at(-1)?.length ?? 0),
    };
    report(reading, place, what, why, next);
  }
}

/** Nobody asks for generated rows: their statements have no values. */
const ofGenerated = ({ origin, generated = [] }: Entity): readonly Told[] =>
  generated.length === 0
    ? []
    : [{ path: `${pathOf(origin)}.generated`, effects: { statements: generated }, variables: new Set() }];

function ofOperation(operation: Operation, world: World): readonly Told[] {
  const path = pathOf(operation.origin);
  const { sets = [], effects, given = [] } = operation;
  const known = variablesOf(operation, world);
  const scene: Told = {
    path: `${path}.given`,
    effects: { statements: given },
    variables: new Set(['caller', ...given.flatMap(({ sql }) => mentionsOf(sql).gives)]),
  };
  return [
    ...inOrder(
      [
        { path: `${path}.sets`, effects: { statements: sets } },
        ...(effects === undefined ? [] : [{ path, effects }]),
      ],
      known,
      [],
    ),
    ...(given.length === 0 ? [] : [scene]),
  ];
}

function ofFlow(
  flow: Flow,
  flows: readonly Flow[],
  operations: readonly Operation[],
  all: readonly Fragment[],
  world: World,
): readonly Told[] {
  const path = pathOf(flow.origin);
  const trigger = operations.find(({ id }) => id === flow.trigger);
  const known = [
    ...(trigger === undefined ? impliedVariables : variablesOf(trigger, world)),
    ...operations
      .filter(({ id }) => flow.steps.some(({ on }) => on === id))
      .flatMap((operation) => variablesOf(operation, world)),
    ...(flow.given ?? []).flatMap(({ sql }) => mentionsOf(sql).gives),
    ...variablesOfCallers(flow, operations, all, world),
  ];
  const scene: Told = { path: `${path}.given`, effects: { statements: flow.given ?? [] } };
  const parts = flow.steps.flatMap(({ effects, undo }, index) => {
    const at = `${path}.steps.${index}`;
    return [
      ...(effects === undefined ? [] : [{ path: at, effects }]),
      ...(undo === undefined ? [] : [{ path: `${at}.undo-`, effects: undo }]),
    ];
  });
  return [...(flow.given === undefined ? [] : [scene]), ...inOrder(parts, known, flows)];
}

/** Each part may name what those before it gave, and its own statements what they gave one another. */
function inOrder(
  parts: readonly Omit<Told, 'variables'>[],
  known: readonly string[],
  flows: readonly Flow[],
): readonly Told[] {
  const names = new Set(known);
  return parts.map((part) => {
    for (const name of givenBy(part.effects, flows)) names.add(name);
    // Keys of the elements of a list are known only when it is there.
    return part.effects.each === undefined ? { ...part, variables: new Set(names) } : part;
  });
}

function unknownFlow({ path, effects }: Told, { flows }: World): readonly EffectFault[] {
  const { flow } = effects;
  if (flow === undefined || flows.has(flow)) return [];
  return [fault(`${path}.flow`, '', 0, flow, 'There is no flow', [...flows])];
}

function faultsOf({ path, effects, variables }: Told, world: World): readonly EffectFault[] {
  const { condition, call, statements } = effects;
  const values = (text: string, at: string): readonly EffectFault[] =>
    variables === undefined
      ? []
      : mentionsOf(text)
          .values.filter(({ name }) => !variables.has(name))
          .map((value) => fault(at, text, value.at, value.name, 'There is no variable', [...variables]));
  const handed = (call?.with ?? []).filter((name) => variables?.has(name) === false);
  return [
    ...(condition === undefined ? [] : values(condition, `${path}.if`)),
    ...handed.map((name) =>
      fault(`${path}.call`, '', 0, name, 'There is no variable', [...(variables ?? [])]),
    ),
    ...statements.flatMap((statement, index) => {
      const at = statementPath(path, index, statements.length);
      return [...namesIn(statement, at, world), ...values(statement.sql, at)];
    }),
  ];
}

/** As the reader keeps the places: `steps.1.sql` or, in a list, `steps.1.sql.0`. */
function statementPath(path: string, index: number, count: number): string {
  const isOwn = /\.(sets|given|generated)$/.test(path);
  const key = isOwn ? path : path.endsWith('.undo-') ? `${path}sql` : `${path}.sql`;
  return count === 1 ? key : `${key}.${index}`;
}

function namesIn({ sql, at: context }: SqlStatement, path: string, world: World): readonly EffectFault[] {
  const { entities, columns } = mentionsOf(sql);
  const unknown = entities.filter(({ name }) => !world.entities.has(name));
  const place =
    context === undefined || world.contexts.has(context)
      ? []
      : [fault(path, sql, 0, context, 'There is no context', [...world.contexts])];
  return [
    ...place,
    ...unknown.map(({ name, at }) =>
      fault(path, sql, at, name, 'There is no entity', [...world.entities.keys()]),
    ),
    ...columns.flatMap(({ name, at, of }) => {
      if (of.some((entity) => !world.entities.has(entity))) return [];
      const names = of.flatMap((entity) => columnsOf(world, entity));
      return names.includes(name)
        ? []
        : [fault(path, sql, at, name, `${of.join(' or ') || 'The statement'} has no column`, names)];
    }),
  ];
}

const columnsOf = (world: World, entity: string): readonly string[] => [
  ...[...(world.fields.get(entity)?.keys() ?? [])].map((name) => columnIn(world, entity, name)),
  'version',
];

const fault = (
  path: string,
  text: string,
  at: number,
  name: string,
  words: string,
  known: readonly string[],
): EffectFault => ({
  path,
  text,
  at,
  what: `${path}: "${name.slice(0, 60)}" is not known.`,
  why: `${words} "${name.slice(0, 60)}".`,
  next: didYouMean(name, [...new Set(known)]),
});
