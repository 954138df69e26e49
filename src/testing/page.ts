import { findingName } from '../findings/finding.ts';
import type { Evidence, Finding } from '../findings/finding.ts';
import type { Origin } from '../model/origin.ts';

/** One example of a page: a small repository and the answer it must give. */
export interface Example {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
  /** Language tag of the closing block (`findings`, `model` …) and its text. */
  readonly kind: string;
  readonly expected: string;
  /** Words after the tag of the closing block, e.g. the parts of the model it shows. */
  readonly parts: readonly string[];
}

/**
 * Fenced blocks with `file=path` gather until a block whose tag is in `answers` closes the example. The last
 * heading and the last line of prose name it.
 */
export function readExamples(page: string, answers: readonly string[]): readonly Example[] {
  const examples: Example[] = [];
  let files = new Map<string, string>();
  let last = 0;
  let title = '';
  for (const match of page.matchAll(/^(`{3,})(\w+)(?: file=(\S+))?((?: [a-z]+)*)\n([\s\S]*?)^\1$/gm)) {
    const prose = page
      .slice(last, match.index)
      .split('\n')
      .map((line) => line.trim());
    title = prose.findLast((line) => line !== '') ?? title;
    last = match.index + match[0].length;
    const [, , tag = '', path, words = '', text = ''] = match;
    if (path !== undefined) files.set(path, text);
    else if (answers.includes(tag)) {
      examples.push({
        title,
        files,
        kind: tag,
        expected: text.trimEnd(),
        parts: words.split(' ').filter((word) => word !== ''),
      });
      files = new Map();
    }
  }
  return examples;
}

/** Findings as the page shows them: what the user reads, and where it was seen. */
export function printFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'none';
  return findings.map(printFinding).join('\n');
}

function printFinding(finding: Finding): string {
  const seen = finding.evidence.map(printEvidence);
  return [
    `${finding.severity}  ${findingName(finding)}`,
    `  what  ${finding.what}`,
    `  why   ${finding.why}`,
    `  next  ${finding.next}`,
    ...seen.map((line) => `  seen  ${line}`),
  ].join('\n');
}

function printEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'read':
      return `${printOrigin(evidence.origin)}${evidence.what === undefined ? '' : `  ${evidence.what}`}`;
    case 'measured':
      return `${evidence.what}: ${evidence.value.value} ${evidence.value.unit}`;
    case 'executed':
      return `claim ${evidence.claim}`;
    case 'computed':
      return evidence.words;
  }
}

function printOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'read':
      return `${origin.file}:${origin.line}`;
    case 'catalog':
      return `catalogue ${origin.object}`;
    case 'given':
      return `brief ${origin.path}`;
    case 'derived':
      return `derived by ${origin.rule}`;
    case 'default':
      return `default of ${origin.pack}@${origin.version}`;
    case 'assumed':
      return `assumed: ${origin.because}`;
  }
}
