import { fieldName } from './names.ts';
import type { Landing } from './landing.ts';
import { bare, whereOf } from './statements.ts';
import type { Statement } from './statements.ts';
import { isOfTheCaller } from './session-values.ts';

/** What a statement that reads lets its caller see of a table. */
export interface Shown {
  /** `all`: whichever row is asked for. `some`: a condition of its own keeps others back. `own`: those of the caller. */
  readonly rows: 'all' | 'some' | 'own';
  /** The conditions that keep rows back, as they are written. */
  readonly conditions: readonly string[];
  /** Fields of the entity whose values it selects. */
  readonly fields: ReadonlySet<string>;
}

/** Undefined where it shows no row: it writes, or sums up. `isAsked`: the request has values of its own. */
export function shownBy({ query, does }: Statement, landing: Landing, isAsked: boolean): Shown | undefined {
  if (!['one', 'many', 'search'].includes(does)) return undefined;
  const sql = bare(query.sql);
  const byRequest = { landing, isAsked };
  const judged = /\b(union|having|intersect|except)\b/i.test(sql)
    ? [{ kind: 'keeps' as const, text: 'what it composes of several statements' }]
    : [whereOf(sql), ...joinConditions(sql)].flatMap((text) => judge(text, byRequest));
  const conditions = judged.flatMap((each) => (each.kind === 'keeps' ? [each.text] : []));
  return {
    rows: judged.some(({ kind }) => kind === 'own') ? 'own' : conditions.length > 0 ? 'some' : 'all',
    conditions,
    fields: fieldsOf(sql, landing),
  };
}

interface ByRequest {
  readonly landing: Landing;
  readonly isAsked: boolean;
}

type Judgement = { readonly kind: 'free' | 'own' } | { readonly kind: 'keeps'; readonly text: string };

const joinConditions = (sql: string): readonly string[] =>
  [
    ...sql.matchAll(
      /\bon\b([\s\S]*?)(?=\b(?:left|right|inner|outer|cross|natural|join|where|order by|group by|limit)\b|$)/gi,
    ),
  ].map(([, text = '']) => text);

/** Each condition of a conjunction: left to who asks, bound to who asks, or one that keeps rows back. */
function judge(text: string, by: ByRequest): readonly Judgement[] {
  const whole = unwrapped(text.trim());
  if (whole === '') return [];
  const parts = split(whole.replaceAll(/\bbetween\s+(\S+)\s+and\s+/gi, 'between $1 to '), 'and');
  if (parts.length > 1) return parts.flatMap((part) => judge(part, by));
  const others = split(whole, 'or');
  if (others.length < 2) return [leaf(whole, by)];
  const judged = others.flatMap((part) => judge(part, by));
  return judged.some(({ kind }) => kind === 'keeps') ? [{ kind: 'keeps', text: whole }] : judged;
}

function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const [at, char] of text.split('').entries()) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth === 0 && at < text.length - 1) return text;
  }
  return unwrapped(text.slice(1, -1).trim());
}

/** Parts at a word outside of parentheses. */
function split(text: string, word: 'and' | 'or'): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const token of text.split(/(\b(?:and|or)\b|[()])/i)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0 && token.toLowerCase() === word) {
      parts.push(part);
      part = '';
    } else part += token;
  }
  return [...parts, part];
}

const placeholder = /\{[^{}]*\}|\?|:[a-z_]\w*|\$\w+|@\w+/i;
const request = /\{_?(get|post|request|input|params?|query|args)\b/i;
/** Whoever knows such a value was given it: it proves something, and asks for no other row. */
const proof = /(^|_)(token|hash|secret|key|code|uuid|guid|nonce|signature|password|session)(_id)?$/i;

function leaf(text: string, { landing, isAsked }: ByRequest): Judgement {
  const said: Judgement = { kind: 'keeps', text: text.replaceAll(/\s+/g, ' ').slice(0, 80) };
  if (/^\d+\s*=\s*\d+$|^true$/i.test(text) || /^\w+\.\w+\s*=\s*\w+\.\w+$/.test(text)) return { kind: 'free' };
  if (!placeholder.test(text)) return said;
  const column = /^(?:\w+\()?(?:\w+\.)?(\w+)\)?\s*(?:=|\bin\b|\bi?like\b)/i.exec(text)?.[1];
  if (isOfTheCaller(text)) return { kind: 'own' };
  if (!isAsked && !request.test(text)) return said;
  const isSought = /\bmatch\s*\(|@@|\bi?like\b/i.test(text);
  if (column === undefined || isSought) return isSought ? { kind: 'free' } : said;
  if (proof.test(fieldName(column))) return said;
  const names = request.test(text) || namesRow(column, landing);
  return names ? { kind: 'free' } : said;
}

/** A key of the table, or a column that names a row of another, alias or not. */
const namesRow = (column: string, { entity, fields, references }: Landing): boolean =>
  !fields.has(column) ||
  references.some((each) => each.column === column) ||
  ['id', 'legacy_id'].includes(fields.get(column) ?? '') ||
  entity.fields.some(({ name, unique }) => unique && name === fields.get(column));

/** What is kept for those inside is taken as shown only where it is named. */
function fieldsOf(sql: string, { fields }: Landing): ReadonlySet<string> {
  const list = /^\s*select\b([\s\S]*?)\bfrom\b/i.exec(sql)?.[1] ?? '*';
  const alias = /\bfrom\s+[\w.{}]+\s+(?:as\s+)?(\w+)/i.exec(sql)?.[1];
  const isAll = [...list.matchAll(/(?:(\w+)\.)?\*/g)].some(
    ([, owner]) => owner === undefined || alias === undefined || owner === alias || /^from$/i.test(alias),
  );
  const named = new Set(list.match(/\w+/g) ?? []);
  return new Set(
    [...fields].flatMap(([column, field]) =>
      named.has(column) || (isAll && !inside.test(column)) ? [field] : [],
    ),
  );
}

const inside = /(^|_)(internal|private|hidden|cost|purchase|margin|supplier|wholesale)(_|$)/i;
