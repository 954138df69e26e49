import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { originIn, walkSyntax } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { methodsIn } from '../code.ts';
import { callOf, constantName } from '../syntax.ts';
import { aboutCaller, unread } from './unread.ts';

interface Standing {
  /** Of the application: the folder its configuration lies in. */
  readonly root: string;
  readonly guard: JudgedGuard;
}

const configured = /(^|\/)config\/(application|environment|environments\/production|initializers\/.+)\.rb$/;
const started = /(^|\/)config\.ru$/;

/** Rack middleware, and what initializers put into every controller: before all routes of an application. */
export function standingBefore(code: Code): (routesFile: string) => readonly JudgedGuard[] {
  const all = code.files.flatMap(({ path, text }): readonly Standing[] => {
    const isConfiguration = configured.test(path);
    if (!isConfiguration && !started.test(path)) return [];
    const root = path.replace(/(^|\/)(config\/.*|config\.ru)$/, '$1');
    const tree = code.tree(path);
    if (tree === undefined || !/\bmiddleware\b|\buse\b|action_controller|ActionController/.test(text))
      return [];
    return [...stackIn(code, tree, path, isConfiguration), ...patchesIn(code, tree, path)].map((guard) => ({
      root,
      guard,
    }));
  });
  return (routesFile) => all.flatMap(({ root, guard }) => (routesFile.startsWith(root) ? [guard] : []));
}

function stackIn(
  code: Code,
  tree: SyntaxNode,
  file: string,
  isConfiguration: boolean,
): readonly JudgedGuard[] {
  const found: JudgedGuard[] = [];
  walkSyntax(tree, (node, above) => {
    const call = node.type === 'call' ? callOf(node) : undefined;
    if (call === undefined) return;
    const isAdding = isConfiguration
      ? (call.receiver?.text ?? '').endsWith('middleware') && /^(use|insert\w*|unshift|swap)$/.test(call.name)
      : call.receiver === undefined && call.name === 'use';
    if (!isAdding) return;
    const given = call.args[/^(insert|swap)/.test(call.name) ? 1 : 0];
    const name = constantName(given) || (given?.text.replaceAll(/^['"]|['"]$/g, '') ?? '');
    const isSome = above.some(({ type }) => /^(if|unless|case)/.test(type)) || isMapped(above);
    found.push(...middlewareNamed(code, name, file, node, isSome));
  });
  return found;
}

/** `map '/metrics' do use … end` stands before a part only. */
const isMapped = (above: readonly SyntaxNode[]): boolean =>
  above.some((each) => each.type === 'call' && callOf(each)?.name === 'map');

/** Middleware of Rack, Rails and gems that refuses nobody for who is calling. */
const harmless =
  /^(::)?(Rack(?!::Auth)|ActionDispatch|ActionCable|ActiveRecord|ActiveSupport|ActionController|Rails|Warden|OmniAuth|Sentry|Raven|Rollbar|Bugsnag|Honeybadger|Airbrake|NewRelic|Datadog|Skylight|Appsignal|Prometheus|PrometheusExporter|Yabeda|Bullet|Sidekiq|HttpAcceptLanguage|Sprockets|Webpacker|ViteRuby|Turbolinks|Apartment|BatchLoader|GraphQL|RequestStore|Lograge|OpenTelemetry|Elastic\w*|Scout\w*|Browser\w*|Prerender|Deflater|Utf8\w*|Catch\w*Json\w*|Heroku\w*|Cloudflare\w*|SecureHeaders|Flipper|Judoscale|Timber|Ddtrace|Silencer|Mini\w*|Stackprof|Graphiql\w*|Katalyst\w*|JsonWebToken|Barnes|Ahoy|Split|I18n|Locale\w*)(::|$)/;

function middlewareNamed(
  code: Code,
  name: string,
  file: string,
  node: SyntaxNode,
  isSome: boolean,
): readonly JudgedGuard[] {
  const check = (at: string, line: { readonly line: number }, conditional: boolean): JudgedGuard => ({
    guard: { name, kind: 'authentication', requires: [], origin: originIn(at, line) },
    resolved: true,
    conditional,
    passes: false,
  });
  if (/^(::)?Rack::Auth::/.test(name)) return [check(file, node, isSome)];
  if (name === '' || harmless.test(name)) return [];
  const [own] = code.find(name, '');
  if (own === undefined) return [{ ...unread(name, file, node), conditional: isSome }];
  const text = methodsIn(own)
    .map((method) => method.node.text)
    .join('\n');
  // Whom it answers itself is not followed.
  return /\b40[13]\b|[Uu]nauthori[sz]ed|[Ff]orbidden|Location/.test(text)
    ? [check(own.file, own.node, true)]
    : [];
}

const patched = /\bon_load[\s(]+:action_controller|\bActionController::(Base|API)\b/;
const added = /\b(before_action|before_filter|prepend_before_action|around_action|process_action)\b/;

/** `ActiveSupport.on_load(:action_controller) { before_action … }`. */
function patchesIn(code: Code, tree: SyntaxNode, file: string): readonly JudgedGuard[] {
  const found: JudgedGuard[] = [];
  walkSyntax(tree, (node) => {
    if (node.type !== 'call' || !patched.test(node.text.slice(0, 200))) return true;
    if (!added.test(node.text) && !mixesIn(code, node.text)) return true;
    found.push(unread('ActionController', file, node));
    return false;
  });
  return found;
}

/** A module that sets callbacks itself, or one of a gem that is about who is calling, by its name. */
const mixesIn = (code: Code, text: string): boolean =>
  [...text.matchAll(/\b(?:include|prepend)\b[\s(,:]+(?:::)?([A-Z][\w:]*)/g)].some(([, name = '']) => {
    const found = code.find(name, '');
    return found.length === 0 ? aboutCaller.test(name) : found.some(({ node }) => added.test(node.text));
  });
