import { findingName, sortFindings } from '../findings/finding.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import { findingLocations } from './location.ts';
import { oneLine } from './visible.ts';

export interface TextOptions {
  /** ANSI colours; only for a terminal that wants them. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Findings shown in full; the rest is counted. */
  readonly limit?: number;
}

const paints: Readonly<Record<Severity, string>> = { blocker: '31', warning: '33', advice: '36' };

/** Findings for a terminal: what, why, next and where, worst first. Ends with how many there are. */
export function findingsText(findings: readonly Finding[], options: TextOptions): string {
  const sorted = sortFindings(findings);
  const shown = sorted.slice(0, options.limit ?? sorted.length);
  const left = sorted.length - shown.length;
  const parts = [
    ...shown.map((finding) => findingText(finding, options)),
    ...(left > 0 ? [`${left} more ${left === 1 ? 'finding' : 'findings'} in the report.`] : []),
    findingsCount(sorted),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `2 blockers, 1 warning, no advice`. */
export function findingsCount(findings: readonly Finding[]): string {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  const words = (number: number, one: string, many: string): string =>
    `${number === 0 ? 'no' : number} ${number === 1 ? one : many}`;
  return [
    words(count('blocker'), 'blocker', 'blockers'),
    words(count('warning'), 'warning', 'warnings'),
    words(count('advice'), 'advice', 'advice'),
  ].join(', ');
}

function findingText(finding: Finding, options: TextOptions): string {
  const seen = findingLocations(finding).map(({ file, line }) => `${file}:${line}`);
  const rows: readonly (readonly [string, string])[] = [
    ['what', finding.what],
    ['why', finding.why],
    ['next', finding.next],
    ...(seen.length === 0
      ? []
      : [
          [
            'seen',
            seen.slice(0, 5).join(', ') + (seen.length > 5 ? ` and ${seen.length - 5} more` : ''),
          ] as const,
        ]),
  ];
  const heading = `${paint(finding.severity, paints[finding.severity], options)}  ${paint(oneLine(findingName(finding)), '1', options)}`;
  return [
    heading,
    ...rows.map(([word, text]) => {
      // What is to be done next may be several statements, which are copied line by line.
      const lines = word === 'next' ? text.split('\n') : [text];
      const width = Math.max(20, options.width - 8);
      return `  ${word.padEnd(5)} ${lines.map((line) => wrap(oneLine(line), width, margin)).join(`\n${margin}`)}`;
    }),
  ].join('\n');
}

const margin = ' '.repeat(8);

const paint = (text: string, code: string, { color }: TextOptions): string =>
  color ? `\u001b[${code}m${text}\u001b[0m` : text;

/** Breaks between words only: a command that is copied must stay one piece. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}
