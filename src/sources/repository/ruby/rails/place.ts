import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import type { Call } from '../syntax.ts';
import { option } from '../syntax.ts';
import type { Scope } from '../values.ts';

/** A resource whose block is open. */
export interface Resource {
  readonly collection: RoutePath;
  readonly member: RoutePath;
  /** Below it stands what is nested: `/posts/:post_id`. */
  readonly nested: RoutePath;
  readonly fresh: RoutePath;
  readonly controller: string;
}

/** Where a line of a routes file stands: what is in front of its path, its module, its controller. */
export interface Place {
  readonly prefix: RoutePath;
  /** `admin/v1`. */
  readonly module: string;
  readonly controller?: string;
  readonly action?: string;
  readonly level: 'none' | 'resources' | 'resource' | 'member' | 'collection' | 'new';
  readonly resource?: Resource;
  readonly shallow: boolean;
  /** The path of the scopes around, without resources. */
  readonly scopes: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly via?: readonly Method[];
  /** `format: true`: a path has to end with a dot and a format. */
  readonly formatted?: boolean;
  readonly locals: ReadonlyMap<string, SyntaxNode | string>;
  readonly file: string;
  readonly depth: number;
}

export interface RailsRoute {
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  /** `admin/posts`; absent for what no controller answers. */
  readonly controller?: string;
  readonly action?: string;
  /** `redirect`: the router answers itself. `library`: a gem answers. */
  readonly answers: 'controller' | 'redirect' | 'library';
  readonly guards: readonly JudgedGuard[];
  readonly file: string;
  readonly node: SyntaxNode;
}

export interface Mount {
  readonly constant: string;
  readonly path: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly file: string;
  readonly node: SyntaxNode;
}

/** One routes file being drawn, with the files it draws in. */
export interface Draw {
  readonly code: Code;
  /** The folder of the application or the engine; '' for the root of the repository. */
  readonly root: string;
  readonly routes: RailsRoute[];
  readonly mounts: Mount[];
  readonly concerns: Map<string, { readonly block: SyntaxNode; readonly file: string }>;
  readonly methods: Map<string, SyntaxNode>;
  steps: number;
}

export const topPlace = (file: string, module = ''): Place => ({
  prefix: rootPath,
  module,
  level: 'none',
  shallow: false,
  scopes: rootPath,
  guards: [],
  locals: new Map(),
  file,
  depth: 0,
});

export const scopeOf = (draw: Draw, place: Place): Scope => ({
  code: draw.code,
  namespace: '',
  local: (name) => place.locals.get(name),
});

/** `tags(/:name(/page/:page))` as every path it stands for; the format at the end is always left out. */
export function optionalForms(path: RoutePath): readonly RoutePath[] {
  const open: string[] = [path.text.replaceAll(/\(\.[^()]*\)/g, '')];
  const forms: string[] = [];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const part = /\(([^()]*)\)/.exec(text);
    if (part === null || forms.length + open.length >= mostForms) forms.push(text);
    else {
      const [before, after] = [text.slice(0, part.index), text.slice(part.index + part[0].length)];
      const inside = part[1] ?? '';
      open.push(before + inside + after, before + after);
    }
  }
  return [...new Set(forms)].map((text) => ({ ...path, text }));
}

const mostForms = 8;

/** What is left optional, as the language in front of everything, is told without. */
export function railsPath(path: RoutePath): RoutePath {
  let text = path.text;
  for (let round = 0; round < 8 && text.includes('('); round += 1) text = text.replaceAll(/\([^()]*\)/g, '');
  return {
    ...path,
    text: text
      .replaceAll(/(?<=\/|^|[^\w{]):([a-z_]\w*)/gi, '{$1}')
      .replaceAll(/\*([a-z_]\w*)/gi, '{*$1}')
      .replaceAll(/\/{2,}/g, '/'),
  };
}

/** `format: true` said here or around: the path does not answer without a format. */
export function isFormatted(call: Call, place: Place): boolean {
  const said = option(call, 'format');
  return said === undefined ? place.formatted === true : said.type === 'true';
}

export const withFormat = (call: Call, place: Place, path: RoutePath): RoutePath =>
  isFormatted(call, place) ? { ...path, text: `${path.text.replace(/\/$/, '')}.{format}` } : path;

export const joinModule = (module: string, name: string): string =>
  name.startsWith('/') ? name.slice(1) : [module, name].filter((part) => part !== '').join('/');
