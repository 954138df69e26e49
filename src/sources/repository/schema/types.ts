import { parseSync } from 'libpg-query';
import type { Dialect } from '../dialects/dialect.ts';
import { readerOf } from '../dialects/reader.ts';
import { ddlTokens } from '../dialects/tokens.ts';
import { readType } from '../dialects/types.ts';
import { formatType } from '../sql/names.ts';

export interface NamedType {
  readonly text: string;
  /** Counts by itself: not null, default the next number. */
  readonly serial: boolean;
}

/** A type as SQL writes it, printed as its server prints it. The parser of PostgreSQL must be loaded. */
export function namedType(text: string, dialect: Dialect): NamedType {
  if (dialect !== 'postgresql') return readType(readerOf(ddlTokens(text)), text, dialect);
  const plain = text.trim();
  for (const attempt of [
    plain,
    plain.replace(/^datetime\b/i, 'timestamp').replace(/^(tinyint|int)(\(\d+\))?/i, 'int'),
  ]) {
    const found = parsed(attempt);
    if (found !== undefined) return found;
  }
  return { text: plain.toLowerCase(), serial: false };
}

function parsed(text: string): NamedType | undefined {
  try {
    const [first] = parseSync(`create table t (c ${text})`).stmts ?? [];
    const statement = first?.stmt;
    const [element] =
      statement !== undefined && 'CreateStmt' in statement ? (statement.CreateStmt.tableElts ?? []) : [];
    return element !== undefined && 'ColumnDef' in element
      ? formatType(element.ColumnDef.typeName)
      : undefined;
  } catch {
    return undefined;
  }
}
