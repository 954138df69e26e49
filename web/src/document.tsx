import { useEffect } from 'preact/hooks';
import type { ReportData, ReportDeliverable } from '../../src/render/report-data.ts';
import { quantityText } from '../../src/model/quantity.ts';
import { BlockView } from './blocks.tsx';
import { href, packageHref, route } from './route.ts';

/** One document of the package, or a deliverable's page with its documents and files. */
export function DocumentView({ data }: { readonly data: ReportData }) {
  const { subject, section } = route.value;
  const deliverable = data.deliverables.find(({ documents }) =>
    documents.some(({ path }) => path === subject),
  );
  const document_ = deliverable?.documents.find(({ path }) => path === subject);
  useEffect(() => {
    if (section !== '') document.getElementById(`s-${section}`)?.scrollIntoView();
  }, [subject, section]);
  if (deliverable === undefined || document_ === undefined)
    return (
      <>
        <h1>Not in this report</h1>
        <p>
          The report shows no document <code>{subject}</code>; the file may lie in the package beside it.
        </p>
      </>
    );
  return (
    <>
      <p class="crumbs">
        <a href={href('deliverable', deliverable.id)}>
          {deliverable.number} {deliverable.title}
        </a>
      </p>
      <h1>{document_.title}</h1>
      {document_.sections.length < 3 ? null : (
        <nav class="contents" aria-label="Sections">
          <ul>
            {document_.sections.map(({ id, title }) => (
              <li key={id}>
                <a href={href('doc', document_.path, { section: id })}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {document_.sections.map(({ id, title, items, blocks }) => (
        <section key={id} id={`s-${id}`}>
          <h2>
            {title}
            {items.map((item) => (
              <a key={item} class="item" href={href('coverage', item)} aria-label={`Catalogue item ${item}`}>
                {item}
              </a>
            ))}
          </h2>
          {blocks.map((block, index) => (
            <BlockView key={index} block={block} data={data} place={`${title}, ${index + 1}`} />
          ))}
        </section>
      ))}
    </>
  );
}

export function DeliverableView({ data }: { readonly data: ReportData }) {
  const deliverable = data.deliverables.find(({ id }) => id === route.value.subject);
  if (deliverable === undefined) return <h1>No such deliverable</h1>;
  return (
    <>
      <h1>
        {deliverable.number} {deliverable.title}
      </h1>
      <p>{deliverable.summary}</p>
      <h2>Documents</h2>
      <ul>
        {deliverable.documents.map(({ path, title, sections }) => (
          <li key={path}>
            <a href={href('doc', path)}>{title}</a> ({sections.length} sections)
          </li>
        ))}
      </ul>
      <Files deliverable={deliverable} />
      {deliverable.notApplicable.length === 0 ? null : (
        <>
          <h2>Not applicable here</h2>
          <ul>
            {deliverable.notApplicable.map(({ item, reason }) => (
              <li key={item}>
                <a href={href('coverage', item)}>{item}</a> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const Files = ({ deliverable }: { readonly deliverable: ReportDeliverable }) =>
  deliverable.artifacts.length === 0 ? null : (
    <>
      <h2>Files to take away</h2>
      <ul>
        {deliverable.artifacts.map(({ path, size, lost }) => (
          <li key={path}>
            <a href={packageHref(path)}>{path}</a> ({quantityText(size)})
            {lost.length === 0 ? null : (
              <details>
                <summary>{lost.length} things this language cannot say</summary>
                <ul>
                  {lost.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </>
  );
