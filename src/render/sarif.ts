import { findingName } from '../findings/finding.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import { riskScore } from '../findings/vulnerability.ts';
import { findingLocations, originLocation } from './location.ts';
import type { Location } from './location.ts';
import { visible } from './visible.ts';

/** What reports say of a rule; every rule value has these fields. */
export interface RuleInfo {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly standards: readonly string[];
}

export interface SarifOptions {
  /** Version of the tool. */
  readonly version: string;
  /** Names the analysis, so that a later upload of the same backend replaces this one. */
  readonly system: string;
  /** Names (`rule@subject`) of findings that were accepted, e.g. by a baseline. */
  readonly accepted?: readonly string[];
}

/** GitHub code scanning refuses a run with more results. */
const resultLimit = 25_000;
const locationLimit = 100;
const tagLimit = 10;

const levels: Readonly<Record<Severity, string>> = { blocker: 'error', warning: 'warning', advice: 'note' };

/** Findings as SARIF 2.1.0: one run, rules with what they mean, fingerprints that survive moved lines. */
export function sarif(
  findings: readonly Finding[],
  rules: readonly RuleInfo[],
  options: SarifOptions,
): string {
  const used = new Set(findings.map(({ rule }) => rule));
  const listed = rules.filter(({ id }) => used.has(id));
  const index = new Map(listed.map(({ id }, position) => [id, position]));
  const accepted = new Set(options.accepted ?? []);
  const results = findings
    .slice(0, resultLimit)
    .map((finding) => result(finding, index.get(finding.rule), accepted));
  const left = findings.length - results.length;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plumbline',
            version: options.version,
            rules: listed.map((rule) => descriptor(rule, findings)),
          },
        },
        automationDetails: { id: `plumbline/${options.system}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of what was analysed.' } } },
        ...(left > 0 ? { invocations: [truncation(left)] } : {}),
        results,
      },
    ],
  };
  return `${JSON.stringify(log, (_, value: unknown) => (typeof value === 'string' ? visible(value) : value), 2)}\n`;
}

/** GitHub sorts security results by the number of their rule (docs.github.com, SARIF support): the worst one found. */
function descriptor(rule: RuleInfo, findings: readonly Finding[]): object {
  const own = findings.filter((finding) => finding.rule === rule.id);
  const worst = Math.max(...own.map(riskScore));
  const security = rule.standards.some((standard) => /^(CWE|ASVS|API\d+:|OWASP)/.test(standard));
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      tags: [...(security ? ['security'] : []), ...rule.standards].slice(0, tagLimit),
      ...(security ? { 'security-severity': worst.toFixed(1) } : {}),
    },
  };
}

function result(finding: Finding, ruleIndex: number | undefined, accepted: ReadonlySet<string>): object {
  const name = findingName(finding);
  const [first, ...more] = findingLocations(finding).slice(0, locationLimit);
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[finding.severity],
    message: { text: `${finding.what} ${finding.why} Next: ${finding.next}` },
    locations: [
      {
        ...(first === undefined ? {} : { physicalLocation: physical(first) }),
        logicalLocations: [{ fullyQualifiedName: finding.subject }],
      },
    ],
    ...(more.length === 0
      ? {}
      : { relatedLocations: more.map((location, id) => ({ id, physicalLocation: physical(location) })) }),
    ...codeFlows(finding),
    partialFingerprints: { 'plumbline/v1': name },
    ...(accepted.has(name) ? { suppressions: [{ kind: 'external', status: 'accepted' }] } : {}),
    properties: {
      confidence: finding.confidence,
      standards: finding.standards,
      ...(finding.vulnerability === undefined ? {} : { cvss: finding.vulnerability }),
    },
  };
}

/** The way of something untrusted: evidence with words, whose first is the end. */
function codeFlows({ evidence }: Finding): object {
  const [end, ...way] = evidence.flatMap((each) => {
    if (each.kind !== 'read' || each.what === undefined) return [];
    const location = originLocation(each.origin);
    return location === undefined
      ? []
      : [{ location: { physicalLocation: physical(location), message: { text: each.what } } }];
  });
  return end === undefined || way.length === 0
    ? {}
    : { codeFlows: [{ threadFlows: [{ locations: [...way, end] }] }] };
}

const physical = ({ file, line, column }: Location): object => ({
  artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' },
  region: {
    startLine: Math.max(1, line),
    ...(column === undefined ? {} : { startColumn: Math.max(1, column) }),
  },
});

const truncation = (left: number): object => ({
  executionSuccessful: true,
  toolExecutionNotifications: [
    {
      level: 'warning',
      message: {
        text: `${left} further findings are not listed: a run may hold ${resultLimit}. See findings in the report.`,
      },
    },
  ],
});
