import { useEffect, useRef } from 'preact/hooks';
import type { ReportData } from '../../src/render/report-data.ts';
import { Claims } from './claims.tsx';
import { Coverage } from './coverage.tsx';
import { DeliverableView, DocumentView } from './document.tsx';
import { closeDrawer, SidePanel } from './drawer.tsx';
import { Findings } from './findings.tsx';
import { Gates } from './gates.tsx';
import { Navigation } from './navigation.tsx';
import { Options } from './options.tsx';
import { Plan } from './plan.tsx';
import { href, route } from './route.ts';
import { Search } from './search.tsx';
import { ThemeSwitch } from './theme.tsx';
import { Unknown } from './unknown.tsx';
import { Verdict } from './verdict.tsx';

export function App({ data }: { readonly data: ReportData }) {
  const { view, subject } = route.value;
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    main.current?.focus({ preventScroll: true });
    if (route.value.section === '') scrollTo(0, 0);
  }, [view, subject]);
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => onKey(event);
    addEventListener('keydown', keys);
    return () => removeEventListener('keydown', keys);
  }, []);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to content
      </a>
      <header class="top">
        <a class="name" href={href('verdict')}>
          {data.system.name}
        </a>
        <SearchField />
        <ThemeSwitch />
      </header>
      <div class="page">
        <Navigation data={data} />
        <main id="main" ref={main} tabIndex={-1}>
          <View data={data} view={view} />
          <footer>
            Made by {data.tool.name} {data.tool.version}. The numbers are buttons: each leads to its origin.
          </footer>
        </main>
        <SidePanel />
      </div>
    </>
  );
}

function View({ data, view }: { readonly data: ReportData; readonly view: string }) {
  switch (view) {
    case 'plan':
      return <Plan data={data} />;
    case 'options':
      return <Options data={data} />;
    case 'findings':
      return <Findings data={data} />;
    case 'claims':
      return <Claims data={data} />;
    case 'unknown':
      return <Unknown data={data} />;
    case 'coverage':
      return <Coverage data={data} />;
    case 'gates':
      return <Gates data={data} />;
    case 'deliverable':
      return <DeliverableView data={data} />;
    case 'doc':
      return <DocumentView data={data} />;
    case 'search':
      return <Search data={data} />;
    default:
      return <Verdict data={data} />;
  }
}

function SearchField() {
  const query = route.value.view === 'search' ? (route.value.query['q'] ?? '') : '';
  return (
    <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        aria-label="Search the report"
        placeholder="Search  /"
        value={query}
        onInput={({ currentTarget }) => {
          const to = href('search', '', { q: currentTarget.value });
          if (route.value.view === 'search') location.replace(to);
          else location.hash = to;
        }}
      />
    </form>
  );
}

/** `/` goes to the search field, Escape closes the side panel. */
function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape') closeDrawer();
  const typing = event.target instanceof HTMLInputElement;
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return;
  const field = document.querySelector('input[type=search]');
  if (field instanceof HTMLElement) field.focus();
  event.preventDefault();
}

function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}
