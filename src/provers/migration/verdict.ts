import type { Verdict } from '../../findings/claim.ts';
import { proved, refuted, undecided } from '../settle.ts';
import { dangerWords, dangersOf } from './judge/danger.ts';
import { summary } from './judge/failures.ts';
import { changesType } from './trace/guess.ts';
import type { Script } from './script/script.ts';
import type { Observation } from './trace/observation.ts';
import type { Trace } from './trace/trace.ts';

/** The claim, judged from what was seen. */
export function verdictOf(script: Script, trace: Trace): Verdict {
  const found = trace.observations.flatMap((observation) => {
    if (observation.kind !== 'ran') return [];
    const { statement } = observation;
    return dangersOf(observation, statement.node).map((danger) => ({
      guessed: isGuessed(trace, observation),
      words: `line ${script.place(statement.start).line}: ${summary(script, statement.index)} ${dangerWords(danger)}`,
    }));
  });
  const certain = found.filter(({ guessed }) => !guessed);
  const [first] = certain;
  if (first !== undefined)
    return refuted(certain.length === 1 ? first.words : `${first.words}; and ${certain.length - 1} more`);
  const [guess] = found;
  if (guess !== undefined)
    return undecided(`it hangs on the type a column had before, which no schema tells: ${guess.words}`);
  const open = notRun(script, trace.observations);
  if (script.faults.length > 0) return undecided('part of the file is not SQL that PostgreSQL reads');
  return open.length === 0 ? proved : undecided(`not every statement was run: ${open[0] ?? ''}`);
}

const isGuessed = (
  { inferred }: Trace,
  { rewrites, columns, statement }: Extract<Observation, { kind: 'ran' }>,
): boolean =>
  rewrites.length > 0 &&
  columns.some(
    ({ relation, after }) =>
      changesType(statement.node, after.name) &&
      inferred.tables.get(relation)?.columns.has(after.name) === true,
  );

/** Statements that were not run, or were refused, with the reason. */
export const notRun = (script: Script, observations: readonly Observation[]): readonly string[] =>
  observations.flatMap((observation) => {
    if (observation.kind === 'ran' || 'TransactionStmt' in observation.statement.node) return [];
    const { index, start } = observation.statement;
    const place = `line ${script.place(start).line}: ${summary(script, index)}`;
    if (observation.kind === 'failed')
      return [`${place}: ${observation.failure.message}; what it defines is missing for what follows`];
    return [`${place}: ${observation.why}`];
  });
