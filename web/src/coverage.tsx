import { useEffect } from 'preact/hooks';
import type { ReportData } from '../../src/render/report-data.ts';
import { packageHref, route } from './route.ts';

/** All 104 items a senior engineer expects: where each is answered, or why not. */
export function Coverage({ data }: { readonly data: ReportData }) {
  const { subject } = route.value;
  useEffect(() => {
    if (subject !== '') document.getElementById(`i-${subject}`)?.scrollIntoView({ block: 'center' });
  }, [subject]);
  const { items } = data.verdict;
  return (
    <>
      <h1>Coverage</h1>
      <p>
        {items.done} done, {items['not-applicable']} not applicable, {items.missing} missing, of 104 items.
      </p>
      {data.deliverables.map((deliverable) => {
        const of = data.items.filter((item) => item.deliverable === deliverable.id);
        return (
          <section key={deliverable.id}>
            <h2>
              {deliverable.number} {deliverable.title}
            </h2>
            <ul class="coverage">
              {of.map((item) => (
                <li key={item.item} id={`i-${item.item}`} class={item.item === subject ? 'here' : ''}>
                  <span class={`state ${item.state}`}>{item.state.replace('-', ' ')}</span>{' '}
                  <strong>{item.item}</strong> {item.title}
                  {item.where === undefined ? null : (
                    <>
                      {' '}
                      <a href={packageHref(item.where)}>where</a>
                    </>
                  )}
                  {item.reason === undefined ? null : <small> {item.reason}</small>}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
