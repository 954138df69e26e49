import type { CallFact } from '../sinks/sink.ts';
import { fieldsOf } from '../sinks/sink.ts';
import type { Value } from '../value.ts';

/**
 * The columns that a call reads: all for a mapper and `select *`, those that a statement names plainly; undefined where
 * it joins or computes, so that a column may be of another table.
 */
export function selectedColumns({ args: [first] }: CallFact): readonly string[] | 'all' | undefined {
  const text = statementIn(first);
  if (text === undefined || !/^[\s(]*select\b/i.test(text)) return 'all';
  const selected = selectedBy(text);
  return selected === 'all' ? 'all' : selected?.flatMap((each) => each ?? []);
}

/** What a statement selects, in its order; undefined in the list for what is computed or goes by another name. */
export function selectedBy(text: string): readonly (string | undefined)[] | 'all' | undefined {
  if (/\b(join|union)\b/i.test(text)) return undefined;
  const [, list = '', from = ''] =
    /^[\s(]*select\s+(?:distinct\s+)?([\s\S]+?)\s+from\s+([^;]*)/i.exec(text) ?? [];
  if (/^[^()]*,/.test(from.split(/\bwhere\b/i)[0] ?? '')) return undefined;
  const columns = list.split(',').map((each) => /^\s*(?:\w+\.)?[`"[]?(\w+|\*)[`"\]]?\s*$/.exec(each)?.[1]);
  return columns.includes('*') ? 'all' : columns;
}

const statementIn = (value: Value | undefined): string | undefined =>
  value === undefined
    ? undefined
    : (value.text?.prefix ?? fieldsOf(value, 'text')?.text?.prefix ?? fieldsOf(value, 'sql')?.text?.prefix);
