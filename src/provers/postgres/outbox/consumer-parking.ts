import { inboxParkingNames, parkedTable } from '../../../artifacts/parked-statements.ts';
import { inboxNames } from '../../../artifacts/outbox-statements.ts';
import { quoteText } from '../../../artifacts/sql-names.ts';
import type { Stage } from '../../isolation/database.ts';
import type { Contents } from '../../isolation/effect.ts';
import { isUnderWay } from '../../isolation/world.ts';
import type { World } from '../../isolation/world.ts';
import { everyOrder } from './every-order.ts';
import type { Actor, Explored } from './every-order.ts';
import type { Player } from './played.ts';
import { progressAndResults } from './operators.ts';
import { overtakes, refusals } from './relays.ts';
import { withValues } from './prepared.ts';

/** Values of the key of an inbox for three messages of one consumer, as texts; the last of each is the message. */
export type Marks = readonly [readonly string[], readonly string[], readonly string[]];

const group = quoteText('k1');
const literals = (mark: readonly string[]): readonly string[] => mark.map(quoteText);
const call = (name: string, values: readonly string[]): string => `execute ${name}(${values.join(', ')})`;

/**
 * One consumer that cannot handle the first message of a key, played on the delivered statements, within a transaction
 * that is taken back.
 */
export async function playConsumer(
  { rows, affected, expect }: Player,
  table: string,
  number: number,
  marks: Marks,
): Promise<void> {
  const names = inboxParkingNames(number);
  const { remember } = inboxNames(number);
  const [one, two, three] = marks.map(literals);
  if (one === undefined || two === undefined || three === undefined) return;
  const park = call(names.park, [...one, group, `'{}'`, `'refused by the test'`]);
  const deliver = async (mark: readonly string[], key: string) => ({
    isNew: (await affected(call(remember, mark))) === 1,
    isBehind: (await affected(call(names.behind, [...mark, key, `'{}'`]))) === 1,
  });
  expect((await affected(park)) === 1, 'a message whose attempts are used up is not parked');
  expect(
    (await affected(call(remember, one))) === 0,
    'a parked message is handled when it is delivered again',
  );
  expect((await affected(park)) === 0, 'a message is parked twice');
  const second = await deliver(two, group);
  expect(second.isNew && second.isBehind, 'a message passes an earlier one of its key that is parked');
  const other = await deliver(three, `'k2'`);
  expect(other.isNew && !other.isBehind, 'a parked message holds up another key');
  expect(
    (await rows(`execute ${names.age}`))[0]?.['parked'] === '2',
    'the alert does not see what is parked',
  );
  const replay = call(names.replay, [...one.slice(0, -1), group]);
  const came: (string | null | undefined)[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const [row] = await rows(replay);
    came.push(row && Object.values(row)[one.length - 1]);
  }
  expect(
    came.join() === [marks[0].at(-1), marks[1].at(-1), ''].join(),
    'replay is not oldest first, each once',
  );
  expect(
    (await affected(call(remember, two))) === 0,
    'a replayed message is handled again when it is delivered',
  );
  await affected(`delete from ${table}`);
  await affected(park);
  expect(
    (await affected(call(names.giveUp, [...one, `'by the test'`]))) === 1,
    'a message cannot be given up',
  );
  expect((await rows(replay)).length === 0, 'a message that was given up comes back');
  const after = await deliver(two, group);
  expect(after.isNew && !after.isBehind, 'a message that was given up holds up its key');
  await affected(`update ${parkedTable(table)} set given_up_at = now() - interval '1 year'`);
  await affected(`execute ${names.cleanUp}`);
  expect((await rows(`execute ${names.list}`)).length === 0, 'something is listed that is gone');
}

/** Two operators who replay a key beside a delivery of its next message, in every order; 1 and 2 are parked. */
export async function tryConsumer(
  stage: Stage,
  contents: Contents,
  table: string,
  statements: Statements,
  marks: Marks,
): Promise<Explored> {
  const [first, second] = marks;
  const actors = actorsOf(table, statements, marks);
  const place = first.length - 1;
  const cameTo = (world: World, at: number): string | undefined => {
    const result = world.running[at]?.results[0];
    const [row] = result?.kind === 'done' ? result.rows : [];
    return row === undefined ? undefined : (Object.values(row)[place] ?? undefined);
  };
  const phaseOf = (world: World, at: number): string => world.running[at]?.phase ?? '';
  const isAlive = (world: World, at: number): boolean => ['open', 'committed'].includes(phaseOf(world, at));
  return everyOrder(stage, contents, actors, {
    identity: (world) => JSON.stringify([progressAndResults(world), [cameTo(world, 0), cameTo(world, 1)]]),
    faults: (world, over) => {
      const faults = [...refusals(world)];
      const alive = [0, 1].filter((at) => isAlive(world, at)).flatMap((at) => cameTo(world, at) ?? []);
      const done = [0, 1]
        .filter((at) => phaseOf(world, at) === 'committed')
        .flatMap((at) => cameTo(world, at) ?? []);
      if (new Set(alive).size < alive.length) faults.push('two operators hold the same message');
      const [one, two] = [first.at(-1) ?? '', second.at(-1) ?? ''];
      if (alive.includes(two) && !done.includes(one)) faults.push(overtakes);
      const looked = world.running[2]?.results[1];
      const acts = looked?.kind === 'done' && looked.affected === 0 && isAlive(world, 2);
      if (acts && !(done.includes(one) && done.includes(two))) faults.push(overtakes);
      if (over && world.running.some(isUnderWay)) faults.push('somebody waits for ever');
      return faults;
    },
  });
}

interface Statements {
  readonly remember: string;
  readonly behind: string;
  readonly replay: string;
}

function actorsOf(table: string, statements: Statements, marks: Marks): readonly Actor[] {
  const [first, , third] = marks;
  const tables = [table, parkedTable(table)];
  const sql = withValues(statements.replay, [...literals(first).slice(0, -1), group]);
  const operator = (name: string): Actor => ({
    name,
    steps: [
      {
        does: 'replays a message',
        sql,
        tables,
        policy: /skip locked/i.test(sql) ? 'skip locked' : 'wait',
        upsert: false,
      },
    ],
  });
  const delivery = literals(third);
  return [
    operator('operator 1'),
    operator('operator 2'),
    {
      name: 'delivery',
      steps: [
        {
          does: 'inserts its mark',
          sql: withValues(statements.remember, delivery),
          tables,
          policy: 'wait',
          upsert: true,
        },
        {
          does: 'looks for an earlier one',
          sql: withValues(statements.behind, [...delivery, group, `'{}'::jsonb`]),
          tables,
          policy: 'wait',
          upsert: false,
        },
      ],
    },
  ];
}
