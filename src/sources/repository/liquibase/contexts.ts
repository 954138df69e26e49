import { isFor } from './conditions.ts';
import type { LiquibaseDialect } from './statements.ts';

const databases = /^(mysql|mariadb|postgres(ql)?|h2|hsqldb|oracle|mssql|sqlserver|sqlite|db2|derby)$/;

/**
 * Whether a change of a context can be run: a context that names a database is met on that one, one that names tests is
 * not; which of the others an operator chooses is not known, and without any choice every change is run.
 */
export function isInContext(context: string | undefined, dialect: LiquibaseDialect): boolean {
  if (context === undefined) return true;
  const tokens = context.toLowerCase().match(/[()!,]|[\w.@-]+/g) ?? [];
  return choice({ tokens, at: 0 }, dialect, 0) !== false;
}

type Verdict = boolean | undefined;

interface Reading {
  readonly tokens: readonly string[];
  at: number;
}

/** `a OR b`, `a, b`. */
function choice(on: Reading, dialect: LiquibaseDialect, depth: number): Verdict {
  let verdict = both(on, dialect, depth);
  while (/^(or|,)$/.test(on.tokens[on.at] ?? '')) {
    on.at += 1;
    const other = both(on, dialect, depth);
    verdict = verdict === true || other === true ? true : verdict === undefined ? undefined : other;
  }
  return verdict;
}

function both(on: Reading, dialect: LiquibaseDialect, depth: number): Verdict {
  let verdict = single(on, dialect, depth);
  while (on.tokens[on.at] === 'and') {
    on.at += 1;
    const other = single(on, dialect, depth);
    verdict = verdict === false || other === false ? false : verdict === undefined ? undefined : other;
  }
  return verdict;
}

function single(on: Reading, dialect: LiquibaseDialect, depth: number): Verdict {
  const token = on.tokens[on.at];
  on.at += 1;
  if (token === undefined || depth > 20) return undefined;
  if (token === '!' || token === 'not') {
    const verdict = single(on, dialect, depth + 1);
    return verdict === undefined ? undefined : !verdict;
  }
  if (token === '(') {
    const verdict = choice(on, dialect, depth + 1);
    on.at += 1;
    return verdict;
  }
  if (databases.test(token)) return isFor(token.replace(/^postgres$/, 'postgresql'), dialect);
  return /^tests?$/.test(token) ? false : undefined;
}
