import type { Machine } from '../javascript/machine.ts';
import { siteOf } from '../javascript/machine.ts';
import { joinText } from '../javascript/operators.ts';
import type { FunctionValue, HostValue, Value } from '../javascript/value.ts';
import { native, nothing, objectOf, primitive, truth, unknown } from '../javascript/value.ts';

/** A request without any credential, as a middleware sees it. */
export interface AnonymousCall {
  readonly technology: string;
  readonly method: string;
  /** Full path, parameters as `{name}`. */
  readonly path: string;
  /** What of it was consumed where the middleware was mounted; Express leaves it out of `req.path`. */
  readonly mount: string;
}

/** Only a check that looks at the request can let some of them through. */
const looks =
  /\b(path|url|originalUrl|baseUrl|routerPath|routeOptions|method|user|headers|cookies|session)\b/;

/**
 * Whether a middleware lets a request through that carries no credential: walked with that request it must go on, and
 * neither answer, throw nor call anything that is not understood.
 */
export function letsAnyoneThrough(machine: Machine, check: FunctionValue, call: AnonymousCall): boolean {
  const { node, file } = check;
  if (node.params.length > 3 || !looks.test(file.text.slice(node.start, node.end))) return false;
  const { level } = machine;
  const { thrown, unresolved } = machine.tally;
  let went = false;
  let answered = false;
  const next = native('next', (args) => {
    if (args.length === 0 && machine.level === level) went = true;
    else answered = true;
    return nothing;
  });
  const response: HostValue = {
    kind: 'host',
    technology: 'express',
    fields: new Map(),
    member: (name) => {
      if (name === 'locals') return objectOf([], 0, true);
      return native(name, () => {
        answered = true;
        return response;
      });
    },
  };
  const returned = machine.call(check, [requestOf(call), response, next], siteOf(file, node));
  const goesOn = went || (call.technology === 'fastify' && node.async && truth(returned) === false);
  return goesOn && !answered && machine.tally.thrown === thrown && machine.tally.unresolved === unresolved;
}

function requestOf({ method, path, mount, technology }: AnonymousCall): Value {
  const full = pathValue(path);
  const own = pathValue(path.slice(mount.length) || '/');
  const url = technology === 'fastify' ? full : own;
  const absent = (name: string): readonly [string, Value] => [name, native(name, () => nothing)];
  return objectOf(
    [
      ['method', primitive(method)],
      ['path', own],
      ['url', url],
      ['originalUrl', full],
      ['baseUrl', pathValue(mount)],
      ['raw', objectOf([['url', full]], 0, true)],
      ['routeOptions', objectOf([['url', unknown('the pattern of the route')]], 0, true)],
      ['headers', objectOf([])],
      ['cookies', objectOf([])],
      ['user', nothing],
      ['auth', nothing],
      [
        'session',
        objectOf(
          [
            ['user', nothing],
            ['userId', nothing],
          ],
          0,
          true,
        ),
      ],
      absent('get'),
      absent('header'),
      ['isAuthenticated', native('isAuthenticated', () => primitive(false))],
    ],
    0,
    true,
  );
}

/** Parameters of the path are parts that are not known. */
export const pathValue = (path: string): Value =>
  joinText(
    path
      .split(/(\{[^}]*\}|:\w+)/)
      .filter((part) => part !== '')
      .map((part) => (/^[{:]/.test(part) ? unknown('a parameter of the path') : primitive(part))),
  );
