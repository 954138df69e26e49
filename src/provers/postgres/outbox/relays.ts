import type { Stage } from '../../isolation/database.ts';
import type { Contents } from '../../isolation/effect.ts';
import { contentsOf, isUnderWay, visible } from '../../isolation/world.ts';
import type { Running, World } from '../../isolation/world.ts';
import { everyOrder, progressOf } from './every-order.ts';
import type { Actor, Explored } from './every-order.ts';
import type { RelayParameters } from './parameters.ts';

/** Places of the two relays among the actors; the third is a transaction that writes a message. */
const relays: readonly number[] = [0, 1];

/** Statements of a relay, their parameters filled in. */
export interface OneRelay {
  /** Takes the lock of its messages; absent: SKIP LOCKED alone. */
  readonly lock: string | undefined;
  readonly take: string;
}

interface Place {
  readonly table: string;
  readonly parameters: RelayParameters;
  /** Takes what still waits when both relays are over. */
  readonly drain: string;
}

export interface Told extends Explored {
  /** A message was handed on by a relay that died, and again by another. */
  readonly repeats: boolean;
}

/**
 * Two relays, each dying or committing, beside one transaction that writes a message: what is handed on in every
 * order of their statements. A relay that holds messages may hand them on at any moment until it ends.
 */
export async function tryRelays(
  stage: Stage,
  contents: Contents,
  { table, parameters, drain }: Place,
  both: readonly [OneRelay, OneRelay],
  write: string,
  until?: string,
): Promise<Told> {
  const actors: readonly Actor[] = [
    ...both.map(({ lock, take }, at): Actor => ({
      name: `relay ${at + 1}`,
      steps: [
        ...(lock === undefined
          ? []
          : [{ does: 'asks for the lock', sql: lock, tables: [], policy: 'wait', upsert: false } as const]),
        { does: 'takes a batch', sql: take, tables: [table], policy: 'skip locked', upsert: false },
      ],
    })),
    {
      name: 'writer',
      steps: [{ does: 'writes a message', sql: write, tables: [table], policy: 'wait', upsert: false }],
    },
  ];
  const takenBy = (world: World, at: number): readonly string[] => {
    const result = world.running[at]?.results[both[at]?.lock === undefined ? 0 : 1];
    return result?.kind === 'done' ? result.rows.map((row) => row[parameters.columns.id] ?? '') : [];
  };
  let repeats = false;
  const explored = await everyOrder(stage, contents, actors, {
    ...(until === undefined ? {} : { until }),
    identity: (world) =>
      JSON.stringify([
        world.running.map(progressOf),
        relays.map((at) => takenBy(world, at)),
        messagesOf(world, parameters).map(({ id, versions }) => [id, versions]),
      ]),
    faults: async (world, over) => {
      const messages = messagesOf(world, parameters);
      const held = relays.map((at): Held => ({
        at,
        phase: world.running[at]?.phase,
        ids: takenBy(world, at),
      }));
      repeats ||= held.some(({ phase, ids }) => phase === 'aborted' && ids.some((id) => heldTwice(held, id)));
      return [
        ...refusals(world),
        ...held.flatMap((one) => holdingFaults(one, held, messages)),
        ...(over ? await endFaults(stage, world, messages, { held, drain, parameters }) : []),
      ];
    },
  });
  return { ...explored, repeats };
}

interface Held {
  readonly at: number;
  readonly phase: Running['phase'] | undefined;
  readonly ids: readonly string[];
}

const heldTwice = (held: readonly Held[], id: string): boolean =>
  held.filter(({ ids }) => ids.includes(id)).length > 1;

interface Known {
  readonly id: string;
  readonly key: string;
  readonly order: string;
  /** It is committed. */
  readonly exists: boolean;
  /** A commit has marked it as handed on. */
  readonly sent: boolean;
  /** By whom each version was made (-1: before all), and whether it waits. */
  readonly versions: readonly (readonly [number, boolean])[];
}

/** The messages of a world in their order. */
function messagesOf(world: World, { columns: { id, order, key, sent } }: RelayParameters): readonly Known[] {
  const isKept = (by: number): boolean => by === -1 || world.running[by]?.phase === 'committed';
  return [...world.lines.values()]
    .flatMap(({ versions }): readonly Known[] => {
      const first = versions[0];
      const kept = versions.findLast(({ by }) => isKept(by));
      if (first?.tuple === undefined) return [];
      const valueOf = (column: string): string | null => first.tuple?.values[column] ?? null;
      return [
        {
          id: valueOf(id) ?? '',
          key: key === null ? '' : (valueOf(key) ?? ''),
          order: valueOf(order) ?? '',
          exists: isKept(first.by),
          sent: kept?.tuple !== undefined && kept.tuple.values[sent] !== null,
          versions: versions.map(({ by, tuple }) => [by, tuple?.values[sent] === null]),
        },
      ];
    })
    .toSorted((a, b) => a.order.length - b.order.length || (a.order < b.order ? -1 : 1));
}

/** What PostgreSQL refused, but for statements after a refusal. */
export const refusals = ({ running }: World): readonly string[] =>
  running.flatMap(({ results }) =>
    results.flatMap((result) =>
      result.kind === 'failed' && result.code !== '25P02' ? [`PostgreSQL refuses: ${result.message}`] : [],
    ),
  );

/** What is wrong with the messages that a relay holds at this moment, when it may hand them on. */
function holdingFaults(
  { at, phase, ids }: Held,
  held: readonly Held[],
  messages: readonly Known[],
): readonly string[] {
  if (phase !== 'open') return [];
  const others = held.filter((one) => one.at !== at);
  return ids.flatMap((id, place) => {
    const message = messages.find((one) => one.id === id);
    if (message?.exists !== true) return ['a message is handed on although its change is not committed'];
    const faults: string[] = [];
    if (others.some((other) => other.phase === 'open' && other.ids.includes(id)))
      faults.push('two relays hold the same message at once');
    if (message.sent || others.some((other) => other.phase === 'committed' && other.ids.includes(id)))
      faults.push('a message is handed on again although nobody died');
    const before = messages.slice(0, messages.indexOf(message));
    const isOvertaken = before.some(
      (earlier) =>
        earlier.key === message.key &&
        earlier.exists &&
        !earlier.sent &&
        !ids.slice(0, place).includes(earlier.id),
    );
    if (isOvertaken) faults.push(overtakes);
    return faults;
  });
}

/** A later message of a key may be handed on before an earlier one. */
export const overtakes = 'a later message of a key can be handed on before an earlier one';

interface Ended {
  readonly held: readonly Held[];
  readonly drain: string;
  readonly parameters: RelayParameters;
}

/** Nobody moves any more: each message is marked by a relay that committed, or the next batch takes it. */
async function endFaults(
  stage: Stage,
  world: World,
  messages: readonly Known[],
  { held, drain, parameters }: Ended,
): Promise<readonly string[]> {
  if (world.running.some(isUnderWay)) return ['somebody waits for ever'];
  const kept = new Map(
    [...world.lines].flatMap(([row, line]) => {
      const version = visible(world, -1, line, world.commits);
      return version === undefined ? [] : [[row, version] as const];
    }),
  );
  const next = new Set<string>();
  for (const row of (await stage.run(drain, contentsOf(world, kept), {})).rows)
    next.add(row[parameters.columns.id] ?? '');
  return messages.flatMap(({ id, exists, sent }) => {
    if (!exists) return next.has(id) ? ['a message is handed on although its change was taken back'] : [];
    if (!sent) return next.has(id) ? [] : ['a message that waits is not found by the next batch'];
    const isHandedOn = held.some(({ phase, ids }) => phase === 'committed' && ids.includes(id));
    return isHandedOn || wasSent(world, id, parameters) || next.has(id)
      ? next.has(id)
        ? ['a message is found again after it was marked']
        : []
      : ['a message is marked although nobody handed it on'];
  });
}

/** It was marked before anybody began. */
const wasSent = (world: World, id: string, { columns }: RelayParameters): boolean =>
  [...world.lines.values()].some(
    ({ versions: [first] }) =>
      first?.by === -1 && first.tuple?.values[columns.id] === id && first.tuple.values[columns.sent] !== null,
  );
