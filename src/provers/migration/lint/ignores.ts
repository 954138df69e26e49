import type { Script } from '../script/script.ts';
import { tokensOf } from '../script/tokens.ts';
import { ruleAliases } from './all.ts';
import type { Hit } from './rule.ts';

/** What the comments of a migration switch off. */
export interface Ignores {
  /** Whether a finding of the rule at this offset is not wanted. */
  readonly covers: (rule: string, at: number, statementStart: number) => boolean;
  /** Names in such comments that no rule has. */
  readonly unknown: readonly Hit[];
  /** The file says that the tool that runs it opens no transaction. */
  readonly noTransaction: boolean;
}

const marks = /squawk-(?:ignore|disable)|plumbline-ignore|eugene:\s*ignore/;

/** Of a migration without such comments. */
export const noIgnores: Ignores = { covers: () => false, unknown: [], noTransaction: false };

interface Ignore {
  readonly at: number;
  readonly end: number;
  readonly rules: ReadonlySet<string>;
  readonly all: boolean;
  readonly scope: 'file' | 'line' | 'statement';
}

/**
 * Reads `-- squawk-ignore a, b`, `-- squawk-ignore-file`, `-- squawk-disable-assume-in-transaction`, the same with
 * `plumbline`, and `-- eugene: ignore E5`. A comment after a further `--` is a reason. As in squawk, a line ignore
 * concerns findings on its line and the next; one of eugene concerns the statement it stands before or in.
 */
export function ignoresOf(script: Script, known: ReadonlySet<string>): Ignores {
  if (!marks.test(script.text)) return noIgnores;
  const ignores: Ignore[] = [];
  const unknown: Hit[] = [];
  let noTransaction = false;
  for (const { kind, start, end } of tokensOf(script.text)) {
    if (kind !== 'comment') continue;
    const body = bodyOf(script.text.slice(start, end));
    noTransaction ||= /^(?:squawk|plumbline)-disable-assume-in-transaction$/.test(body);
    const read = readIgnore(body);
    if (read === undefined) continue;
    const { names, scope } = read;
    for (const name of names.filter((each) => scope !== 'statement' && !known.has(each)))
      unknown.push(unknownName(script, start, end, name));
    const rules = new Set(names.flatMap((name) => ruleAliases[name] ?? [name]));
    ignores.push({ at: start, end, rules, all: names.length === 0, scope });
  }
  return { covers: coverage(script, ignores), unknown, noTransaction };
}

const bodyOf = (comment: string): string =>
  comment
    .replace(/^--|^\/\*/, '')
    .replace(/\*\/$/, '')
    .trim()
    .replace(/--.*$/s, '')
    .trim();

function readIgnore(
  body: string,
): { readonly names: readonly string[]; readonly scope: Ignore['scope'] } | undefined {
  const [, tool, whole, list = ''] = /^(squawk|plumbline)-ignore(-file)?(.*)$/s.exec(body) ?? [];
  const names = (text: string): readonly string[] =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  if (tool !== undefined) return { names: names(list), scope: whole === undefined ? 'line' : 'file' };
  const [, ids] = /^eugene:\s*ignore\b(.*)$/s.exec(body) ?? [];
  if (ids === undefined) return undefined;
  return { names: names(ids).map((id) => `eugene/${id}`), scope: 'statement' };
}

function unknownName(script: Script, start: number, end: number, name: string): Hit {
  const at = start + Math.max(0, script.text.slice(start, end).indexOf(name));
  const statement = script.statements.findIndex((each) => each.end >= at);
  return {
    statement: Math.max(0, statement),
    at,
    subject: name,
    what: `A comment ignores ${name}, which is the name of no rule.`,
    next: 'Correct the name or take the comment out.',
  };
}

function coverage(script: Script, ignores: readonly Ignore[]): Ignores['covers'] {
  const line = (at: number): number => script.place(at).line;
  return (rule, at, statementStart) =>
    ignores.some((ignore) => {
      if (ignore.scope === 'file') return ignore.all || ignore.rules.has(rule);
      if (!ignore.rules.has(rule)) return false;
      if (ignore.scope === 'line') return [line(at), line(at) - 1].includes(line(ignore.at));
      const meant = script.statements.find((each) => each.end > ignore.at);
      return meant?.start === statementStart;
    });
}
