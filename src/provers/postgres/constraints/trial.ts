import type { Session } from '../session.ts';
import type { Filled, Population } from '../rows/populate.ts';
import { insertSql, problemOf } from '../rows/problem.ts';
import { solve } from '../rows/solve.ts';
import type { Values } from '../rows/solve.ts';
import { attemptAll } from './attempts.ts';
import type { Answer } from './attempts.ts';
import { deletionAttempt, deletions, judgeDeletion } from './deletions.ts';
import type { Judged } from './deletions.ts';
import type { Expected } from './expected.ts';
import { nulled, violations } from './violations.ts';
import type { Violation } from './violations.ts';

/** What trying every rule of one table showed. */
export interface Trial {
  /** Rows PostgreSQL accepted. */
  readonly accepted: number;
  /** Rules kept: violations refused under their name, deletions that did as declared. */
  readonly refused: number;
  readonly actions: number;
  readonly faults: readonly string[];
  readonly untried: readonly string[];
  /** Why no row could be made at all. */
  readonly why?: string;
}

/**
 * Breaks every rule of a table, one at a time, and deletes what its foreign keys refer to. `fresh` gathers a third
 * row of each table, which only attempts put in.
 */
export async function tryTable(
  session: Session,
  expected: Expected,
  own: Filled,
  { tables, stored }: Population,
  fresh: Map<string, Values>,
  rootNames: ReadonlyMap<string, string>,
): Promise<Trial> {
  const { table, rows, why } = own;
  const nothing = { accepted: rows.length, refused: 0, actions: 0, faults: [], untried: [] };
  if (why !== undefined) return { ...nothing, why };
  const broken = violations(expected, own);
  const gone = deletions(expected, table, tables, fresh);
  const wishes = [{}, ...broken.map(({ wish }) => wish), ...gone.map(({ wish }) => wish)];
  const found = await solve(
    session,
    table,
    wishes.map((wish) => problemOf(table, stored, wish)),
  );
  const [third] = found;
  if (third !== undefined) fresh.set(table.oid, third);
  const tries = broken.map((violation, at) => ({ violation, row: found[at + 1] }));
  const ready = tries.flatMap(({ violation, row }) =>
    row === undefined || violation.why !== undefined
      ? []
      : [{ violation, row: nulled(row, violation.nulled) }],
  );
  const deleting = gone.map((deletion, at) => ({ deletion, row: found[at + 1 + broken.length] }));
  const readyDeletions = deleting.flatMap(({ deletion, row }) =>
    row === undefined ? [] : [{ deletion, row }],
  );
  const answers = await attemptAll(session, [
    ...ready.map(({ row }) => ({ statements: [insertSql(table, row)] })),
    ...readyDeletions.map(({ deletion, row }) => deletionAttempt(deletion, table, row)),
  ]);
  const judged = ready.map(({ violation }, at) => judgeViolation(violation, answers[at], rootNames));
  const acted = readyDeletions.map(({ deletion }, at) =>
    judge(answers[at + ready.length], (answer) => judgeDeletion(deletion, table, rows.length, answer)),
  );
  const all = [...judged, ...acted];
  return {
    accepted: rows.length,
    refused: judged.filter(({ kind }) => kind === 'holds').length,
    actions: acted.filter(({ kind }) => kind === 'holds').length,
    faults: all.flatMap((each) => (each.kind === 'fault' ? [each.words] : [])),
    untried: [
      ...tries.flatMap(({ violation, row }) =>
        violation.why !== undefined
          ? [`${violation.rule}: ${violation.why}`]
          : row === undefined
            ? [`${violation.rule}: no row was found that breaks only it, others may imply it`]
            : [],
      ),
      ...expected.foreignKeys
        .filter(({ name }) => !readyDeletions.some(({ deletion }) => deletion.key.name === name))
        .map(({ name }) => `foreign key ${name}, on delete: no pair of rows was found for it`),
      ...all.flatMap((each) => (each.kind === 'untried' ? [each.words] : [])),
    ],
  };
}

const judge = (answer: Answer | undefined, by: (answer: Answer) => Judged): Judged =>
  answer === undefined ? { kind: 'untried', words: 'PostgreSQL gave no answer' } : by(answer);

function judgeViolation(
  { rule, codes, name, nulled: column }: Violation,
  given: Answer | undefined,
  rootNames: ReadonlyMap<string, string>,
): Judged {
  return judge(given, (answer) => {
    if (answer.code === undefined)
      return { kind: 'fault', words: `${rule}: a row that breaks it was accepted` };
    const named = rootNames.get(answer.constraint) ?? answer.constraint;
    const right = column === undefined ? named === name : answer.column === column;
    if (codes.includes(answer.code) && right) return { kind: 'holds' };
    const by = `${answer.code} ${named || answer.column || answer.message}`;
    return codes.includes(answer.code) && named !== ''
      ? { kind: 'fault', words: `${rule}: the row was refused by ${by} instead` }
      : { kind: 'untried', words: `${rule}: stopped by ${by}` };
  });
}
