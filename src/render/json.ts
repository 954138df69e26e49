import type { ItemState } from '../deliverables/deliverable.ts';
import { findingName } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import type { Question } from '../model/brief.ts';
import type { Assumption } from '../model/requirements.ts';
import { visible } from './visible.ts';

export interface FindingsDocument {
  readonly findings: readonly Finding[];
  readonly questions: readonly Question[];
  readonly assumptions: readonly Assumption[];
  readonly items: readonly ItemState[];
}

/** Two-space JSON with a final line feed. Keys stay in the order they were built in; hidden characters are shown. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? visible(each) : each), 2)}\n`;
}

/** Findings for machines: each with its stable name; open questions and assumptions beside them. */
export function findingsJson(document: FindingsDocument): string {
  const count = (state: ItemState['state']): number =>
    document.items.filter((item) => item.state === state).length;
  return json({
    schemaVersion: 1,
    findings: document.findings.map((finding) => ({ name: findingName(finding), ...finding })),
    questions: document.questions,
    assumptions: document.assumptions,
    coverage: { done: count('done'), notApplicable: count('not-applicable'), missing: count('missing') },
  });
}
