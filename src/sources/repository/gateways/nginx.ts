import type { GatewayRoute } from '../../../model/architecture.ts';
import type { TextFile } from '../gather.ts';

/** A directive of nginx with its words, and what stands in its braces. */
export interface Directive {
  readonly words: readonly string[];
  readonly line: number;
  readonly inner: readonly Directive[];
}

/** A file of nginx by what it says; such files have many names. */
export const isNginx = ({ path, text }: TextFile): boolean =>
  /(\.conf|\.template|\.tmpl|\.j2|\.nginx|nginx[\w.-]*|\/sites-(available|enabled)\/[\w.-]+)$/i.test(path) &&
  /^\s*(server|location)\b[^;\n]*\{/m.test(text);

/** Locations of every server, inner ones included, with what answers them. */
export function readNginx(file: TextFile): readonly GatewayRoute[] {
  const top = parseNginx(file.text);
  const servers = everyDirective(top).filter(({ words: [name] }) => name === 'server');
  const owners = servers.length === 0 ? [{ words: [], line: 1, inner: top }] : servers;
  return owners.flatMap((server) => {
    const host = valueOf(server.inner, 'server_name');
    return locationsOf(server.inner, checksOf(server.inner, []), {
      file: file.path,
      ...(host === undefined || host === '_' || host === 'localhost' ? {} : { host }),
    });
  });
}

interface Surroundings {
  readonly file: string;
  readonly host?: string;
}

function locationsOf(
  directives: readonly Directive[],
  outer: readonly string[],
  around: Surroundings,
): readonly GatewayRoute[] {
  return directives.flatMap((directive) => {
    const [name, ...words] = directive.words;
    if (name !== 'location') return [];
    const checks = checksOf(directive.inner, outer);
    const path = words.at(-1) ?? '';
    const modifier = words.length > 1 ? words[0] : undefined;
    const inner = locationsOf(directive.inner, checks, around);
    const answer = answerOf(directive.inner);
    // A named location is only reached from inside.
    if (path.startsWith('@') || answer === undefined) return inner;
    const match = modifier === '=' ? 'exact' : modifier?.startsWith('~') === true ? 'expression' : 'prefix';
    const route: GatewayRoute = {
      gateway: 'nginx',
      ...(around.host === undefined ? {} : { host: around.host }),
      path,
      match,
      ...answer,
      checks,
      origin: { kind: 'read', file: around.file, line: directive.line },
    };
    return [route, ...inner];
  });
}

/** What the matching request gets: a service, files of a folder, or an answer of nginx itself. */
function answerOf(inner: readonly Directive[]): Pick<GatewayRoute, 'to' | 'rewrittenTo'> | undefined {
  const passed = ['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass'].flatMap(
    (name) => valueOf(inner, name) ?? [],
  )[0];
  if (passed?.includes('unix:') === true) return { to: passed };
  if (passed !== undefined) {
    const [, address = passed, path] = /^(?:[a-z]+:\/\/)?([^/]+)(\/.*)?$/.exec(passed) ?? [];
    // An address with a path replaces what the location matched (ngx_http_proxy_module, proxy_pass).
    return { to: address, ...(path === undefined ? {} : { rewrittenTo: path }) };
  }
  if (inner.some(({ words: [name] }) => name === 'return')) return { to: 'redirect' };
  const files = inner.some(({ words: [name] }) =>
    /^(root|alias|try_files|index|autoindex)$/.test(name ?? ''),
  );
  return files ? { to: 'files' } : undefined;
}

/** Checks of a block and those around it; `off` ends the outer one (ngx_http_auth_basic_module). */
function checksOf(inner: readonly Directive[], outer: readonly string[]): readonly string[] {
  const checks = new Set(outer);
  for (const { words } of inner) {
    const [name = '', value] = words;
    if (/^(auth_basic|auth_request|auth_jwt)$/.test(name)) {
      if (value === 'off') checks.delete(name);
      else checks.add(name);
    }
    if (name === 'ssl_verify_client' && value === 'on') checks.add(name);
    if (name === 'deny' && value === 'all') checks.add('deny all');
    if (name === 'internal') checks.add('internal');
  }
  return [...checks];
}

const valueOf = (directives: readonly Directive[], name: string): string | undefined =>
  directives.find(({ words }) => words[0] === name)?.words[1];

export const everyDirective = (directives: readonly Directive[]): readonly Directive[] =>
  directives.flatMap((directive) => [directive, ...everyDirective(directive.inner)]);

const token =
  /#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\{)|(\})|(;)|((?:\$\{[^}\n]*\}|[^\s;{}"'#])+)|\n/g;

/** Deepest nesting that is read. */
const deepest = 20;

export function parseNginx(text: string): readonly Directive[] {
  const top: Directive[] = [];
  const open: Directive[][] = [top];
  let words: string[] = [];
  let line = 1;
  let begun = 1;
  for (const [whole, double, single, opens, closes, ends, word] of text.matchAll(token)) {
    if (word !== undefined || double !== undefined || single !== undefined) {
      if (words.length === 0) begun = line;
      words.push(word ?? double ?? single ?? '');
    } else if (opens !== undefined || ends !== undefined) {
      const inner: Directive[] = [];
      if (words.length > 0) open.at(-1)?.push({ words, line: begun, inner });
      if (opens !== undefined && open.length < deepest) open.push(inner);
      words = [];
    } else if (closes !== undefined) {
      if (open.length > 1) open.pop();
      words = [];
    }
    line += whole.split('\n').length - 1;
  }
  return top;
}
