import type { LintInput } from '../lint/rule.ts';
import { compareVersions } from '../lint/version.ts';
import { effectsOf } from '../trace/observation.ts';
import type { Effects, Observation } from '../trace/observation.ts';
import { majorServerOf } from '../trace/trace.ts';
import type { Trace } from '../trace/trace.ts';
import { calmWords, dangerWords, dangersOf, touchesExisting } from './danger.ts';
import type { Danger } from './danger.ts';
import type { Issue } from './issue.ts';

/** Rules about one kind of work: another kind in the same statement is not theirs. */
const reasonOf: Readonly<Record<string, readonly string[]>> = {
  'adding-field-with-default': ['default'],
  'adding-serial-column': ['default'],
  'changing-column-type': ['column type'],
};

const isIts = (rule: string, { action, reasons }: Danger, all: readonly Danger[]): boolean => {
  const own = reasonOf[rule];
  if (own === undefined)
    return action === 'scans' || !all.some((danger) => danger.action === 'scans') || reasons.length === 0;
  return action === 'rewrites'
    ? reasons.some((reason) => own.includes(reason))
    : rule === 'changing-column-type';
};

const observable = new Set([
  'adding-serial-column',
  'adding-exclusion-constraint',
  'primary-key-using-index',
]);

/** Gives an issue about locks the severity that running the statement showed, and says what was seen. */
export function settled(
  issue: Issue,
  trace: Trace,
  observation: Observation | undefined,
  input?: LintInput,
): Issue {
  const effects = effectsOf(observation);
  const isAboutLocks = input !== undefined || observable.has(issue.rule);
  if (effects === undefined || observation === undefined || !isAboutLocks) return issue;
  const all = dangersOf(effects, observation.statement.node);
  const dangers = all.filter((danger) => isIts(issue.rule, danger, all));
  const server = majorServerOf(trace);
  const assumed = guessedType(issue, effects, trace);
  if (dangers.length > 0)
    return {
      ...issue,
      executed: true,
      severity: assumed === undefined ? 'blocker' : 'warning',
      confidence: assumed === undefined ? 'certain' : 'likely',
      what: `${issue.what} ${server} ran it: it ${dangers.map(dangerWords).join('; ')}.${assumed ?? ''}`,
    };
  const verdict = calm(issue, effects, input);
  const next = verdict.severity === 'advice' && assumed === undefined ? calmNext[issue.rule] : undefined;
  const what = `${issue.what} ${calmText(effects, server)}${assumed ?? ''}`;
  return { ...issue, ...verdict, what, next: next ?? issue.next };
}

function calmText(effects: Effects, server: string): string {
  if (!touchesExisting(effects))
    return `${server} ran it: only tables made by this file are concerned, which nobody uses yet.`;
  return `${server} ran it: no rewrite and no scan of a table in use under a lock that blocks its clients; ${calmWords(effects)}.`;
}

/** What is left to do when nobody has to wait. */
const calmNext: Readonly<Record<string, string>> = {
  'adding-field-with-default': 'It can stay as it is: the default is stored once, not in every row.',
  'adding-not-nullable-field': 'It can stay as it is.',
  'changing-column-type': 'It can stay as it is, if running clients accept the new type.',
};

/** An older server may do what this one no longer does. */
function calm(
  issue: Issue,
  effects: Effects,
  input: LintInput | undefined,
): Pick<Issue, 'severity' | 'executed'> {
  const old =
    input !== undefined && compareVersions(input.settings.pgVersion, [12]) < 0 && touchesExisting(effects);
  const brief =
    /^require-concurrent-(index-deletion|partition-detach)$/.test(issue.rule) && touchesExisting(effects);
  return { executed: true, severity: old || brief ? 'warning' : 'advice' };
}

/** Whether a change of type hangs on a type that had to be assumed. */
function guessedType(
  { rule, subject }: Issue,
  { columns }: Effects,
  { inferred }: Trace,
): string | undefined {
  if (rule !== 'changing-column-type') return undefined;
  const at = subject.lastIndexOf('.');
  const column = subject.slice(at + 1);
  const changed = columns.find(({ after }) => after.name === column);
  const table = inferred.tables.get(subject.slice(0, at));
  if (changed === undefined || table?.columns.has(column) !== true) return undefined;
  return ` The type before is not known: ${changed.before.type} was assumed.`;
}
