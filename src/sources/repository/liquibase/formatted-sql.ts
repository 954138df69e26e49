import type { XmlElement } from '../xml.ts';

const changeset = /^\s*--\s*changeset\s+([^\s:]+)\s*:\s*("[^"]*"|\S+)(.*)$/i;

/**
 * `--changeset author:id dbms:x` begins a change; lines of comment that tell something else to the tool count as
 * comments. A file without them is one change.
 */
export function formattedSql(text: string): XmlElement {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, at) => (changeset.test(line) ? [at] : []));
  const parts = starts.length === 0 ? [0] : starts;
  const children = parts.map((from, at): XmlElement => {
    const header = changeset.exec(lines[from] ?? '');
    const body = lines.slice(from, parts[at + 1] ?? lines.length).join('\n');
    const attributes = new Map(
      [...(header?.[3] ?? '').matchAll(/(\w+)\s*:\s*("[^"]*"|\S+)/g)].map(
        ([, key = '', value = '']) => [key, value.replaceAll('"', '')] as const,
      ),
    );
    const sql: XmlElement = {
      name: 'sql',
      attributes: new Map(),
      children: [],
      text: body,
      line: from + 1,
      textLine: from + 1,
    };
    const conditions = [...body.matchAll(/^\s*--\s*precondition-(\S+)\s+(.*)$/gim)].map(
      ([, name = '', rest = '']) => conditionOf(name, rest, from + 1),
    );
    const onFail = /^\s*--\s*preconditions\b.*\bonFail:(\w+)/im.exec(body)?.[1];
    const before: XmlElement = {
      name: 'preConditions',
      attributes: new Map(onFail === undefined ? [] : [['onFail', onFail]]),
      children: conditions,
      text: '',
      line: from + 1,
      textLine: from + 1,
    };
    return {
      name: 'changeSet',
      attributes,
      children: conditions.length === 0 ? [sql] : [before, sql],
      text: '',
      line: from + 1,
      textLine: from + 1,
    };
  });
  return { name: 'databaseChangeLog', attributes: new Map(), children, text: '', line: 1, textLine: 1 };
}

/** `--precondition-table-exists table:x` names a condition by words that the other languages join. */
function conditionOf(words: string, rest: string, line: number): XmlElement {
  const isNot = words.startsWith('not-');
  const name = words.replace(/^not-/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const attributes = new Map(
    [...rest.matchAll(/(\w+)\s*:\s*(\S+)/g)].map(
      ([, key = '', value = '']) => [key === 'table' ? 'tableName' : key, value] as const,
    ),
  );
  const made: XmlElement = { name, attributes, children: [], text: '', line, textLine: line };
  return isNot
    ? { name: 'not', attributes: new Map(), children: [made], text: '', line, textLine: line }
    : made;
}
