import { useEffect, useRef } from 'preact/hooks';
import type { ReportPicture } from '../../src/render/report-data.ts';
import { openDrawer } from './drawer.tsx';
import { panZoom } from './pan-zoom.ts';
import type { PanZoom } from './pan-zoom.ts';

/** A drawing that can be moved and enlarged; what is pointed at shows its neighbours, what is clicked its facts. */
export function Picture({ picture }: { readonly picture: ReportPicture }) {
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<PanZoom | undefined>(undefined);
  useEffect(() => {
    const box = frame.current;
    const svg = box?.querySelector('svg');
    if (box === null || svg === null || svg === undefined) return undefined;
    const control = panZoom(box, svg);
    view.current = control;
    const tell = (event: Event): void => showPart(event, picture);
    const mark = (event: Event): void => highlight(svg, event);
    const clear = (): void => clearHighlight(svg);
    svg.addEventListener('click', tell);
    svg.addEventListener('pointerover', mark);
    svg.addEventListener('pointerleave', clear);
    return () => {
      control.stop();
      svg.removeEventListener('click', tell);
      svg.removeEventListener('pointerover', mark);
      svg.removeEventListener('pointerleave', clear);
    };
  }, [picture]);
  return (
    <figure class="picture">
      <div class="tools" role="group" aria-label={`View of ${picture.title}`}>
        <button aria-label="Enlarge" onClick={() => view.current?.zoom(1.3)}>
          +
        </button>
        <button aria-label="Reduce" onClick={() => view.current?.zoom(1 / 1.3)}>
          −
        </button>
        <button onClick={() => view.current?.fit()}>Fit</button>
        <button onClick={() => view.current?.actual()}>1:1</button>
      </div>
      <div class="frame" ref={frame} dangerouslySetInnerHTML={{ __html: picture.svg }} />
      <figcaption>{picture.title}</figcaption>
      {picture.parts.some(({ facts }) => facts !== undefined) ? <PartTable picture={picture} /> : null}
    </figure>
  );
}

/** The same facts without a pointer: for keyboards, screen readers and print. */
const PartTable = ({ picture }: { readonly picture: ReportPicture }) => (
  <details class="parts">
    <summary>Elements and their facts ({picture.parts.length})</summary>
    <ul>
      {picture.parts.map(({ id, title, subtitle, facts }) => (
        <li key={id}>
          <strong>{title}</strong>
          {subtitle === undefined ? null : `, ${subtitle}`}
          {Object.entries(facts ?? {}).map(([key, value]) => (
            <span key={key} class="fact">
              {key}: {value}
            </span>
          ))}
        </li>
      ))}
    </ul>
  </details>
);

const partOf = (event: Event): SVGElement | undefined => {
  const found = event.target instanceof Element ? event.target.closest('[data-n]') : null;
  return found instanceof SVGElement ? found : undefined;
};

function showPart(event: Event, picture: ReportPicture): void {
  const part = picture.parts[Number(partOf(event)?.dataset['n'] ?? -1)];
  if (part === undefined) return;
  const facts = Object.entries(part.facts ?? {});
  openDrawer(
    part.title,
    <>
      {part.subtitle === undefined ? null : <p>{part.subtitle}</p>}
      {facts.length === 0 ? null : (
        <dl class="facts">
          {facts.map(([key, value]) => (
            <>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      )}
    </>,
  );
}

function highlight(svg: SVGSVGElement, event: Event): void {
  const index = partOf(event)?.dataset['n'];
  clearHighlight(svg);
  if (index === undefined) return;
  const near = new Set([index]);
  for (const line of svg.querySelectorAll<SVGElement>('[data-f]')) {
    const { f = '', t = '' } = line.dataset;
    if (f !== index && t !== index) continue;
    line.classList.add('near');
    near.add(f).add(t);
  }
  for (const part of svg.querySelectorAll<SVGElement>('[data-n]'))
    if (near.has(part.dataset['n'] ?? '')) part.classList.add('near');
  svg.classList.add('marked');
}

function clearHighlight(svg: SVGSVGElement): void {
  svg.classList.remove('marked');
  for (const part of svg.querySelectorAll('.near')) part.classList.remove('near');
}
