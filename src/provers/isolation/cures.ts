import type { Stage } from './database.ts';
import type { Contents } from './effect.ts';
import { departure, explore, serialEndings } from './explore.ts';
import { variablesIn } from './transaction.ts';
import type { Step, Transaction } from './transaction.ts';

/** A change of transactions that was executed: no order of turns shows the fault any more. */
export interface Cure {
  readonly words: string;
  readonly orders: number;
}

interface Candidate {
  readonly words: string;
  readonly transactions: readonly Transaction[];
}

/** Cheapest first: a statement that needs no lock beyond its own, a lock, another isolation level. */
export async function findCure(
  stage: Stage,
  transactions: readonly Transaction[],
  contents: Contents,
  limit: number,
): Promise<Cure | undefined> {
  const before = await serialEndings(stage, transactions, contents);
  const states = new Set(before.filter(isWhole(transactions)).map(({ state }) => state));
  for (const { words, transactions: changed } of candidates(transactions)) {
    const serial = await serialEndings(stage, changed, contents);
    // It must still do what it did when nobody is beside it.
    if (!serial.filter(isWhole(changed)).every(({ state }) => states.has(state))) continue;
    const { endings, complete, orders } = await explore(stage, changed, contents, limit);
    const isClean = endings.every((ending) => !ending.deadlock && departure(ending, serial).kind !== 'state');
    if (complete && isClean) return { words, orders };
  }
  return undefined;
}

const isWhole =
  (transactions: readonly Transaction[]) =>
  ({ order }: { readonly order: readonly number[] }): boolean =>
    order.length === transactions.length;

function candidates(transactions: readonly Transaction[]): readonly Candidate[] {
  const isolation = (level: 'repeatable read' | 'serializable'): Candidate => ({
    words: `begin isolation level ${level}, and try again after SQLSTATE 40001`,
    transactions: transactions.map((one) => ({ ...one, isolation: level })),
  });
  const atomic = transactions.map(inOneStatement);
  const locked = transactions.map((one) => ({ ...one, steps: one.steps.map(locking) }));
  const changedBy = (after: readonly Transaction[]): readonly string[] => [
    ...new Set(
      after.flatMap((one, at) =>
        one.steps
          .filter((step, index) => step.sql !== transactions[at]?.steps[index]?.sql)
          .map(({ sql, line }) => `line ${line}: ${sql.replaceAll(/\s+/g, ' ')}`),
      ),
    ),
  ];
  const rewritten = [atomic, locked].flatMap((after): readonly Candidate[] => {
    const changes = changedBy(after);
    return changes.length === 0 ? [] : [{ words: changes.join('; '), transactions: after }];
  });
  return [...rewritten, ...reordered(transactions), isolation('repeatable read'), isolation('serializable')];
}

const plainSelect = /^\s*select\s+([\w\s,."]+?)\s+from\s+([\w."]+)\s+where\s+([\s\S]+)$/i;
const words = (sql: string): string => sql.toLowerCase().replaceAll(/\s+/g, ' ').trim();

/** `:balance`, read from the row that is then changed, becomes the column itself: the row is read as it is changed. */
function inOneStatement(transaction: Transaction): Transaction {
  const steps = transaction.steps.map((step): Step => {
    const update = /^\s*update\s+([\w."]+)\s+set\s+[\s\S]+?\swhere\s+([\s\S]+)$/i.exec(step.sql);
    if (update === null) return step;
    const [, table = '', condition = ''] = update;
    const read = transaction.steps.find(({ keep, sql }) => {
      const select = keep === undefined ? null : plainSelect.exec(sql);
      return (
        select !== null &&
        words(select[2] ?? '') === words(table) &&
        words(select[3] ?? '') === words(condition)
      );
    });
    const columns = (plainSelect.exec(read?.sql ?? '')?.[1] ?? '').split(',').map((name) => name.trim());
    const used = variablesIn(step.sql).filter((name) =>
      columns.includes(name.slice((read?.keep ?? '').length)),
    );
    if (read === undefined || used.length === 0) return step;
    const sql = used.reduce(
      (text, name) => text.replaceAll(new RegExp(`:${name}\\b`, 'g'), name.slice((read.keep ?? '').length)),
      step.sql,
    );
    return { ...step, sql };
  });
  return { ...transaction, steps };
}

function locking(step: Step): Step {
  const isRead =
    /^\s*select\b/i.test(step.sql) && !/\bfor\s+(no\s+key\s+)?(update|share|key)\b/i.test(step.sql);
  return isRead && step.tables.length > 0 ? { ...step, sql: `${step.sql} for update` } : step;
}

/** The statements of one transaction in another order, where none hangs on what another read. */
function reordered(transactions: readonly Transaction[]): readonly Candidate[] {
  const one = transactions.at(-1);
  if (one === undefined || one.steps.some(({ keep, when }) => keep !== undefined || when.length > 0))
    return [];
  const body = one.steps.filter(({ kind }) => kind === 'statement');
  if (body.length < 2 || body.length > 4) return [];
  const rest = one.steps.filter(({ kind }) => kind !== 'statement');
  return permutations(body).map((steps) => ({
    words: `run the statements of ${one.name} in this order: lines ${steps.map(({ line }) => line).join(', ')}`,
    transactions: transactions.map((each) => (each === one ? { ...one, steps: [...steps, ...rest] } : each)),
  }));
}

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((first, at) => permutations(all.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}
