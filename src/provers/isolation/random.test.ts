import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  isolationLevels,
  randomRows,
  randomScenario,
  randomSchema,
  randomTables,
} from '../../testing/isolation-random.ts';
import type { Scenario } from '../../testing/isolation-scenarios.ts';
import { startNative } from '../../testing/native-postgres.ts';
import { answerWords, connect, playNative } from '../../testing/native-turns.ts';
import type { Connections, Told } from '../../testing/native-turns.ts';
import { openSession } from '../postgres/session.ts';
import type { Session } from '../postgres/session.ts';
import { openStage } from './database.ts';
import type { Stage } from './database.ts';
import type { Contents } from './effect.ts';
import { readTransactions } from './read-transactions.ts';
import { finalState, play } from './schedules.ts';
import type { Event } from './step-over.ts';
import type { Isolation } from './transaction.ts';

/** Combinations that are played each time; more are asked for by hand: ISOLATION_CASES=500 ISOLATION_SEED=2. */
const cases = Number(process.env['ISOLATION_CASES'] ?? 40);
const seed = Number(process.env['ISOLATION_SEED'] ?? 1);
const combinations = fc.sample(fc.tuple(randomScenario, isolationLevels), { seed, numRuns: cases });

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
  await session.script(randomSchema + randomRows);
  stage = await openStage(session);
  contents = await stage.initial();
  connections = await connect(native.server.url, 3);
  await connections.watcher.query(randomSchema);
}, 120_000);

afterAll(async () => {
  await session?.close();
  await connections?.close();
  if (native.kind === 'running') native.server.stop();
});

const wordsOf = ({ result }: Event): string => {
  switch (result.kind) {
    case 'waits':
      return 'waits';
    case 'failed':
      return result.code;
    case 'done':
      return answerWords(result.rows, result.affected);
    case 'passed over':
      return 'passed over';
  }
};

const printed = ({ transaction, step, words }: Told): string => `T${transaction + 1}.${step + 1} ${words}`;

/** One line a turn, then the rows that are left. */
async function onModel({ transactions, order }: Scenario, isolation: Isolation) {
  if (stage === undefined) throw new Error('the embedded engine did not start');
  const text = transactions.map((steps) => ['begin', ...steps].join(';\n')).join(';\n');
  const read = await readTransactions(text, isolation);
  expect(read.unread).toEqual([]);
  const { world, turns } = await play(stage, read.transactions, contents, order);
  return {
    turns: turns.map((turn) =>
      turn
        .map((event) => printed({ ...event, words: wordsOf(event) }))
        .toSorted()
        .join(' | '),
    ),
    left: finalState(world, stage),
  };
}

async function onServer({ transactions, order }: Scenario, isolation: Isolation) {
  if (connections === undefined) throw new Error('the server did not start');
  await connections.watcher.query(`truncate ${randomTables.join(', ')}; ${randomRows}`);
  const begin = transactions.map(() => `begin isolation level ${isolation}`);
  const turns = await playNative(connections, begin, transactions, order);
  const left: string[] = [];
  for (const table of randomTables) {
    const { rows } = await connections.watcher.query(`select * from ${table}`);
    for (const row of rows) {
      const values = Object.entries(row).map(([column, value]) => `${column} ${String(value)}`);
      left.push(`${table} (${values.join(', ')})`);
    }
  }
  return { turns: turns.map((turn) => turn.map(printed).toSorted().join(' | ')), left: left.toSorted() };
}

/** The first turn at which two wait: who of them goes first when the third ends is chance on a server. */
function raceAt(turns: readonly string[]): number | undefined {
  const waiting = new Set<string>();
  for (const [at, turn] of turns.entries()) {
    for (const words of turn === '' ? [] : turn.split(' | ')) {
      const [step = ''] = words.split(' ');
      if (words.endsWith(' waits')) waiting.add(step);
      else waiting.delete(step);
    }
    if (waiting.size > 1) return at;
  }
  return undefined;
}

test.skipIf(native.kind === 'skipped')(
  `${cases} random combinations of transactions answer as on a server`,
  async () => {
    for (const [scenario, isolation] of combinations) {
      const [model, server] = [await onModel(scenario, isolation), await onServer(scenario, isolation)];
      const race = raceAt(server.turns);
      const upTo = race === undefined ? undefined : race + 1;
      const name = [
        isolation,
        ...scenario.transactions.map((one, at) => `T${at + 1}: ${one.join('; ')}`),
      ].join('\n');
      expect.soft(model.turns.slice(0, upTo), name).toEqual(server.turns.slice(0, upTo));
      if (race === undefined) expect.soft(model.left, name).toEqual(server.left);
    }
  },
  3_600_000,
);
