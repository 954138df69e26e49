import type { Claim, Outcome, Verdict } from '../../findings/claim.ts';
import type { Finding } from '../../findings/finding.ts';
import { openScratch } from '../postgres/scratch.ts';
import { engine, printFailure } from '../postgres/session.ts';
import { proved, refuted, undecided } from '../settle.ts';
import { openStage } from './database.ts';
import type { Stage } from './database.ts';
import type { Contents } from './effect.ts';
import { findCure } from './cures.ts';
import { departure, explore, serialEndings } from './explore.ts';
import { faultOf, isolationRules } from './faults.ts';
import type { Fault } from './faults.ts';
import { readTransactions } from './read-transactions.ts';
import type { TransactionFile } from './read-transactions.ts';
import type { Isolation, Transaction } from './transaction.ts';

export { isolationRules };

export interface CheckedIsolation {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** Step tables of the faults, for people. */
  readonly details: () => string;
}

interface Question {
  readonly file: string;
  readonly text: string;
  readonly schema?: { readonly file: string; readonly text: string };
  readonly isolation: Isolation;
}

/** Orders of turns that are played for one pair of transactions. */
const orderLimit = 4000;

/** Orders of turns that are played for all pairs together. */
const fileLimit = 40_000;

/** What the model leaves out, whatever the file. */
const limits: readonly string[] = [
  'the order in which one statement meets its rows is that of these few rows, not that of production plans',
  'a row that was waited for is judged again with the whole statement on its newest version, subqueries included',
  'rows decide: another set of rows may show other faults',
];

/** Plays every pair of transactions of a file (each also beside itself) in every order of turns. */
export async function checkIsolation(question: Question): Promise<CheckedIsolation> {
  const { file, text, schema, isolation } = question;
  const claim: Claim = {
    id: 'isolation/as-if-alone',
    prover: 'isolation',
    subject: file,
    statement: `Any two of these transactions leave the rows that they leave one after the other, in whatever order their statements meet (at most ${orderLimit} orders a pair), and none locks out another in a circle.`,
    oracle: 'enumeration',
    inputs: [file, ...(schema === undefined ? [] : [schema.file])],
    parameters: { isolation, orders: orderLimit },
  };
  const read = await readTransactions(text, isolation);
  const scratch = await openScratch(`${schema?.text ?? ''};\n${read.setup}`, ['pg_walinspect']);
  try {
    const stage = await openStage(scratch.session);
    const contents = await stage.initial();
    const judged = await judgePairs(stage, contents, read.transactions, file);
    const gaps = [
      ...read.unread.map(({ line, why }) => `${file}:${line}: ${why}`),
      ...scratch.refusals.map(({ line, why }) => `the schema or the rows, line ${line}: ${why}`),
      ...judged.gaps,
    ];
    return {
      claim,
      findings: judged.faults.map(({ finding }) => finding),
      details: () => judged.faults.map(({ table }) => table).join('\n\n'),
      outcome: {
        claim: claim.id,
        engine,
        verdict: verdictOf(read, judged.faults, gaps),
        measurements: {
          transactions: read.transactions.length,
          pairs: judged.pairs,
          orders: judged.orders,
          executed: stage.executed(),
          rows: [...contents.values()].reduce((sum, rows) => sum + rows.length, 0),
          faults: judged.faults.map(({ json }) => json),
        },
        incomplete: [...gaps, ...limits],
      },
    };
  } finally {
    await scratch.session.close();
  }
}

function verdictOf(
  { transactions }: TransactionFile,
  faults: readonly Fault[],
  gaps: readonly string[],
): Verdict {
  const worst = faults.find(({ finding }) => finding.severity !== 'advice');
  if (worst !== undefined) return refuted(`${worst.finding.what}\n${worst.table}`);
  if (transactions.length === 0) return undecided('the file holds no transaction: BEGIN … COMMIT');
  const [gap] = gaps;
  return gap === undefined ? proved : undecided(gap);
}

async function judgePairs(
  stage: Stage,
  contents: Contents,
  transactions: readonly Transaction[],
  file: string,
) {
  const faults = new Map<string, Fault>();
  const gaps: string[] = [];
  let [pairs, orders, leftOut] = [0, 0, 0];
  for (const [at, one] of transactions.entries())
    for (const other of transactions.slice(at)) {
      if (orders >= fileLimit) {
        leftOut++;
        continue;
      }
      const pair = [one, other];
      pairs++;
      const serial = await serialEndings(stage, pair, contents);
      for (const { statement, failure } of failures(serial.at(1)?.events ?? [], pair))
        gaps.push(`${file}:${statement}: ${failure}, also with nobody beside it`);
      const explored = await explore(stage, pair, contents, orderLimit);
      orders += explored.orders;
      if (!explored.complete)
        gaps.push(`${one.name} beside ${other.name}: only the first ${orderLimit} orders were played`);
      const found = new Map<string, Fault>();
      for (const ending of explored.endings) {
        const from = departure(ending, serial);
        const fault = faultOf({ file, pair, ending, from, claim: 'isolation/as-if-alone' });
        if (fault !== undefined && !found.has(fault.finding.rule)) found.set(fault.finding.rule, fault);
      }
      // Answers that only differ say nothing new where the rows are wrong as well.
      const isWorse = [...found.values()].some(({ finding }) => finding.severity !== 'advice');
      for (const [rule, fault] of found) {
        if (isWorse && fault.finding.severity === 'advice') continue;
        const cure = isWorse ? await findCure(stage, pair, contents, orderLimit) : undefined;
        faults.set(`${rule} ${fault.finding.subject}`, cure === undefined ? fault : fault.cured(cure));
      }
    }
  if (leftOut > 0)
    gaps.push(
      `${leftOut} of ${pairs + leftOut} pairs of transactions were not played, after ${orders} orders: check fewer transactions at a time`,
    );
  return { faults: [...faults.values()], gaps: [...new Set(gaps)], pairs, orders };
}

function failures(
  events: Awaited<ReturnType<typeof serialEndings>>[number]['events'],
  pair: readonly Transaction[],
) {
  return events.flatMap(({ transaction, step, result }) =>
    result.kind === 'failed' && result.code !== '25P02'
      ? [
          {
            statement: pair[transaction]?.steps[step]?.line ?? 0,
            failure: printFailure({ code: result.code, message: result.message }),
          },
        ]
      : [],
  );
}
