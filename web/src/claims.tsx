import type { ReportClaim, ReportData } from '../../src/render/report-data.ts';
import { openDrawer } from './drawer.tsx';
import { href, route } from './route.ts';

const signs: Readonly<Record<ReportClaim['standing'], string>> = {
  proved: '✓',
  refuted: '✗',
  undecided: '?',
  judgement: '~',
  'not settled': '–',
};

export const Standing = ({ claim }: { readonly claim: ReportClaim }) => (
  <span class={`standing ${claim.standing.replace(' ', '-')}`}>
    <span aria-hidden="true">{signs[claim.standing]}</span> {claim.standing}
  </span>
);

export const ClaimLine = ({ claim }: { readonly claim: ReportClaim }) => (
  <li>
    <Standing claim={claim} />{' '}
    <button class="link" onClick={() => openDrawer('Claim', <ClaimDetail claim={claim} />)}>
      {claim.statement}
    </button>
  </li>
);

function ClaimDetail({ claim }: { readonly claim: ReportClaim }) {
  const measured = Object.entries(claim.measurements ?? {});
  return (
    <>
      <p>{claim.statement}</p>
      <p>
        <Standing claim={claim} />
      </p>
      {claim.reason === '' ? null : (
        <pre tabIndex={0} aria-label="Reason">
          <code>{claim.reason}</code>
        </pre>
      )}
      <dl class="facts">
        <dt>Claim</dt>
        <dd>
          <code>{claim.id}</code>
        </dd>
        <dt>Settled by</dt>
        <dd>
          {claim.oracle}
          {claim.engine === undefined ? '' : `: ${claim.engine.name} ${claim.engine.version}`}
        </dd>
        <dt>On</dt>
        <dd>{claim.inputs.join(', ')}</dd>
        {measured.map(([key, value]) => (
          <>
            <dt>{key}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </>
        ))}
        {claim.incomplete.length === 0 ? null : (
          <>
            <dt>Not covered</dt>
            <dd>{claim.incomplete.join('; ')}</dd>
          </>
        )}
        {claim.command === undefined ? null : (
          <>
            <dt>Again</dt>
            <dd>
              <code>{claim.command}</code>
            </dd>
          </>
        )}
        {claim.seal === undefined ? null : (
          <>
            <dt>Seal</dt>
            <dd class="hash">{claim.seal}</dd>
          </>
        )}
      </dl>
    </>
  );
}

const standings: readonly ReportClaim['standing'][] = [
  'refuted',
  'undecided',
  'not settled',
  'judgement',
  'proved',
];

/** All claims by how they stand, the bad news first; the fragment filters. */
export function Claims({ data }: { readonly data: ReportData }) {
  const wanted = route.value.query['standing'] ?? '';
  const shown = standings.filter((standing) => wanted === '' || standing === wanted);
  const { proofs } = data.verdict;
  return (
    <>
      <h1>Claims and their proofs</h1>
      <p>
        {proofs.total} claims, {proofs.proved} proved. Each was settled by running an engine on files of this
        package; its receipt lies in <code>receipts/</code>.
      </p>
      <p class="chips">
        <a href={href('claims')} aria-current={wanted === '' ? 'true' : undefined}>
          all
        </a>
        {standings.map((standing) => (
          <a
            key={standing}
            href={href('claims', '', { standing })}
            aria-current={wanted === standing ? 'true' : undefined}
          >
            {standing} ({data.claims.filter((claim) => claim.standing === standing).length})
          </a>
        ))}
      </p>
      {shown.map((standing) => {
        const claims = data.claims.filter((claim) => claim.standing === standing);
        return claims.length === 0 ? null : (
          <section key={standing}>
            <h2>
              {standing} ({claims.length})
            </h2>
            <ul class="claims">
              {claims.map((claim) => (
                <ClaimLine key={claim.id} claim={claim} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
