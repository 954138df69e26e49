import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ReportData, ReportDeliverable } from '../../src/render/report-data.ts';
import { href, route } from './route.ts';

const unfolded = signal(false);

/** The views, then the eight deliverables with their documents; folded behind a button where there is no room. */
export function Navigation({ data }: { readonly data: ReportData }) {
  const { view, subject } = route.value;
  useEffect(() => {
    unfolded.value = false;
  }, [view, subject]);
  const views: readonly (readonly [string, string])[] = [
    ['verdict', 'Verdict'],
    ['plan', `Plan (${data.recommendations.length})`],
    ...(data.design === undefined ? [] : ([['options', `Options (${data.design.options.length})`]] as const)),
    ['findings', `Findings (${data.findings.length})`],
    ['claims', `Claims (${data.claims.length})`],
    ['unknown', 'Not known'],
    ['gates', 'Gates and phases'],
    ['coverage', 'Coverage'],
  ];
  return (
    <nav class={`side ${unfolded.value ? 'unfolded' : ''}`} aria-label="Report">
      <button
        class="fold"
        aria-expanded={unfolded.value}
        onClick={() => {
          unfolded.value = !unfolded.value;
        }}
      >
        Contents
      </button>
      <div class="inner">
        <ul>
          {views.map(([name, title]) => (
            <li key={name}>
              <a href={href(name)} aria-current={view === name ? 'page' : undefined}>
                {title}
              </a>
            </li>
          ))}
        </ul>
        {data.deliverables.map((deliverable) => (
          <DeliverableLinks key={deliverable.id} deliverable={deliverable} />
        ))}
      </div>
    </nav>
  );
}

function DeliverableLinks({ deliverable }: { readonly deliverable: ReportDeliverable }) {
  const { id, number, title, documents } = deliverable;
  const { view, subject } = route.value;
  const here = (view === 'deliverable' && subject === id) || documents.some(({ path }) => path === subject);
  return (
    <details open={here}>
      <summary>
        {number} {title}
      </summary>
      <ul>
        <li>
          <a
            href={href('deliverable', id)}
            aria-current={view === 'deliverable' && subject === id ? 'page' : undefined}
          >
            Overview
          </a>
        </li>
        {documents.map((document) => (
          <li key={document.path}>
            <a
              href={href('doc', document.path)}
              aria-current={view === 'doc' && subject === document.path ? 'page' : undefined}
            >
              {document.title}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
