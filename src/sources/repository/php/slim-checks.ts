import type { JudgedGuard } from '../http/routing.ts';
import { bodyOfClosure } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { judgeBody, judgeClass, judged } from './guards.ts';
import type { Verdict } from './guards.ts';
import type { Machine } from './machine.ts';
import type { AskedRoute } from './route-questions.ts';
import { originAt, textOf } from './value.ts';
import type { Argument, Arguments, Site } from './value.ts';

/** What a check does before one route: it may ask for its name. */
export type Check = (route: AskedRoute) => readonly JudgedGuard[];

const known = (name: string): Verdict | undefined =>
  /JwtAuthentication$|HttpBasicAuthentication$|Authentication(Middleware)?$|ResourceServerMiddleware$/.test(
    name,
  )
    ? 'authentication'
    : name.endsWith('AuthorizationMiddleware')
      ? 'authorisation'
      : /^Slim\\|ErrorMiddleware$|Cors|BodyPars|ContentLength|MethodOverride|TwigMiddleware|^Mezzio\\(Router|Helper|Handler|Session)/.test(
            name,
          )
        ? 'passes'
        : undefined;

/** Middleware that is added to an application, a group or a route. */
export function checksOf({ codebase, conditions }: Machine, args: Arguments, site: Site): Check {
  const conditional = conditions > 0;
  const [given] = args;
  return (route) => (given === undefined ? [] : judgedAt(codebase, given, site, conditional, route));
}

function judgedAt(
  codebase: PhpCodebase,
  { value, node }: Argument,
  site: Site,
  conditional: boolean,
  route: AskedRoute,
): readonly JudgedGuard[] {
  const origin = originAt(site.scope.file, site.node);
  const body = bodyOfClosure(value);
  if (body !== undefined) {
    const { verdict, resolved } = judgeBody(codebase, body, '', route);
    return [judged('closure', verdict, origin, { conditional, resolved })];
  }
  const name = value.kind === 'object' ? value.className : textOf(value);
  if (name === undefined)
    return [judged(node.text.slice(0, 40), 'other', origin, { resolved: false, conditional })];
  const verdict = judgeClass(codebase, name, known, ['process', '__invoke', 'handle'], route);
  const narrowed = value.kind === 'object' && /['"](path|ignore|passthrough)['"]/.test(node.text);
  return [
    judged(name.split('\\').at(-1) ?? name, verdict.verdict, verdict.origin ?? origin, {
      resolved: verdict.resolved,
      conditional: conditional || narrowed,
    }),
  ];
}
