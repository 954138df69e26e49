import type { ReportData } from '../../src/render/report-data.ts';
import type { GateVerdict } from '../../src/gates/gate.ts';
import { route } from './route.ts';

/** The four gates with everything they checked, and the record of the eight phases. */
export function Gates({ data }: { readonly data: ReportData }) {
  const { subject } = route.value;
  return (
    <>
      <h1>Gates and phases</h1>
      {data.gates.map((verdict) => (
        <Gate key={verdict.gate} verdict={verdict} subject={subject} />
      ))}
      <h2>The eight phases</h2>
      {data.phases.map(({ number, name, inputs, outputs, checks, state }) => (
        <details key={number} class="finding">
          <summary>
            {number} {name} <small>{state.replaceAll('-', ' ')}</small>
          </summary>
          <dl class="facts">
            <dt>In</dt>
            <dd>{inputs.slice(0, 12).join(', ') || 'nothing'}</dd>
            <dt>Out</dt>
            <dd>{outputs.slice(0, 12).join(', ') || 'nothing'}</dd>
          </dl>
          <ul class="checks">
            {checks.map(({ check, passed, detail }) => (
              <li key={check}>
                <span aria-hidden="true">{passed ? '✓' : '✗'}</span>
                <span class="sr">{passed ? 'passed' : 'failed'}</span> <strong>{check}</strong> {detail}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </>
  );
}

function Gate({ verdict, subject }: { readonly verdict: GateVerdict; readonly subject: string }) {
  const { gate, state, because, next, checked } = verdict;
  const failed = checked.filter(({ passed }) => !passed);
  return (
    <details class="finding" open={gate === subject || (subject === '' && state !== 'open')}>
      <summary>
        <span class={`state ${state}`}>{state.replace('-', ' ')}</span> {gate}
      </summary>
      <ul>
        {because.slice(0, 20).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {next === undefined ? null : (
        <p>
          <strong>Next:</strong> {next}
        </p>
      )}
      <p>
        {checked.length - failed.length} of {checked.length} checks passed.
      </p>
      <details>
        <summary>All checks</summary>
        <ul class="checks">
          {checked.map(({ item, passed, detail }, index) => (
            <li key={index}>
              <span aria-hidden="true">{passed ? '✓' : '✗'}</span>
              <span class="sr">{passed ? 'passed' : 'failed'}</span> <strong>{item}</strong> {detail}
            </li>
          ))}
        </ul>
      </details>
    </details>
  );
}
