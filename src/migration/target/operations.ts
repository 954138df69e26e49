import { quoteText } from '../../artifacts/sql-names.ts';
import { kebabCase, phrase } from '../../artifacts/words.ts';
import { defaultCost } from '../../model/default-cost.ts';
import type { Entity, Field, Operation } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import type { Act } from './acts.ts';

export const operationId = ({ verb, entity, action }: Pick<Act, 'verb' | 'entity' | 'action'>): string =>
  action === undefined ? `${verb} ${entity}` : `${verb} ${entity} ${action}`;

/** An operation with everything that was seen to ask for it. */
export interface Asked {
  readonly act: Act;
  readonly origin: Origin;
  /** Endpoint or job, by id. */
  readonly from: string;
  readonly anonymous: boolean;
  readonly account?: 'sign-in' | 'sign-out' | 'register';
  /** Taken out of a queue, not waited for. */
  readonly longRunning?: boolean;
}

/** One operation for all that ask for the same. */
export function operationsOf(asked: readonly Asked[], entities: readonly Entity[]): readonly Operation[] {
  const groups = new Map<string, Asked[]>();
  for (const each of asked) {
    const id = operationId(each.act);
    groups.set(id, [...(groups.get(id) ?? []), each]);
  }
  return [...groups].flatMap(([id, [first, ...more]]) => {
    const entity = entities.find(({ name }) => name === first?.act.entity);
    return first === undefined || entity === undefined
      ? []
      : [operationOf(id, [first, ...more], first, entity)];
  });
}

function operationOf(
  id: string,
  all: readonly Asked[],
  { act, origin, account }: Asked,
  entity: Entity,
): Operation {
  const along = [...new Set(all.flatMap((each) => each.act.along))];
  const input =
    account === 'sign-in' ? signInInput(entity, origin) : account === 'register' ? [secretField(origin)] : [];
  return {
    id,
    verb: act.verb,
    entity: act.entity,
    ...(act.action !== undefined && { action: act.action }),
    context: entity.context,
    about: aboutOf(
      act,
      along,
      all.map(({ from }) => from),
    ),
    cost: defaultCost(act.verb),
    anonymous: all.some(({ anonymous }) => anonymous),
    by: keysOf(all.map((each) => each.act.by)),
    sensitive: account === 'sign-in' || account === 'register',
    longRunning: all.some(({ longRunning }) => longRunning === true),
    ...(account === 'register' && { hidesExistence: true }),
    ...(input.length > 0 && { input }),
    ...(account === 'sign-in' && { output: tokens(origin) }),
    ...(act.sets !== undefined && {
      effects: {
        statements: [
          {
            sql: `update ${act.entity} set ${act.sets.field} = ${quoteText(act.sets.value)} where id = :id`,
            rows: 'one' as const,
            otherwise: 'not-found',
          },
        ],
      },
    }),
    origin,
  };
}

function aboutOf({ verb, entity, action }: Act, along: readonly string[], from: readonly string[]): string {
  const what = `${action === undefined ? verb : action.replaceAll('-', ' ')} ${phrase(entity)}`;
  const also = along.length === 0 ? '' : `; changes ${along.map(phrase).join(', ')} along with it`;
  const shown = from.slice(0, 3).join(', ');
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${also}; does what ${shown}${from.length > 3 ? ` and ${from.length - 3} more` : ''} did`.slice(
    0,
    400,
  );
}

/** Filters of all lists, the usual ones first, and the order that most want. */
function keysOf(wanted: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const key of wanted.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const ranked = [...counts].toSorted(([, a], [, b]) => b - a).map(([key]) => key);
  const isOrder = (key: string): boolean => /^[+-]/.test(key);
  const filters = ranked.filter((key) => !isOrder(key)).slice(0, 3);
  const order = ranked.find((key) => isOrder(key) && !filters.includes(key.slice(1)));
  return [...filters, ...(order === undefined ? [] : [order])];
}

const text = (name: string, origin: Origin, more: Partial<Field>): Field => ({
  name,
  type: { kind: 'string' },
  optional: false,
  unique: false,
  origin,
  ...more,
});

const secretField = (origin: Origin): Field =>
  text('new_password', origin, { minLength: 15, maxLength: 128, dataClass: 'secret' });

/** By the field that names the account: mail address, login or user name. */
function signInInput({ fields }: Entity, origin: Origin): readonly Field[] {
  const name =
    fields.find(({ type }) => type.kind === 'email') ??
    fields.find((field) => /(^|_)(login|user_?name|nick|name)$/.test(field.name));
  return [
    text('identifier', origin, { maxLength: name?.maxLength ?? 254, dataClass: 'pii' }),
    text('secret', origin, { maxLength: 4096, dataClass: 'secret' }),
  ];
}

const tokens = (origin: Origin): readonly Field[] => [
  text('access_token', origin, { maxLength: 4096, dataClass: 'secret' }),
  { ...text('expires_in', origin, {}), type: { kind: 'int' }, minimum: 60, maximum: 3600 },
];

/** A word of an action from the name of a job or a script. */
export function actionName(name: string): string {
  // What a schedule calls in place has no name of its own.
  if (/ at .*:\d+$/.test(name)) return 'scheduled-work';
  const last = name.replace(/^.*[/\\]/, '').replace(/\.\w+$/, '');
  const word = kebabCase(last)
    .replace(/^[^a-z]+/, '')
    .slice(0, 40);
  return word === '' ? 'run' : word;
}
