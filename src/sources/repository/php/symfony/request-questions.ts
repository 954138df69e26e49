import type { PhpCodebase } from '../codebase.ts';
import type { Arguments, Host, PhpValue } from '../value.ts';
import { boolean, nothing, text, textOf, unknown } from '../value.ts';
import { objectOf } from '../certain.ts';
import type { SymfonyRoute } from './routes.ts';

/** A route as what runs before its handler may ask for it; `asked` notes what was. */
export interface AskedRequest {
  readonly route: SymfonyRoute;
  /** Keys that some route has a default for, and that no code puts into the attributes of a request. */
  readonly keys: ReadonlySet<string>;
  /** Whether it says that a script of a page sends it: who calls may choose. */
  readonly byScript: boolean;
  readonly asked: Set<'defaults' | 'route' | 'script'>;
}

const host = (className: string, call: Host['call'], read?: Host['read']): PhpValue => ({
  kind: 'host',
  host: { className, call, ...(read === undefined ? {} : { read }) },
});

const namespace = 'Symfony\\Component\\';

/** The event of the kernel that a listener is given. */
export function kernelEvent(asking: AskedRequest): PhpValue {
  const request = askedRequest(asking);
  return host(`${namespace}HttpKernel\\Event\\KernelEvent`, (method) => {
    switch (method) {
      case 'getrequest':
        return request;
      case 'ismainrequest':
      case 'ismasterrequest':
        return boolean(true);
      case 'getrequesttype':
        return { kind: 'number', value: 1 };
      case 'getcontroller':
        return controllerOf(asking);
      default:
        return undefined;
    }
  });
}

function controllerOf({ route, asked }: AskedRequest): PhpValue | undefined {
  asked.add('route');
  if (route.controller === undefined) return undefined;
  const [owner, method] = route.controller;
  if (method === '__invoke') return objectOf(owner);
  const node = { type: 'name', text: '', start: 0, line: 0, children: [] };
  const entries = [objectOf(owner), text(method)].map((value) => ({ value, node }));
  return { kind: 'array', entries, open: false };
}

/** The request for a route, by somebody who sends nothing else. */
export function askedRequest(asking: AskedRequest): PhpValue {
  const attributes = host(`${namespace}HttpFoundation\\ParameterBag`, (method, args) =>
    ofAttributes(asking, method, args),
  );
  const call: Host['call'] = (method, args) => {
    switch (method) {
      case 'getpathinfo':
        asking.asked.add('route');
        return asking.route.path.resolved && !asking.route.path.text.includes('{')
          ? text(asking.route.path.text)
          : undefined;
      case 'isxmlhttprequest':
        asking.asked.add('script');
        return boolean(asking.byScript);
      case 'get':
        return fromDefaults(asking, args[0]?.value, undefined);
      default:
        return undefined;
    }
  };
  return host(`${namespace}HttpFoundation\\Request`, call, (property) =>
    property === 'attributes' ? attributes : undefined,
  );
}

function ofAttributes(asking: AskedRequest, method: string, args: Arguments): PhpValue | undefined {
  if (!/^(get|has|getboolean|getstring|getalpha)$/.test(method)) return undefined;
  const otherwise = args[1]?.value ?? (method === 'getboolean' ? boolean(false) : nothing);
  const found = fromDefaults(asking, args[0]?.value, method === 'has' ? nothing : otherwise);
  return method !== 'has' || found === undefined ? found : boolean(found.kind !== 'null');
}

/** What is not set by the route, and is no matter of routes, may be set by anything that runs. */
function fromDefaults(
  { route, keys, asked }: AskedRequest,
  written: PhpValue | undefined,
  otherwise: PhpValue | undefined,
): PhpValue | undefined {
  const key = textOf(written);
  if (key === undefined) return undefined;
  if (key === '_route') {
    asked.add('route');
    return route.name === undefined || (route.imported?.named ?? '') !== '' ? undefined : text(route.name);
  }
  if (!keys.has(key) || route.path.text.includes(`{${key}}`) || key.startsWith('_controller'))
    return undefined;
  asked.add('defaults');
  if (route.defaults === undefined) return unknown('the defaults of the route are not read');
  return route.defaults.get(key) ?? otherwise;
}

/** It hears of what a handler answered or threw, and of nothing before. */
const comesAfter = (source: string): boolean =>
  /KernelEvents::(EXCEPTION|RESPONSE|VIEW|TERMINATE)\b/.test(source) &&
  !/KernelEvents::(REQUEST|CONTROLLER\w*)\b|HttpKernel\\Event\\(Request|Controller\w*)Event\b/.test(source);

/** Keys that routes have defaults for, without those that code puts into the attributes itself. */
export function keysOfRoutes(codebase: PhpCodebase, routes: readonly SymfonyRoute[]): ReadonlySet<string> {
  const keys = new Set(routes.flatMap(({ defaults }) => [...(defaults?.keys() ?? [])]));
  if (keys.size === 0) return keys;
  const written = new Set<string>();
  for (const { text: source } of codebase.sources.filter((each) => !comesAfter(each.text)))
    for (const match of source.matchAll(/attributes->set\(\s*(?:['"]([^'"]+)['"]|[\w\\]+::(\w+))/g))
      written.add(match[1] ?? match[2] ?? '');
  for (const { text: source } of codebase.sources)
    for (const match of source.matchAll(/\bconst (?:\w+ )?(\w+)\s*=\s*['"]([^'"]+)['"]/g))
      if (written.has(match[1] ?? '')) written.add(match[2] ?? '');
  return new Set([...keys].filter((key) => !written.has(key)));
}
