import { inboxNames, relayNames } from '../../../artifacts/outbox-statements.ts';
import { quoteName } from '../../../artifacts/sql-names.ts';
import { openStage } from '../../isolation/database.ts';
import { firstOf, proved, refuted, undecided } from '../../settle.ts';
import type { Settled } from '../../settle.ts';
import { readTableFacts } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import { inVain } from '../rows/populate.ts';
import type { Scratch } from '../scratch.ts';
import type { Session } from '../session.ts';
import type { Explored } from './every-order.ts';
import { tryInbox } from './inboxes.ts';
import { keysOf, keysOfSlots, templateOf } from './messages.ts';
import type { Template } from './messages.ts';
import type { InboxParameters, RelayParameters } from './parameters.ts';
import { preparedIn, withValues } from './prepared.ts';
import { overtakes, tryRelays } from './relays.ts';
import type { OneRelay, Told } from './relays.ts';
import { tryCost, tryUpkeep } from './upkeep.ts';

const nothing = { measurements: {}, incomplete: [] } as const;
export const notTried = (why: string): Settled => ({ verdict: undecided(why), ...nothing });

/** Name of a table as `regclass` prints it. */
export const printedName = async (session: Session, schema: string, name: string): Promise<string> => {
  const [row] = await session.rows(
    `select '${quoteName(schema)}.${quoteName(name)}'::regclass::text as name`,
  );
  return row?.['name'] ?? name;
};

export const refusalOf = ({ refusals: [first] }: Scratch): string | undefined =>
  first && `the file does not execute, line ${first.line}: ${first.why}`;

/** Orders of turns in words, the fault first. */
export const wayOf = ({ faults }: Explored): readonly string[] =>
  [...faults].map(([fault, way]) => `${fault}: ${way.join('; ')}`);

export async function settleRelay(
  scratch: Scratch,
  script: string,
  parameters: RelayParameters,
): Promise<Settled> {
  const refused = refusalOf(scratch);
  if (refused !== undefined) return notTried(refused);
  const { session } = scratch;
  const names = relayNames(parameters.number);
  const prepared = await preparedIn(script);
  const all: OneRelay = { lock: prepared.get(names.lock), take: prepared.get(names.take) ?? '' };
  if (all.lock === undefined || all.take === '') return notTried('the file prepares no relay');
  const table = await printedName(session, parameters.schema, parameters.name);
  const template = await templateOf(session, parameters);
  if (typeof template === 'string') return notTried(template);
  const keys = await keysOfSlots(session, parameters);
  await fill(
    session,
    template,
    keys.map(({ value }) => value),
  );
  const stage = await openStage(session, new Set([`${table}.${quoteName(parameters.columns.sent)}`]));
  const contents = await stage.initial();
  const write = template.insert({ order: 5, key: keys[0].value, sent: 'null', created: `'2026-01-02'` });
  const tryPair = (relays: readonly [OneRelay, OneRelay], until?: string) =>
    tryRelays(stage, contents, { table, parameters, drain: all.take }, relays, write, until);
  const inSlot = (slot: string): OneRelay => ({
    lock: withValues(prepared.get(names.lockSlot) ?? '', [slot]),
    take: withValues(prepared.get(names.takeSlot) ?? '', [slot]),
  });
  const [one, other] = [inSlot(keys[0].slot), inSlot(keys[1].slot)];
  const hasSlots = prepared.has(names.lockSlot);
  const pairs: readonly (readonly [string, readonly [OneRelay, OneRelay]])[] = [
    ['two relays of all messages', [all, all]],
    ...(hasSlots
      ? ([
          ['two relays of one slot', [one, one]],
          ['relays of two slots', [one, other]],
          ['a relay of all messages and one of a slot', [all, one]],
        ] as const)
      : []),
  ];
  const tried = new Map<string, Told>();
  for (const [name, pair] of pairs) tried.set(name, await tryPair(pair));
  const bare: OneRelay = { lock: undefined, take: all.take };
  const unlocked = await tryPair([bare, bare], overtakes);
  await session.rows(`truncate ${table}`);
  return judged(tried, unlocked, stage.executed());
}

function judged(tried: ReadonlyMap<string, Told>, unlocked: Told, executed: number): Settled {
  const faults = [...tried].flatMap(([name, told]) => wayOf(told).map((way) => `${name}: ${way}`));
  const withoutLock = unlocked.faults.get(overtakes);
  const isComplete = [...tried.values()].every(({ complete }) => complete);
  return {
    verdict:
      faults.length > 0
        ? refuted(firstOf(faults))
        : isComplete
          ? proved
          : undecided('there are more states than were followed'),
    measurements: {
      ...Object.fromEntries([...tried].map(([name, { states }]) => [`states of ${name}`, states])),
      'handed on twice when a relay died': [...tried.values()].some(({ repeats }) => repeats),
      'SKIP LOCKED alone keeps the order': withoutLock === undefined,
      ...(withoutLock === undefined ? {} : { 'order broken without the lock': withoutLock.join('; ') }),
      'statements executed': executed,
    },
    incomplete: [
      'two relays, one writer and four messages at a time, all of which fit into a batch',
      'the order is that of the column, which is that of the commits only where who writes of a key locks its row first',
      'the receiver is no part of it: it confirms what it has stored',
    ],
  };
}

/** One message that was handed on yesterday and three that wait: two of one key, one of another. */
async function fill(
  session: Session,
  { insert }: Template,
  [one = '', other = '']: readonly string[],
): Promise<void> {
  const yesterday = `now() - interval '1 day'`;
  for (const [order, key, sent] of [
    [1, one, yesterday],
    [2, one, 'null'],
    [3, other, 'null'],
    [4, one, 'null'],
  ] as const)
    await session.rows(insert({ order, key, sent }));
}

export async function settleUpkeep(scratch: Scratch, parameters: RelayParameters): Promise<Settled> {
  const refused = refusalOf(scratch);
  if (refused !== undefined) return notTried(refused);
  const { session } = scratch;
  const table = await printedName(session, parameters.schema, parameters.name);
  const template = await templateOf(session, parameters);
  if (typeof template === 'string') return notTried(template);
  const upkeep = await inVain(session, () => tryUpkeep(session, table, template, parameters));
  const cost = await inVain(session, () => tryCost(session, table, template, parameters));
  const faults = [...upkeep, ...cost.faults];
  return {
    verdict: faults.length > 0 ? refuted(firstOf(faults)) : proved,
    measurements: cost.measurements,
    incomplete: [
      'rows that were handed on leave dead entries in the index of those that wait until vacuum runs',
    ],
  };
}

/** Columns that are filled when nothing is said of them. */
const clocksOf = (table: string, facts: TableFacts | undefined): ReadonlySet<string> =>
  new Set(
    facts?.columns
      .filter(({ type }) => type.startsWith('timestamp'))
      .map(({ name }) => `${table}.${quoteName(name)}`),
  );

export async function settleInbox(
  scratch: Scratch,
  script: string,
  { number, schema, name, key }: InboxParameters,
): Promise<Settled> {
  const refused = refusalOf(scratch);
  if (refused !== undefined) return notTried(refused);
  const remember = (await preparedIn(script)).get(inboxNames(number).remember);
  if (remember === undefined) return notTried('the file prepares no inbox');
  const { session } = scratch;
  const table = await printedName(session, schema, name);
  const facts = (await readTableFacts(session)).find((one) => one.name === name && one.schema === schema);
  const typeOf = (column: string): string => facts?.columns.find((one) => one.name === column)?.type ?? '';
  const value = (at: number): readonly string[] => key.map((column) => keysOf(typeOf(column))[at] ?? '');
  const [once, changed] = [value(0), value(1)];
  const other = [...once.slice(0, -1), changed.at(-1) ?? ''];
  const tried = await tryInbox(await openStage(session, clocksOf(table, facts)), table, remember, {
    once,
    other,
  });
  await session.rows(`truncate ${table}`);
  const faults = wayOf(tried);
  return {
    verdict:
      faults.length > 0 ? refuted(firstOf(faults)) : tried.complete ? proved : undecided('too many states'),
    measurements: { states: tried.states },
    incomplete: ["the effect stands in the same transaction as the insert, which is the code's to keep"],
  };
}
