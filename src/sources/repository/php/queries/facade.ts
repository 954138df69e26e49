import type { SyntaxNode } from '../../languages/syntax.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import type { Issue } from '../../queries/outcome.ts';
import { tableSelection } from '../../queries/stored.ts';
import { variableName, writtenArguments } from '../syntax.ts';
import { eachText } from '../../queries/written-text.ts';
import type { WrittenText } from '../../queries/written-text.ts';
import { writtenText } from './texts.ts';
import type { Frame, Outcome, Reading } from './types.ts';

const texts =
  /^(select|selectOne|selectFromWriteConnection|selectResultSets|scalar|insert|update|delete|statement|affectingStatement|unprepared|cursor)$/;

/** `DB::table('x')`, `DB::select('…')` of Laravel, and the same of a connection it gives. */
export function facadeCall(reading: Reading, node: SyntaxNode, name: string, frame: Frame): Outcome {
  const first = writtenArguments(node)[0]?.node;
  if (name === 'table') {
    const told = writtenText(reading, first, frame);
    return told === undefined || told.text === '' ? {} : { type: tableSelection(told.text) };
  }
  if (/^(connection|usingConnection)$/.test(name))
    return { type: { kind: 'object', name: 'Illuminate\\Database\\Connection' } };
  return texts.test(name) ? textOutcome(reading, first, frame) : {};
}

/** A statement that is handed on as text; one that cannot be read is told. */
export function textOutcome(reading: Reading, node: SyntaxNode | undefined, frame: Frame): Outcome {
  if (node === undefined) return {};
  const raw = /^(?:\\?DB::raw|new\s+\\?[\w\\]*Expression)\s*\(/.test(node.text)
    ? writtenArguments(node)[0]?.node
    : undefined;
  if (frame.variables.get(variableName(node) ?? '')?.handedOn === true) return {};
  const told = writtenText(reading, raw ?? node, frame);
  if (told === undefined) return { unread: true };
  const issues = statementsOf(told);
  if (issues.length === 0) return /^\s*\{/.test(told.text) ? { unread: true } : {};
  return { issues };
}

/** Every statement that a text may be. */
export const statementsOf = (told: WrittenText): readonly Issue[] =>
  eachText(told).flatMap(({ text, open }) =>
    looksLikeSql(text) ? [{ sql: withTables(text), interpolates: open }] : [],
  );

/** Nothing can be bound in the place of a table: `from :table_orders` names it with a prefix that is put in. */
const withTables = (sql: string): string => sql.replaceAll(/(?<![:\w]):(?:table|tbl)_(\w+)/gi, '{prefix}$1');
