import { findingName, sortFindings } from '../findings/finding.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import { findingLocations } from './location.ts';
import { markdownText } from './markdown-text.ts';
import { oneLine, visible } from './visible.ts';

/** GitHub shows ten annotations of a type per step; the rest belongs into the step summary. */
const shown = 10;

const commands: Readonly<Record<Severity, string>> = {
  blocker: 'error',
  warning: 'warning',
  advice: 'notice',
};

export interface GithubText {
  /** Workflow commands for standard output. */
  readonly annotations: string;
  /** Markdown for `$GITHUB_STEP_SUMMARY`: all findings. */
  readonly summary: string;
}

/** Findings as GitHub workflow commands: the ten worst as annotations, all of them in the summary. */
export function github(findings: readonly Finding[]): GithubText {
  const sorted = sortFindings(findings);
  return { annotations: sorted.slice(0, shown).map(annotation).join(''), summary: summary(sorted) };
}

function annotation(finding: Finding): string {
  const [location] = findingLocations(finding);
  const properties = {
    ...(location === undefined ? {} : { file: location.file, line: String(location.line) }),
    ...(location?.column === undefined ? {} : { col: String(location.column) }),
    title: findingName(finding),
  };
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  const message = `${finding.what}\n${finding.why}\nNext: ${finding.next}`;
  return `::${commands[finding.severity]} ${pairs.join(',')}::${escapeMessage(message)}\n`;
}

/** The runner's own escapes (actions/toolkit, command.ts). */
const escapeMessage = (text: string): string =>
  visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeMessage(oneLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

function summary(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Plumbline found nothing.\n';
  const rows = findings.map((finding) =>
    [finding.severity, findingName(finding), finding.what, finding.next]
      .map((cell) => markdownText(cell, 'table'))
      .join(' | '),
  );
  return `${['| Severity | Finding | What | Next |', '| --- | --- | --- | --- |', ...rows.map((row) => `| ${row} |`)].join('\n')}\n`;
}
