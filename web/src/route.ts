import { signal } from '@preact/signals';

/** Where the reader is; the whole state of the page stands in the fragment of its address. */
export interface Route {
  readonly view: string;
  /** What is shown of the view: a document path, a finding's name. */
  readonly subject: string;
  readonly section: string;
  readonly query: Readonly<Record<string, string>>;
}

/** `#/doc/1-architecture/context.md?section=views` */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...rest] = path.split('/');
  const query = Object.fromEntries(new URLSearchParams(search));
  return {
    view: view === '' ? 'verdict' : view,
    subject: rest.map(decodeURIComponent).join('/'),
    section: query['section'] ?? '',
    query,
  };
}

export function href(view: string, subject = '', query: Readonly<Record<string, string>> = {}): string {
  const path = subject === '' ? '' : `/${subject.split('/').map(encodeURIComponent).join('/')}`;
  const kept = Object.entries(query).filter(([, value]) => value !== '');
  return `#/${view}${path}${kept.length === 0 ? '' : `?${new URLSearchParams(kept).toString()}`}`;
}

/** A path of the package, `path` or `path#section`, as an address inside the report. */
export function packageHref(to: string): string {
  const [path = '', section = ''] = to.split('#');
  return path.endsWith('.md') ? href('doc', path, { section }) : path;
}

export const route = signal<Route>(parseRoute(location.hash));
addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});
