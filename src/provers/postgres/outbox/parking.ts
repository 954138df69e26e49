import { parkedTable, relayParkingNames } from '../../../artifacts/parked-statements.ts';
import { relayNames } from '../../../artifacts/outbox-statements.ts';
import { quoteName, quoteText } from '../../../artifacts/sql-names.ts';
import type { Template } from './messages.ts';
import type { ParkingParameters } from './parameters.ts';
import type { Player } from './played.ts';

/** Messages of the played night, by number: those of the first key and of another. */
const first = { poisonous: 1, late: 6 } as const;

interface Night {
  readonly player: Player;
  readonly table: string;
  readonly template: Template;
  readonly parameters: ParkingParameters;
  /** Literals of two keys. */
  readonly keys: readonly [string, string];
}

/**
 * A night with one message that the receiver refuses, played on the delivered statements, within a transaction that is
 * taken back: what is handed on, what is parked, what comes back.
 */
export async function playRefusals(night: Night): Promise<void> {
  const { player, table, parameters, keys } = night;
  const { expect } = player;
  const { mostAttempts } = parameters;
  const [one, other] = keys;
  const names = relayParkingNames(parameters.number);
  const numbered = (ids: readonly string[]): string =>
    ids.map((id) => [1, 2, 3, 4, 5, 6, 7].find((order) => night.template.idOf({ order }) === id)).join();
  for (const [order, key] of [
    [1, one],
    [2, one],
    [3, other],
    [4, one],
    [5, other],
  ] as const)
    await write(night, order, key);
  const poison = night.template.idOf({ order: first.poisonous });
  const refuses = (id: string): boolean => id === poison;
  const before = await batch(night, refuses);
  expect(numbered(before) === '3,5', 'a refused message holds up other keys, or lets its own go on');
  for (let attempt = 1; attempt < mostAttempts; attempt++) {
    expect((await parkedCount(night)) === 0, 'a message is parked before its last attempt');
    await batch(night, refuses);
  }
  await batch(night, refuses);
  await write(night, first.late, one);
  expect(
    (await batch(night, refuses)).length === 0,
    'a message passes an earlier one of its key that is parked',
  );
  expect((await parkedCount(night)) === 4, 'a message of the key is neither parked nor handed on');
  await player.rows(`update ${table} set ${quoteName(parameters.columns.sent)} = now() - interval '1 year'`);
  await player.rows(`execute ${relayNames(parameters.number).cleanUp}`);
  await player.rows(`execute ${names.replay}('${one}')`);
  expect(
    (await player.affected(`execute ${names.replay}('${one}')`)) === 0,
    'a second replay brings messages back again',
  );
  await batch(night, refuses);
  expect(mostAttempts === 1 || (await parkedCount(night)) === 0, 'a replayed message has no attempts left');
  const back = await batch(night, () => false);
  expect(
    numbered(back) === '1,2,4,6' || mostAttempts === 1,
    `replay hands on ${numbered(back)}, not 1,2,4,6`,
  );
  await playGivingUp(night);
}

/** A new message, which nobody has tried to hand on. */
async function write(
  { player, table, template, parameters }: Night,
  order: number,
  key: string,
): Promise<void> {
  await player.rows(template.insert({ order, key, sent: 'null' }));
  const { attempts, columns } = parameters;
  if (attempts === null) return;
  const id = quoteText(template.idOf({ order }));
  await player.rows(`update ${table} set ${quoteName(attempts)} = 0 where ${quoteName(columns.id)} = ${id}`);
}

/** One message is parked and given up: those behind it go on after a replay, and its record goes in the end. */
async function playGivingUp(night: Night): Promise<void> {
  const { player, template, parameters, keys } = night;
  const { expect } = player;
  const { mostAttempts } = parameters;
  const names = relayParkingNames(parameters.number);
  const parked = parkedTable(night.table);
  await player.rows(`delete from ${parked}`);
  await player.rows(`delete from ${night.table}`);
  for (const order of [1, 2]) await write(night, order, keys[0]);
  const [poison, behind] = [1, 2].map((order) => template.idOf({ order }));
  for (let attempt = 0; attempt <= mostAttempts; attempt++) await batch(night, (id) => id === poison);
  const age = async (): Promise<string | null | undefined> =>
    (await player.rows(`execute ${names.age}`))[0]?.['parked'];
  expect((await age()) === '2', 'the alert does not see what is parked');
  await player.rows(`execute ${names.giveUp}('${poison ?? ''}', 'by the test')`);
  expect(
    (await player.rows(`execute ${names.list}`))[0]?.['messages'] === '1',
    'a message that was given up is still listed',
  );
  await player.rows(`execute ${names.replay}('${keys[0]}')`);
  const back = await batch(night, () => false);
  expect(back.join() === behind, 'a message that was given up comes back, or holds up those behind it');
  await player.rows(`execute ${names.cleanUp}`);
  const kept = (await player.rows(`select from ${parked}`)).length;
  await player.rows(`update ${parked} set given_up_at = now() - interval '1 year'`);
  await player.rows(`execute ${names.cleanUp}`);
  const left = (await player.rows(`select from ${parked}`)).length;
  expect(kept === 1 && left === 0, 'the record of a message that was given up goes too early or never');
}

const parkedCount = async ({ player, table }: Night): Promise<number> =>
  (await player.rows(`select from ${parkedTable(table)}`)).length;

/** One batch of the relay, as its comment says; tells the ids that were handed on. */
async function batch(
  { player, parameters }: Night,
  refuses: (id: string) => boolean,
): Promise<readonly string[]> {
  const { id, key } = parameters.columns;
  const { refused } = relayParkingNames(parameters.number);
  const rows = await player.rows(`execute ${relayNames(parameters.number).take}`);
  const handed: string[] = [];
  const stopped = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const [message, group] = [row[id] ?? '', row[key ?? ''] ?? ''];
    if (stopped.has(group)) continue;
    if (!refuses(message)) {
      handed.push(message);
      continue;
    }
    stopped.add(group);
    const behind = rows.slice(at + 1).filter((later) => later[key ?? ''] === group);
    await player.rows(
      `execute ${refused}('${message}', 'refused by the test', '{${behind.map((later) => later[id] ?? '').join(',')}}')`,
    );
  }
  return handed;
}
