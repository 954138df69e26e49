import type { Claim, Outcome, Receipt } from '../findings/claim.ts';
import { atLeast, sortFindings } from '../findings/finding.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import type { Json } from '../model/origin.ts';
import { hashInputs, sealReceipt } from '../provers/seal.ts';
import { github } from '../render/github.ts';
import { findingLocations } from '../render/location.ts';
import { sarif } from '../render/sarif.ts';
import type { RuleInfo } from '../render/sarif.ts';
import { findingsText } from '../render/text.ts';
import type { checkFields } from './check-fields.ts';
import { asJson } from './json-result.ts';
import type { Answer, ExitCode, InputOf, Tools } from './operation.ts';
import { failFloor } from './verdict.ts';

/** What was found out about one question. */
export interface Checked {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** What the findings' rules mean, for SARIF. */
  readonly rules: readonly RuleInfo[];
  /** Texts that the claim was settled on, by the names the claim gives them. */
  readonly inputs: ReadonlyMap<string, string>;
  /** 0 where nothing is drawn at random. */
  readonly seed: number;
  /** What a person types to settle it again. */
  readonly command: string;
  /** For people, between the verdict and the findings: what was observed, with units. */
  readonly details: () => string;
}

/** The answer of a `check`; the names in its result are promised to checks outside the project (`check … --json`). */
export function checkAnswer(
  checked: Checked,
  { failOn, format, strict }: InputOf<typeof checkFields>,
  tools: Pick<Tools, 'version'>,
): Answer {
  const { claim, outcome, findings, inputs, seed, command } = checked;
  const read = (path: string): string => inputs.get(path) ?? '';
  const receipt = sealReceipt({ claim, inputs: hashInputs(read)(claim), seed, outcome, command });
  const result = resultOf(checked, receipt);
  const exit = exitOfCheck(outcome, findings, failFloor(failOn), strict);
  // Text is written when it is read: whoever asks for the result alone does not wait for it.
  let text: string | undefined;
  return {
    exit,
    result,
    get text() {
      return (text ??= textOf(checked, format, result, tools.version));
    },
  };
}

/**
 * The same for every check: 1 for what is refuted and for findings at the floor, else 4 under `--strict` for what stays
 * undecided, as a question that is open, else 0.
 */
function exitOfCheck(
  { verdict }: Outcome,
  findings: readonly Finding[],
  floor: Severity | 'never',
  strict: boolean,
): ExitCode {
  const isFound =
    floor !== 'never' &&
    (verdict.kind === 'refuted' || findings.some(({ severity }) => atLeast(severity, floor)));
  if (isFound) return 1;
  return strict && verdict.kind === 'undecided' ? 4 : 0;
}

function resultOf({ outcome, findings }: Checked, receipt: Receipt): Answer['result'] {
  const { verdict, measurements, incomplete } = outcome;
  // There may be thousands of findings, so they are written as JSON at once and not copied into it.
  return {
    verdict: verdict.kind,
    ...(verdict.kind === 'undecided' && { reason: verdict.reason }),
    findings: sortFindings(findings).map(findingJson),
    measurements,
    ...(verdict.kind === 'refuted' && { counterexample: verdict.counterexample }),
    receipt: asJson(receipt),
    incomplete,
  };
}

function findingJson(finding: Finding): Json {
  const { rule, subject, severity, confidence, what, why, next, standards } = finding;
  const [place] = findingLocations(finding);
  return {
    rule,
    subject,
    severity,
    confidence,
    ...(place !== undefined && { file: place.file, line: place.line }),
    what,
    why,
    next,
    standards,
  };
}

function textOf(
  checked: Checked,
  format: InputOf<typeof checkFields>['format'],
  result: Answer['result'],
  version: string,
): string {
  const { findings, rules, claim } = checked;
  switch (format) {
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
    case 'sarif':
      return sarif(findings, rules, { version, system: claim.id });
    case 'github': {
      const { annotations, summary } = github(findings);
      return `${annotations}${summary}`;
    }
    case 'markdown':
      return github(findings).summary;
    case 'text':
    case undefined:
      return wordsOf(checked);
  }
}

function wordsOf({ claim, outcome, findings, details }: Checked): string {
  const observed = details();
  const { verdict, incomplete } = outcome;
  const because =
    verdict.kind === 'refuted'
      ? `: ${verdict.counterexample}`
      : verdict.kind === 'undecided'
        ? `: ${verdict.reason}`
        : '';
  return [
    `${verdict.kind}  ${because === '' ? claim.statement : claim.statement.replace(/\.$/, '')}${because}`,
    ...(observed === '' ? [] : [observed]),
    ...(incomplete.length === 0
      ? []
      : [['not covered', ...incomplete.map((line) => `  ${line}`)].join('\n')]),
    findingsText(findings, { color: false, width: 100 }),
  ].join('\n\n');
}
