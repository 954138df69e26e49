import type { Evidence, Finding } from '../../src/findings/finding.ts';
import { originWords } from '../../src/model/quantity.ts';
import type { ReportData } from '../../src/render/report-data.ts';
import { ClaimLine } from './claims.tsx';
import { Amount } from './number.tsx';
import { href, route } from './route.ts';
import { Prose } from './text.tsx';

const severities = ['blocker', 'warning', 'advice'] as const;
const nameOf = ({ rule, subject }: Finding): string => `${rule}@${subject}`;

/** Findings by rule, worst first; each opens to its evidence. */
export function Findings({ data }: { readonly data: ReportData }) {
  const wanted = route.value.query['severity'] ?? '';
  const open = route.value.subject;
  const shown = data.findings.filter(({ severity }) => wanted === '' || severity === wanted);
  const rules = [...new Set(shown.map(({ rule }) => rule))];
  return (
    <>
      <h1>Findings</h1>
      {data.findings.length === 0 ? (
        <p>No rule found a fault. Every rule that examined this backend stayed silent.</p>
      ) : (
        <p class="chips">
          <a href={href('findings')} aria-current={wanted === '' ? 'true' : undefined}>
            all ({data.findings.length})
          </a>
          {severities.map((severity) => (
            <a
              key={severity}
              href={href('findings', '', { severity })}
              aria-current={wanted === severity ? 'true' : undefined}
            >
              {severity} ({data.verdict.findings[severity]})
            </a>
          ))}
        </p>
      )}
      {rules.map((rule) => {
        const found = shown.filter((finding) => finding.rule === rule);
        return (
          <section key={rule}>
            <h2>
              <span class={`severity ${found[0]?.severity ?? ''}`}>{found[0]?.severity}</span> {rule} (
              {found.length})
            </h2>
            <p>{data.rules[rule] ?? ''}</p>
            {found.map((finding) => (
              <FindingView
                key={nameOf(finding)}
                finding={finding}
                data={data}
                open={nameOf(finding) === open || found.length === 1}
              />
            ))}
          </section>
        );
      })}
    </>
  );
}

function FindingView({
  finding,
  data,
  open,
}: {
  readonly finding: Finding;
  readonly data: ReportData;
  readonly open: boolean;
}) {
  return (
    <details class="finding" open={open}>
      <summary>
        <Prose text={finding.what} />
      </summary>
      <dl class="facts">
        <dt>Why</dt>
        <dd>
          <Prose text={finding.why} />
        </dd>
        <dt>Next</dt>
        <dd>
          <Prose text={finding.next} />
        </dd>
        <dt>Sure</dt>
        <dd>{finding.confidence}</dd>
        {finding.standards.length === 0 ? null : (
          <>
            <dt>Standards</dt>
            <dd>{finding.standards.join(', ')}</dd>
          </>
        )}
        {finding.vulnerability === undefined ? null : (
          <>
            <dt>CVSS-B 4.0</dt>
            <dd>
              {finding.vulnerability.score.toFixed(1)} <code>{finding.vulnerability.vector}</code>
              {finding.vulnerability.assumed === undefined
                ? ''
                : `, assumed ${finding.vulnerability.assumed}`}
            </dd>
          </>
        )}
        <dt>Name</dt>
        <dd>
          <code>{nameOf(finding)}</code>
        </dd>
      </dl>
      <ul class="evidence">
        {finding.evidence.map((evidence, index) => (
          <EvidenceView key={index} evidence={evidence} data={data} />
        ))}
      </ul>
    </details>
  );
}

function EvidenceView({ evidence, data }: { readonly evidence: Evidence; readonly data: ReportData }) {
  switch (evidence.kind) {
    case 'read':
      return (
        <li>
          {evidence.what === undefined ? '' : `${evidence.what}: `}
          {originWords(evidence.origin)}
        </li>
      );
    case 'measured':
      return (
        <li>
          {evidence.what}: <Amount quantity={evidence.value} name={evidence.what} />
        </li>
      );
    case 'computed':
      return <li>{evidence.words}</li>;
    case 'executed': {
      const claim = data.claims.find(({ id }) => id === evidence.claim);
      return claim === undefined ? <li>claim {evidence.claim}</li> : <ClaimLine claim={claim} />;
    }
  }
}
