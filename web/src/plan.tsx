import type { Recommendation } from '../../src/findings/recommendation.ts';
import type { ReportData } from '../../src/render/report-data.ts';
import { ClaimLine } from './claims.tsx';
import { href, route } from './route.ts';
import { Paragraphs, Prose } from './text.tsx';

const horizons = [
  ['quick-win', 'Quick wins (up to a week)'],
  ['foundation', 'Foundation (one to four weeks)'],
  ['strategic', 'Strategic (one to three months)'],
] as const;

export const effortWords = ({ effort }: Recommendation): string => `${effort.low}–${effort.high} person-days`;

/** Impact against effort, and every step with what it needs, risks and rests on. */
export function Plan({ data }: { readonly data: ReportData }) {
  return (
    <>
      <h1>What to do, and in which order</h1>
      <p>Ranked by impact, then by effort. Efforts are judgement, given as ranges.</p>
      <Matrix recommendations={data.recommendations} />
      {horizons.map(([horizon, title]) => {
        const steps = data.recommendations.filter((each) => each.horizon === horizon);
        return steps.length === 0 ? null : (
          <section key={horizon}>
            <h2>{title}</h2>
            {steps.map((step) => (
              <Step key={step.id} step={step} data={data} />
            ))}
          </section>
        );
      })}
    </>
  );
}

function Step({ step, data }: { readonly step: Recommendation; readonly data: ReportData }) {
  const claims = step.claims.flatMap((id) => data.claims.find((claim) => claim.id === id) ?? []);
  return (
    <details class="finding" open={route.value.subject === step.id} id={`r-${step.id}`}>
      <summary>
        <span class="impact" title={`impact ${step.impact} of 5`}>
          {'●'.repeat(step.impact)}
          <span class="dim">{'●'.repeat(5 - step.impact)}</span>
          <span class="sr">impact {step.impact} of 5</span>
        </span>{' '}
        <Prose text={step.title} /> <small>{effortWords(step)}</small>
      </summary>
      <Paragraphs text={step.why} />
      <pre class="how" tabIndex={0} aria-label="How">
        {step.how}
      </pre>
      <Facts step={step} data={data} />
      {claims.length === 0 ? (
        <p class="note judgement">
          <strong>Judgement, not proved.</strong> No claim backs this step.
        </p>
      ) : (
        <details>
          <summary>Backed by {claims.length} claims</summary>
          <ul class="claims">
            {claims.slice(0, 60).map((claim) => (
              <ClaimLine key={claim.id} claim={claim} />
            ))}
          </ul>
        </details>
      )}
    </details>
  );
}

function Facts({ step, data }: { readonly step: Recommendation; readonly data: ReportData }) {
  const names = new Map(data.recommendations.map(({ id, title }) => [id, title]));
  return (
    <dl class="facts">
      <dt>Risk</dt>
      <dd>{step.risk}</dd>
      <dt>Back</dt>
      <dd>{step.rollback}</dd>
      {step.dependsOn.length === 0 ? null : (
        <>
          <dt>After</dt>
          <dd>
            {step.dependsOn.map((id) => (
              <a key={id} class="inline" href={href('plan', id)}>
                {names.get(id) ?? id}
              </a>
            ))}
          </dd>
        </>
      )}
      {step.touches.length === 0 ? null : (
        <>
          <dt>Touches</dt>
          <dd>
            {step.touches.slice(0, 30).join(', ')}
            {step.touches.length > 30 ? ` and ${step.touches.length - 30} more` : ''}
          </dd>
        </>
      )}
    </dl>
  );
}

/** Impact upward, effort to the right (logarithmic): what lies at the top left comes first. */
function Matrix({ recommendations }: { readonly recommendations: readonly Recommendation[] }) {
  const middle = ({ effort }: Recommendation): number => Math.max(0.05, (effort.low + effort.high) / 2);
  const shown = recommendations.slice(0, 40);
  const x = (days: number): number => 46 + ((Math.log10(days) + 1.3) / 3.6) * 520;
  const seen = new Map<string, number>();
  return (
    <figure class="matrix" aria-hidden="true">
      <svg viewBox="0 0 600 214" class="dg">
        {[1, 2, 3, 4, 5].map((impact) => (
          <g key={impact}>
            <path class="g" d={`M46 ${200 - impact * 36}H580`} />
            <text class="s e" x="38" y={204 - impact * 36}>
              {impact}
            </text>
          </g>
        ))}
        {[0.1, 1, 10, 100].map((days) => (
          <g key={days}>
            <path class="g" d={`M${x(days)} 8V188`} />
            <text class="s i" x={x(days)} y="206">
              {days} d
            </text>
          </g>
        ))}
        {shown.map((each) => {
          const spot = `${each.impact}/${Math.round(x(middle(each)) / 12)}`;
          const at = seen.get(spot) ?? 0;
          seen.set(spot, at + 1);
          return (
            <circle
              key={each.id}
              class={`dot ${each.risk}`}
              cx={x(middle(each)) + at * 4}
              cy={200 - each.impact * 36 - at * 5}
              r="6"
              onClick={() => {
                location.hash = href('plan', each.id);
              }}
            >
              <title>{`${each.title} (${effortWords(each)})`}</title>
            </circle>
          );
        })}
      </svg>
      <figcaption>Impact (1 to 5) over effort (person-days, logarithmic)</figcaption>
    </figure>
  );
}
