import { quoteName } from '../../artifacts/sql-names.ts';
import { mentionsOf } from '../../model/effect-sql/mentions.ts';
import { isEntityWord, isSign, isSqlWord, isWord, tokensOf } from '../../model/effect-sql/tokens.ts';
import type { Token } from '../../model/effect-sql/tokens.ts';
import type { Entity } from '../../model/domain.ts';
import { entityColumns, isVersioned } from '../data/columns.ts';
import { sqlOf, tableNameOf } from '../data/layout.ts';
import type { Layout } from '../data/layout.ts';

/** A value that a request carries and no statement names: it is stored with the row that the request makes. */
export interface Carried {
  readonly entity: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export type Translated =
  | { readonly kind: 'sql'; readonly sql: string }
  /** Why the design cannot have the statement. */
  | { readonly kind: 'left-out'; readonly why: string };

/**
 * A statement over entities as one over the tables of the layout, whose values stay `:name`. `isVersioning`: whether what
 * it changes becomes another version, as it does in all that the system itself does.
 */
export function translate(
  layout: Layout,
  sql: string,
  context: string | undefined,
  carried?: Carried,
  isVersioning = true,
): Translated {
  const why = whyNot(layout, sql, context);
  if (why !== undefined) return { kind: 'left-out', why };
  const tokens = tokensOf(sql);
  const edits = [
    ...tokens.flatMap((token, at) => (isEntityWord(token) ? [tableEdit(layout, tokens, at)] : [])),
    ...(isVersioning ? tokens.flatMap((_, at) => versionEdit(layout, tokens, at) ?? []) : []),
    ...(carried === undefined ? [] : carriedEdits(tokens, carried)),
  ];
  return { kind: 'sql', sql: edited(sql, edits) };
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const edited = (sql: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((text, { from, to, text: put }) => text.slice(0, from) + put + text.slice(to), sql);

/** Entities and columns that this design has not, and tables of another database. */
function whyNot(layout: Layout, sql: string, context: string | undefined): string | undefined {
  const { entities, columns } = mentionsOf(sql);
  const missing = entities.find(({ name }) => !layout.entities.has(name));
  if (missing !== undefined) return `there is no entity ${missing.name}`;
  for (const { name, of } of columns) {
    const found = of.flatMap((entity) => columnsOf(layout, layout.entities.get(entity)));
    if (of.length > 0 && !found.includes(name)) return `${of.join(' or ')} has no column ${name}`;
  }
  const foreign = entities.find(({ name }) => layout.entities.get(name)?.context !== context);
  return layout.apart && context !== undefined && foreign !== undefined
    ? `the table of ${foreign.name} lies in another database than ${context}`
    : undefined;
}

const columnsOf = (layout: Layout, entity: Entity | undefined): readonly string[] =>
  entity === undefined ? [] : entityColumns(layout, entity).map(({ name }) => name);

/** `Order` is its table; before a dot only its name. */
function tableEdit(layout: Layout, tokens: readonly Token[], at: number): Edit {
  const { text = '', from = 0, to = 0 } = tokens[at] ?? {};
  const isBare = isSign(tokens[at + 1], '.');
  return { from, to, text: isBare ? quoteName(tableNameOf(layout, text).name) : sqlOf(layout, text) };
}

/** Every change raises the version of the row and tells when it was. */
function versionEdit(layout: Layout, tokens: readonly Token[], at: number): Edit | undefined {
  const [word, table] = [tokens[at], tokens[at + 1]];
  if (!isWord(word, 'update') || table === undefined || !isEntityWord(table)) return undefined;
  const entity = layout.entities.get(table.text);
  const set = tokens.findIndex((token, index) => index > at && isWord(token, 'set'));
  const before = tokens[set - 1];
  const from = tokens[set]?.to;
  if (entity === undefined || from === undefined || before === undefined) return undefined;
  const alias = before !== table && !isSqlWord(before.text) ? before.text : undefined;
  const row = alias ?? quoteName(tableNameOf(layout, table.text).name);
  const changes = [
    ...(isVersioned(layout, entity) ? [`version = ${row}.version + 1`] : []),
    ...(entity.appendOnly === true ? [] : ['updated_at = now()']),
  ];
  const end = tokens.findIndex((token, index) => index > set && isWord(token, 'where', 'returning'));
  const own = tokens.slice(set, end === -1 ? undefined : end);
  const added = changes.filter((change) => !own.some(({ text }) => change.startsWith(`${text} =`)));
  return added.length === 0 ? undefined : { from, to: from, text: ` ${added.join(', ')},` };
}

/** `insert into Order (…) values (…)` or `… select …` with the values that the request carries beside. */
function carriedEdits(tokens: readonly Token[], { entity, columns }: Carried): readonly Edit[] {
  if (columns.length === 0) return [];
  return tokens.flatMap((token, at): readonly Edit[] => {
    const open = tokens.findIndex((each, index) => index > at && isSign(each, '('));
    const first = tokens[open];
    if (!isWord(token, 'insert') || tokens[at + 2]?.text !== entity || first === undefined) return [];
    const close = tokens.findIndex(
      (each, index) => index > open && isSign(each, ')') && each.depth === first.depth,
    );
    const next = tokens[close + 1];
    const start = isWord(next, 'values') ? tokens[close + 2] : isWord(next, 'select') ? next : undefined;
    if (start === undefined) return [];
    const names = columns.map(({ name }) => `${quoteName(name)}, `).join('');
    const values = columns.map(({ name, type }) => `:${name}::${type}, `).join('');
    return [
      { from: first.to, to: first.to, text: names },
      { from: start.to, to: start.to, text: isWord(start, 'select') ? ` ${values.trimEnd()}` : values },
    ];
  });
}
