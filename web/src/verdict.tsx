import type { GateVerdict } from '../../src/gates/gate.ts';
import type { ReportData } from '../../src/render/report-data.ts';
import { Amount } from './number.tsx';
import { effortWords } from './plan.tsx';
import { href } from './route.ts';
import { Prose } from './text.tsx';

const stateWords: Readonly<Record<GateVerdict['state'], string>> = {
  open: 'open',
  shut: 'shut',
  'insufficient-evidence': 'short of evidence',
};

/** The first screen: how it stands, the figures, what to do first, what is not known. */
export function Verdict({ data }: { readonly data: ReportData }) {
  const { verdict, design } = data;
  const chosen = design?.options.find(({ id }) => id === design.chosen);
  return (
    <>
      <p class="request">{data.request}</p>
      <h1 class={verdict.ready ? 'ready' : 'not-ready'}>{verdict.sentence}</h1>
      <Gates gates={data.gates} />
      <dl class="figures">
        {data.figures.map(({ name, quantity }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Amount quantity={quantity} name={name} />
            </dd>
          </div>
        ))}
      </dl>
      {design === undefined || chosen === undefined ? null : (
        <section>
          <h2>
            <a href={href('options')}>Chosen: {chosen.title}</a>
          </h2>
          <p>
            <Prose text={design.because} />
          </p>
        </section>
      )}
      <div class="two">
        <First data={data} />
        <Proofs data={data} />
      </div>
      <Unknown data={data} />
    </>
  );
}

const Gates = ({ gates }: { readonly gates: readonly GateVerdict[] }) => (
  <ul class="gates">
    {gates.map((gate) => (
      <li key={gate.gate} class={gate.state}>
        <a href={href('gates', gate.gate)}>
          <strong>{gate.gate}</strong> <span>{stateWords[gate.state]}</span>
        </a>
        {gate.state === 'open' ? null : <small>{gate.because[0]}</small>}
      </li>
    ))}
  </ul>
);

const First = ({ data }: { readonly data: ReportData }) => (
  <section>
    <h2>
      <a href={href('plan')}>What to do first</a>
    </h2>
    {data.recommendations.length === 0 ? <p>Nothing is recommended.</p> : null}
    <ol class="first">
      {data.recommendations.slice(0, 6).map((step) => (
        <li key={step.id}>
          <a href={href('plan', step.id)}>{step.title}</a>{' '}
          <small>
            impact {step.impact} of 5, {effortWords(step)}
          </small>
        </li>
      ))}
    </ol>
  </section>
);

function Proofs({ data }: { readonly data: ReportData }) {
  const { proofs, findings, items } = data.verdict;
  const parts = [
    ['proved', proofs.proved],
    ['refuted', proofs.refuted],
    ['undecided', proofs.undecided],
    ['judgement', proofs.judgement],
    ['not settled', proofs.notSettled],
  ] as const;
  return (
    <section>
      <h2>
        <a href={href('claims')}>Evidence</a>
      </h2>
      <div class="bar" aria-hidden="true">
        {parts.map(([name, count]) =>
          count === 0 ? null : <span key={name} class={name.replace(' ', '-')} style={{ flexGrow: count }} />,
        )}
      </div>
      <p>
        {proofs.total} claims:{' '}
        {parts
          .filter(([, count]) => count > 0)
          .map(([name, count]) => `${count} ${name}`)
          .join(', ')}
        .
      </p>
      <p>
        <a href={href('findings')}>
          {findings.blocker} blockers, {findings.warning} warnings, {findings.advice} advice
        </a>
        . <a href={href('coverage')}>{items.done} of 104 catalogue items done</a>, {items['not-applicable']}{' '}
        not applicable, {items.missing} missing.
      </p>
    </section>
  );
}

const Unknown = ({ data }: { readonly data: ReportData }) => (
  <section>
    <h2>
      <a href={href('unknown')}>What is not known</a>
    </h2>
    <p>
      {data.questions.length} open questions, {data.contradictions.length} contradictions,{' '}
      {data.assumptions.length} assumed or default values, {data.gaps.length} gaps.
    </p>
    {data.contradictions.length === 0 ? null : (
      <ul>
        {data.contradictions.map(({ id, what }) => (
          <li key={id}>
            <strong>{id}</strong> <Prose text={what} />
          </li>
        ))}
      </ul>
    )}
  </section>
);
