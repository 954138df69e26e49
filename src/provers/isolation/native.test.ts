import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockPairs } from '../../testing/isolation-lock-pairs.ts';
import { lockScenarios } from '../../testing/isolation-lock-scenarios.ts';
import { scenarioRows, scenarios, scenarioSchema } from '../../testing/isolation-scenarios.ts';
import type { Scenario } from '../../testing/isolation-scenarios.ts';
import { startNative } from '../../testing/native-postgres.ts';
import { answerWords, connect, playNative } from '../../testing/native-turns.ts';
import type { Connections, Told } from '../../testing/native-turns.ts';
import { openSession } from '../postgres/session.ts';
import type { Session } from '../postgres/session.ts';
import type { Event } from './step-over.ts';
import { openStage } from './database.ts';
import type { Stage } from './database.ts';
import type { Contents } from './effect.ts';
import { readTransactions } from './read-transactions.ts';
import { play } from './schedules.ts';
import { isolations } from './transaction.ts';
import type { Isolation } from './transaction.ts';

const native = startNative();
let session: Session | undefined;
let stage: Stage | undefined;
let contents: Contents = new Map();
let connections: Connections | undefined;

beforeAll(async () => {
  if (native.kind === 'skipped') {
    console.log(`skipped: ${native.why}`);
    return;
  }
  session = await openSession({ extensions: ['pg_walinspect'] });
  await session.script(scenarioSchema + scenarioRows);
  stage = await openStage(session);
  contents = await stage.initial();
  connections = await connect(native.server.url, 3);
  await connections.watcher.query(scenarioSchema);
}, 120_000);

afterAll(async () => {
  await session?.close();
  await connections?.close();
  if (native.kind === 'running') native.server.stop();
});

const printed = ({ transaction, step, result }: Event): Told => ({
  transaction,
  step,
  words:
    result.kind === 'waits'
      ? 'waits'
      : result.kind === 'failed'
        ? result.code
        : result.kind === 'done'
          ? answerWords(result.rows, result.affected)
          : 'passed over',
});

/** Answers of one turn arrive in no order. */
const inOrder = (turns: readonly (readonly Told[])[]): readonly (readonly string[])[] =>
  turns.map((turn) =>
    turn.map(({ transaction, step, words }) => `T${transaction + 1}.${step + 1} ${words}`).toSorted(),
  );

async function both({ transactions, order }: Scenario, isolation: Isolation) {
  if (stage === undefined || connections === undefined) throw new Error('the servers did not start');
  const text = transactions.map((steps) => ['begin', ...steps].join(';\n')).join(';\n');
  const read = await readTransactions(text, isolation);
  expect(read.unread).toEqual([]);
  const model = await play(stage, read.transactions, contents, order);
  await connections.watcher.query(`truncate test, parent, child, account; ${scenarioRows}`);
  const begin = transactions.map(() => `begin isolation level ${isolation}`);
  const server = await playNative(connections, begin, transactions, order);
  const state = await connections.watcher.query(
    `select 'test ' || test::text as row from test union all select 'parent ' || parent::text from parent
     union all select 'child ' || child::text from child union all select 'account ' || account::text from account order by 1`,
  );
  return { model, server, rows: state.rows.map(({ row }) => String(row)) };
}

const kept = ({ lines, running }: Awaited<ReturnType<typeof play>>['world']): readonly string[] =>
  [...lines.values()]
    .flatMap(({ table, versions }) => {
      const last = versions.findLast(({ by }) => by === -1 || running[by]?.phase === 'committed');
      return last?.tuple === undefined ? [] : [`${table} (${Object.values(last.tuple.values).join(',')})`];
    })
    .toSorted();

const combinations = [
  ...[...scenarios, ...lockScenarios].flatMap((scenario) =>
    isolations.map((isolation) => ({ ...scenario, isolation })),
  ),
  ...lockPairs.map((scenario) => ({ ...scenario, isolation: 'read committed' as const })),
];

test('the table is long enough to mean something', () => {
  expect(combinations.length).toBeGreaterThanOrEqual(40);
});

test.skipIf(native.kind === 'skipped').each(combinations)(
  '$name, $isolation',
  async ({ isolation, ...scenario }) => {
    const { model, server, rows } = await both(scenario, isolation);
    expect(inOrder(model.turns.map((turn) => turn.map(printed)))).toEqual(inOrder(server));
    expect(kept(model.world)).toEqual(rows.toSorted());
  },
  60_000,
);
