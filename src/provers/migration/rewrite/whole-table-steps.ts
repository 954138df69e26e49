import type { UpdateStmt } from 'libpg-query';
import { quoteName } from '../../../artifacts/sql-names.ts';
import { nameOf, tokensOf } from '../script/tokens.ts';
import type { TableShape } from '../trace/shapes.ts';
import { backfill } from './step.ts';
import type { Step } from './step.ts';

/** An UPDATE of every row, in batches along the key; undefined where it asks for more than that. */
export function wholeTableSteps(
  text: string,
  { whereClause, fromClause, returningClause, withClause, targetList = [], relation }: UpdateStmt,
  table: string,
  { key }: TableShape,
): readonly Step[] | undefined {
  const asksMore = [whereClause, fromClause, returningClause, withClause, relation?.alias];
  if (key === undefined || asksMore.some((part) => part !== undefined)) return undefined;
  const set = assignments(text);
  if (set === undefined) return undefined;
  const targets = targetList.flatMap((target) =>
    'ResTarget' in target ? [target.ResTarget.name ?? ''] : [],
  );
  const [only = ''] = targets;
  const value = targets.length === 1 ? set.slice(set.indexOf('=') + 1).trim() : undefined;
  const isStable = value !== undefined && !wordsIn(value).includes(only) && !/\(\s*\)/.test(value);
  const isFinal = true;
  if (isStable)
    return [{ ...backfill(table, set, `${quoteName(only)} IS DISTINCT FROM (${value})`, key), isFinal }];
  const { note = '', ...step } = backfill(table, set, 'true', key);
  return [{ ...step, isFinal, note: `${note.replace(/, and .*$/, '')}; not to be begun twice` }];
}

/** What stands behind SET. */
function assignments(text: string): string | undefined {
  for (const token of tokensOf(text))
    if (token.kind === 'word' && text.slice(token.start, token.end).toLowerCase() === 'set')
      return text.slice(token.end).trim();
  return undefined;
}

const wordsIn = (sql: string): readonly string[] =>
  [...tokensOf(sql)]
    .filter(({ kind }) => kind === 'word' || kind === 'quoted')
    .map((token) => nameOf(sql, token));
