import { z } from 'zod';
import { compareText } from '../../../model/text.ts';
import type { Session } from '../session.ts';
import {
  cleanUpBatch,
  keptDays,
  relayBatch,
  relayNames,
  relaySlots,
} from '../../../artifacts/outbox-statements.ts';
import { keysOfSlots } from './messages.ts';
import type { Template } from './messages.ts';
import type { RelayParameters } from './parameters.ts';

export interface Upkeep {
  readonly faults: readonly string[];
  readonly measurements: Readonly<Record<string, number>>;
}

/** Messages in the small and the large case; a plan that reads what was sent shows in the difference. */
const sizes = { waiting: 500, few: 2000, many: 20_000 } as const;

/** Messages of different ages: what the lag says, and what the clean-up leaves. Runs within a transaction that is taken back. */
export async function tryUpkeep(
  session: Session,
  table: string,
  template: Template,
  { number, columns: { id } }: RelayParameters,
): Promise<readonly string[]> {
  const { lag, cleanUp } = relayNames(number);
  const faults: string[] = [];
  const ago = (seconds: number): string => `now() - interval '${seconds} seconds'`;
  const day = 86_400;
  const old = (keptDays.sent + 1) * day;
  const young = (keptDays.sent - 1) * day;
  const lagNow = async (): Promise<number> =>
    Number((await session.rows(`execute ${lag}`))[0]?.['oldest_waiting_seconds']);
  if ((await lagNow()) !== 0) faults.push('the lag of an empty outbox is not 0');
  for (const [order, created, sent] of [
    [1, old, ago(old)],
    [2, young, ago(young)],
    [3, old, 'null'],
    [4, 30, 'null'],
  ] as const)
    await session.rows(template.insert({ order, key: '1', created: ago(created), sent }));
  const told = await lagNow();
  if (told !== old) faults.push(`the lag says ${told} s where the oldest waits for ${old} s`);
  await session.rows(`execute ${cleanUp}`);
  const left = (await session.rows(`select ${id}::text as id from ${table} order by 1`)).map(
    (row) => row['id'],
  );
  const expected = [2, 3, 4].map((order) => template.idOf({ order })).toSorted(compareText);
  if (left.join() !== expected.join())
    faults.push(
      `the clean-up leaves ${left.length} of 4 messages, not the two that wait and the one still kept`,
    );
  return faults;
}

const words: Readonly<Record<string, string>> = {
  few: `${sizes.few} messages handed on`,
  many: `${sizes.many} messages handed on`,
  backlog: `${sizes.many} messages waiting`,
};

const names: Readonly<Record<string, string>> = {
  take: 'a relay',
  takeSlot: 'a relay of a slot',
  lag: 'the lag',
  cleanUp: 'a clean-up that finds nothing',
};

const nodeSchema = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Actual Rows': z.number().optional(),
  'Rows Removed by Filter': z.number().optional(),
  'Shared Hit Blocks': z.number().optional(),
  'Shared Read Blocks': z.number().optional(),
  get Plans() {
    return z.array(nodeSchema).optional();
  },
});
type Node = z.infer<typeof nodeSchema>;
const explainSchema = z.tuple([z.object({ Plan: nodeSchema })]);

interface Cost {
  readonly blocks: number;
  /** Rows of the table that were looked at to find the batch; a relay of a slot may read those of the others. */
  readonly looked: number;
  readonly wholeTable: boolean;
}

/** What a batch, the lag and a clean-up read, beside few and beside many messages that were sent, and with a backlog. */
export async function tryCost(
  session: Session,
  table: string,
  template: Template,
  parameters: RelayParameters,
): Promise<Upkeep> {
  const { take, takeSlot, lag, cleanUp } = relayNames(parameters.number);
  const [{ slot }] = await keysOfSlots(session, parameters);
  const faults: string[] = [];
  const at = async (sent: number, waiting: number) => {
    await session.rows(`truncate ${table}`);
    await session.rows(template.insertMany(0, sent, `now() - interval '1 hour'`));
    await session.rows(template.insertMany(sent, waiting, 'null'));
    await session.rows(`analyze ${table}`);
    return {
      take: await costOf(session, take, table),
      ...(parameters.columns.key === null
        ? {}
        : { takeSlot: await costOf(session, `${takeSlot}(${slot})`, table) }),
      lag: await costOf(session, lag, table),
      cleanUp: await costOf(session, cleanUp, table),
    };
  };
  const few = await at(sizes.few, sizes.waiting);
  const many = await at(sizes.many, sizes.waiting);
  const backlog = await at(sizes.few, sizes.many);
  for (const [size, costs] of Object.entries({ few, many, backlog }))
    for (const [name, { wholeTable, looked }] of Object.entries(costs)) {
      const beside = `with ${words[size] ?? size}, ${names[name] ?? name}`;
      if (wholeTable) faults.push(`${beside} reads the whole table`);
      else if (looked > relayBatch * (name === 'takeSlot' ? relaySlots : 1))
        faults.push(`${beside} looks at ${looked} messages`);
    }
  return {
    faults,
    measurements: {
      [`blocks of a batch beside ${sizes.few} sent messages`]: few.take.blocks,
      [`blocks of a batch beside ${sizes.many} sent messages`]: many.take.blocks,
      [`blocks of a batch with ${sizes.many} waiting`]: backlog.take.blocks,
      [`blocks of the lag with ${sizes.many} waiting`]: backlog.lag.blocks,
      'messages a batch hands on': relayBatch,
      'messages a clean-up deletes at most': cleanUpBatch,
    },
  };
}

async function costOf(session: Session, statement: string, table: string): Promise<Cost> {
  await session.rows('savepoint costed');
  const [row] = await session.rows(
    `explain (analyze, buffers, timing off, format json) execute ${statement}`,
  );
  await session.rows('rollback to savepoint costed');
  const [{ Plan: plan }] = explainSchema.parse(JSON.parse(row?.['QUERY PLAN'] ?? '[]'));
  const relation = table.split('.').at(-1)?.replaceAll('"', '');
  const nodes = allOf(plan).filter((node) => node['Relation Name'] === relation);
  const scans = nodes.filter((node) => node['Node Type'].endsWith('Scan'));
  return {
    blocks: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
    looked: Math.max(
      0,
      ...scans.map((node) => (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)),
    ),
    wholeTable: scans.some((node) => node['Node Type'] === 'Seq Scan'),
  };
}

const allOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(allOf)];
