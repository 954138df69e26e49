import { findingsText } from '../render/text.ts';
import { github } from '../render/github.ts';
import { json } from '../render/json.ts';
import { junit } from '../render/junit.ts';
import { allRules } from '../rules/all.ts';
import type { Severity } from '../findings/finding.ts';
import type { formats } from './format-names.ts';
import { summaryText } from './summary-text.ts';
import type { Travelled } from './travel.ts';

/** The answer in the format asked for; each is what a file of the package holds, or is made from the same evidence. */
export function formatted(
  result: Travelled,
  format: (typeof formats)[number] | undefined,
  failOn: Severity | 'never',
): string {
  switch (format) {
    case 'json':
      return json(result.handoff);
    case 'sarif':
      return result.files.get('findings.sarif') ?? '';
    case 'junit': {
      const { findings, gates, claims, outcomes } = result;
      const floor = failOn === 'never' ? 'blocker' : failOn;
      return junit({ rules: allRules, findings, gates, claims, outcomes, failOn: floor });
    }
    case 'github': {
      const { annotations, summary } = github(result.findings);
      return `${annotations}${summary}`;
    }
    case 'markdown':
      return result.files.get('8-documentation/executive-summary.md') ?? github(result.findings).summary;
    case 'html':
      return result.files.get('index.html') ?? '';
    case 'text':
    case undefined:
      return `${summaryText(result)}\n${findingsText(result.findings, { color: false, width: 100, limit: 10 })}`;
  }
}
