import { parkedTable } from '../../../artifacts/parked-statements.ts';
import { quoteName, quoteText } from '../../../artifacts/sql-names.ts';
import type { Stage } from '../../isolation/database.ts';
import type { Contents } from '../../isolation/effect.ts';
import { isUnderWay, visible } from '../../isolation/world.ts';
import type { World } from '../../isolation/world.ts';
import { everyOrder, progressOf } from './every-order.ts';
import type { Actor, Explored } from './every-order.ts';
import type { RelayParameters } from './parameters.ts';
import { withValues } from './prepared.ts';
import type { OneRelay } from './relays.ts';
import { overtakes, refusals } from './relays.ts';

const operators: readonly number[] = [0, 1];
const relay = 2;

/**
 * Two operators who replay the same key beside a relay, each committing or dying, in every order of turns. Messages 1
 * and 2 of the key are parked; 3 is of another key and 4 of the same, and both wait.
 */
export async function tryOperators(
  stage: Stage,
  contents: Contents,
  {
    table,
    parameters,
    key,
  }: { readonly table: string; readonly parameters: RelayParameters; readonly key: string },
  statements: Statements,
): Promise<Explored> {
  const { id, order, sent, key: keyColumn } = parameters.columns;
  const parked = parkedTable(table);
  const actors = actorsOf(table, key, statements);
  const resultOf = (world: World, at: number) => world.running[at]?.results[1];
  const taken = (world: World) => {
    const result = resultOf(world, relay);
    return result?.kind === 'done' ? result.rows : [];
  };
  return everyOrder(stage, contents, actors, {
    identity: (world) =>
      JSON.stringify([
        progressAndResults(world),
        taken(world).map((row) => row[id]),
        rowsOf(world, table).map((row) => [row[id], row[sent] === null]),
        rowsOf(world, parked).map((row) => row['message_id']),
      ]),
    faults: (world, over) => {
      const faults = [...refusals(world)];
      const isAlive = (at: number): boolean => ['open', 'committed'].includes(world.running[at]?.phase ?? '');
      const brought = operators.filter((at) => {
        const result = resultOf(world, at);
        return isAlive(at) && result?.kind === 'done' && result.affected > 0;
      });
      if (brought.length > 1) faults.push('a message comes back twice');
      const all = rowsOf(world, table);
      if (isAlive(relay) && isOutOfOrder(taken(world), all, { order, key: keyColumn ?? '' }))
        faults.push(overtakes);
      if (!over) return faults;
      if (world.running.some(isUnderWay)) return [...faults, 'somebody waits for ever'];
      const handed = new Set(
        world.running[relay]?.phase === 'committed' ? taken(world).map((row) => row[id]) : [],
      );
      const held = new Set(rowsOf(world, parked).map((row) => row['message_id']));
      for (const row of all) {
        const places = [handed.has(row[id] ?? ''), held.has(row[id] ?? ''), row[sent] === null];
        const count = places.filter(Boolean).length;
        if (count !== 1)
          faults.push(count === 0 ? 'a message is lost' : 'a message is at two places at once');
      }
      return faults;
    },
  });
}

interface Statements {
  readonly relay: OneRelay;
  readonly replay: string;
}

function actorsOf(table: string, key: string, statements: Statements): readonly Actor[] {
  const locked = {
    does: 'asks for the lock',
    sql: statements.relay.lock ?? 'select 1',
    tables: [],
    policy: 'wait',
    upsert: false,
  } as const;
  const tables = [table, parkedTable(table)];
  const sql = withValues(statements.replay, [quoteText(key)]);
  return [
    ...operators.map((at): Actor => ({
      name: `operator ${at + 1}`,
      steps: [locked, { does: 'replays the key', sql, tables, policy: 'wait', upsert: false }],
    })),
    {
      name: 'relay',
      steps: [
        locked,
        { does: 'takes a batch', sql: statements.relay.take, tables, policy: 'skip locked', upsert: false },
      ],
    },
  ];
}

/** Committed rows of a table at this moment. */
const rowsOf = (world: World, name: string): readonly Values[] =>
  [...world.lines.values()].flatMap((line) => {
    const version = line.table === name ? visible(world, -1, line, world.commits) : undefined;
    return version?.tuple === undefined ? [] : [version.tuple.values];
  });

/** How far each has come and what it wrote. */
export const progressAndResults = ({ running }: World): unknown =>
  running.map((one) => [
    progressOf(one),
    one.results.map((result) => ('affected' in result ? result.affected : result.kind)),
  ]);

type Values = Readonly<Record<string, string | null>>;

/** Of each key a batch holds the messages from its first on, without a gap: nothing of it was handed on before. */
function isOutOfOrder(
  taken: readonly Values[],
  all: readonly Values[],
  { order, key }: { readonly order: string; readonly key: string },
): boolean {
  return taken.some((message, at) =>
    all.some(
      (earlier) =>
        earlier[key] === message[key] &&
        Number(earlier[order]) < Number(message[order]) &&
        !taken.slice(0, at).some((before) => before[order] === earlier[order]),
    ),
  );
}

/** Columns of the clocks that these statements write. */
export const parkingClocks = (table: string, { sent }: { readonly sent: string }): ReadonlySet<string> =>
  new Set([
    `${table}.${quoteName(sent)}`,
    `${parkedTable(table)}.parked_at`,
    `${parkedTable(table)}.given_up_at`,
  ]);
