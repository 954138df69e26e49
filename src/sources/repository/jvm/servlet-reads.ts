import type { Parameter } from '../../../model/api.ts';
import type { Code } from './code.ts';
import { lastName, walkCode } from './code.ts';
import type { HandlerMethod } from './handlers.ts';
import { scopeOf } from './names.ts';
import type { ValueScope } from './definitions.ts';
import { textOf } from './values.ts';
import type { World } from './world.ts';

const places: Readonly<Record<string, Parameter['in']>> = {
  getParameter: 'query',
  getParameterValues: 'query',
  getHeader: 'header',
  getHeaders: 'header',
  getIntHeader: 'header',
  getDateHeader: 'header',
  getPart: 'body',
};

/** What a body reads of a servlet request that it was given: `request.getParameter("q")`. */
export function servletReads(
  world: World,
  { method, owner, parameters }: HandlerMethod,
): readonly Parameter[] {
  const requests = parameters.filter(({ type }) =>
    /^(HttpServletRequest|ServletRequest|WebRequest|NativeWebRequest|MultipartHttpServletRequest)$/.test(
      lastName(type?.name ?? ''),
    ),
  );
  if (requests.length === 0) return [];
  const names = new Set(requests.map(({ declaration }) => declaration.name));
  return requestReads(
    world,
    method.body?.() ?? [],
    { ...scopeOf(owner) },
    (on) => on.kind === 'name' && names.has(on.name),
  );
}

export function requestReads(
  world: World,
  body: readonly Code[],
  scope: ValueScope,
  isRequest: (on: Code) => boolean,
): readonly Parameter[] {
  const found: Parameter[] = [];
  walkCode(body, (code) => {
    if (code.kind !== 'call' || code.on === undefined || !isRequest(code.on)) return;
    const place = Object.hasOwn(places, code.name) ? places[code.name] : undefined;
    const name = place === undefined ? undefined : textOf(world, code.args[0]?.value, scope).text;
    if (place === undefined || name === undefined) return;
    const origin = { kind: 'read', file: scope.file.path, line: code.line } as const;
    found.push({ name, in: place, required: false, origin });
  });
  return found;
}
