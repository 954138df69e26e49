import { inboxParkingNames, parkedTable, relayParkingNames } from '../../../artifacts/parked-statements.ts';
import { inboxNames, relayNames } from '../../../artifacts/outbox-statements.ts';
import { quoteName, quoteNames, quoteText } from '../../../artifacts/sql-names.ts';
import { openStage } from '../../isolation/database.ts';
import { firstOf, proved, refuted, undecided } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import { readTableFacts } from '../rows/facts.ts';
import type { Scratch } from '../scratch.ts';
import { playConsumer, tryConsumer } from './consumer-parking.ts';
import type { Marks } from './consumer-parking.ts';
import type { Explored } from './every-order.ts';
import { keysOf, keysOfSlots, templateOf } from './messages.ts';
import { parkingClocks, tryOperators } from './operators.ts';
import type { InboxParameters, ParkingParameters } from './parameters.ts';
import { playRefusals } from './parking.ts';
import { played } from './played.ts';
import { preparedIn } from './prepared.ts';
import { notTried, printedName, refusalOf, wayOf } from './settle-outbox.ts';

/** A relay whose receiver refuses a message, and what operators do about it. */
export async function settleRelayParking(
  scratch: Scratch,
  script: string,
  parameters: ParkingParameters,
): Promise<Settled> {
  const refused = refusalOf(scratch);
  if (refused !== undefined) return notTried(refused);
  const { session } = scratch;
  const { number, columns } = parameters;
  const prepared = await preparedIn(script);
  const replay = prepared.get(relayParkingNames(number).replay);
  const take = prepared.get(relayNames(number).take);
  if (replay === undefined || take === undefined) return notTried('the file prepares no replay');
  const table = await printedName(session, parameters.schema, parameters.name);
  const template = await templateOf(session, parameters);
  if (typeof template === 'string') return notTried(template);
  const [{ value: one }, { value: other }] = await keysOfSlots(session, parameters);
  const faults = await played(session, (player) =>
    playRefusals({ player, table, template, parameters, keys: [one, other] }),
  );
  const yesterday = `now() - interval '1 day'`;
  for (const [order, key, sent] of [
    [1, one, yesterday],
    [2, one, yesterday],
    [3, other, 'null'],
    [4, one, 'null'],
  ] as const)
    await session.rows(template.insert({ order, key, sent }));
  const parked = parkedTable(table);
  await session.rows(
    `insert into ${parked} (message_id, ordering_key, "position", because)
     select ${[columns.id, columns.key ?? '', columns.order].map(quoteName).join(', ')}, 'refused'
     from ${table} where ${quoteName(columns.sent)} is not null`,
  );
  const stage = await openStage(session, parkingClocks(table, columns));
  const tried = await tryOperators(
    stage,
    await stage.initial(),
    { table, parameters, key: one },
    {
      relay: { lock: prepared.get(relayNames(number).lock), take },
      replay,
    },
  );
  await session.rows(`truncate ${table}, ${parked}`);
  return judged(faults, tried, [
    'one refused message, two operators and one relay at a time',
    'messages of a key that were handed on before the refused one stay ahead of it; what another key tells meanwhile is not held back',
    'a relay that dies after the receiver has stored a batch hands the same messages on again',
  ]);
}

/** A consumer that cannot handle a message, and what operators do about it. */
export async function settleInboxParking(
  scratch: Scratch,
  script: string,
  { number, schema, name, key }: InboxParameters,
): Promise<Settled> {
  const refused = refusalOf(scratch);
  if (refused !== undefined) return notTried(refused);
  const prepared = await preparedIn(script);
  const remember = prepared.get(inboxNames(number).remember);
  const { behind: behindName, replay: replayName } = inboxParkingNames(number);
  const [behind, replay] = [prepared.get(behindName), prepared.get(replayName)];
  if (remember === undefined || behind === undefined || replay === undefined)
    return notTried('the file prepares no parking');
  const { session } = scratch;
  const table = await printedName(session, schema, name);
  const parked = parkedTable(table);
  const facts = (await readTableFacts(session)).find((one) => one.name === name && one.schema === schema);
  const typeOf = (column: string): string => facts?.columns.find((one) => one.name === column)?.type ?? '';
  const mark = (at: number): readonly string[] =>
    key.map((column, place) => keysOf(typeOf(column))[place === key.length - 1 ? at : 0] ?? '');
  const marks: Marks = [mark(0), mark(1), mark(2)];
  const faults = await played(session, (player) => playConsumer(player, table, number, marks));
  const rows = marks.slice(0, 2).map((values) => values.map(quoteText).join(', '));
  await session.rows(`insert into ${table} (${quoteNames(key)}) values (${rows.join('), (')})`);
  await session.rows(
    `insert into ${parked} (${quoteNames(key)}, ordering_key, payload, because) values ${rows.map((row) => `(${row}, 'k1', '{}', 'refused')`).join(', ')}`,
  );
  const clocks = (facts?.columns ?? [])
    .filter(({ type }) => type.startsWith('timestamp'))
    .map((column) => `${table}.${quoteName(column.name)}`);
  const stage = await openStage(
    session,
    new Set([...clocks, `${parked}.parked_at`, `${parked}.given_up_at`]),
  );
  const tried = await tryConsumer(stage, await stage.initial(), table, { remember, behind, replay }, marks);
  await session.rows(`truncate ${table}, ${parked}`);
  return judged(faults, tried, [
    'two operators and one delivery at a time',
    'the queue gives one message of a key at a time: two at once, and the later may be handled before the earlier is parked',
    "the effect stands in the transaction of the statement that lets it happen, which is the code's to keep",
  ]);
}

function judged(played: readonly string[], tried: Explored, incomplete: readonly string[]): Settled {
  const faults = [...played, ...wayOf(tried)];
  return {
    verdict:
      faults.length > 0
        ? refuted(firstOf(faults))
        : tried.complete
          ? proved
          : undecided('there are more states than were followed'),
    measurements: { 'states of operators at once': tried.states },
    incomplete,
  };
}
