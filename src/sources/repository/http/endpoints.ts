import type { Endpoint, Parameter } from '../../../model/api.ts';
import { wrappersOf } from './unread-packages.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Machine } from '../javascript/machine.ts';
import { accessFrom, accessOf, afterSignIn, asWritten, keepsOut } from './access.ts';
import { letsAnyoneThrough } from './anonymous.ts';
import type { DeclaredRoute } from './declared.ts';
import { guardName, judgeGuard, kindByName } from './guards.ts';
import type { Handler } from './handlers.ts';
import { handlerOf, splitHandlers } from './handlers.ts';
import { readParameters } from './parameters.ts';
import { ownChecks } from './own-checks.ts';
import { isSignInMiddleware } from './passport-strategies.ts';
import { isSignInHandler } from './sign-in-packages.ts';
import { pathParameters, templates } from './paths.ts';
import { responsesOf } from './responses.ts';
import type { Given, JudgedGuard, Route } from './routing.ts';
import { judgeWalked } from './walked-guards.ts';
import { validatedParameters } from './validators.ts';

/** An endpoint with the file that makes its application: equal paths of two services are told apart by it. */
export interface OwnedEndpoint {
  readonly endpoint: Endpoint;
  readonly owner: string;
}

export interface EndpointFacts {
  readonly endpoints: readonly OwnedEndpoint[];
  readonly gaps: readonly Gap[];
}

/** Endpoints from routes: guards judged, access decided. */
export function endpointsOf(routes: readonly Route[], machine: Machine): EndpointFacts {
  const endpoints: OwnedEndpoint[] = [];
  const gaps: Gap[] = [];
  const known = new Set<string>();
  for (const route of withoutEchoes(routes)) {
    const owner = route.application?.origin.file ?? route.site.origin.file;
    const place = answerOf(route);
    for (const path of route.path.resolved ? templates(route.path.text) : [unresolvedText(route.path.text)])
      for (const method of route.methods) {
        // A second application that the same code sets up, for tests say, serves the same again.
        const key = `${method} ${path} ${owner} ${place}`;
        if (known.has(key)) continue;
        known.add(key);
        const endpoint = endpointOf(machine, route, `${method} ${path}`, method, path, gaps);
        if (endpoint !== undefined) endpoints.push({ endpoint, owner });
      }
  }
  return { endpoints, gaps };
}

/** Where the function stands that answers a route. */
function answerOf(route: Route): string {
  const { answer } = splitHandlers(route);
  if (answer === undefined) return '';
  const { file, line } = handlerOf(answer);
  return `${file}:${line}`;
}

/** Endpoints from routes whose guards are judged already. */
export function declaredEndpoints(routes: readonly DeclaredRoute[]): EndpointFacts {
  const gaps: Gap[] = [];
  const endpoints = routes.flatMap((route) =>
    [...new Set(route.methods)].map((method) => ({
      endpoint: declaredEndpoint(route, method, gaps),
      owner: route.application ?? route.origin.file,
    })),
  );
  return { endpoints, gaps };
}

/** What was registered on a stand-in counts only where the same place registered nothing on a real router. */
function withoutEchoes(routes: readonly Route[]): readonly Route[] {
  const place = ({ site }: Route): string => `${site.origin.file}:${site.node.start}`;
  const real = new Set(routes.filter((route) => route.standIn !== true).map(place));
  return routes.filter((route) => route.standIn !== true || !real.has(place(route)));
}

const unresolvedText = (text: string): string =>
  text.startsWith('/^') ? text : (templates(text).at(0) ?? text);

function endpointOf(
  machine: Machine,
  route: Route,
  id: string,
  method: Endpoint['method'],
  path: string,
  gaps: Gap[],
): Endpoint | undefined {
  const { before, answer, after } = splitHandlers(route);
  const checks = [...route.guards, ...before].map((given) => ({
    given,
    judged: judgeWalked(machine, given, { verb: method, path }),
  }));
  const standing = [
    ...checks.map((each) => openToAnyone(machine, route.technology, method, path, each)),
    ...(route.judged ?? []),
    ...wrappersOf(answer),
  ].filter(({ passes }) => !passes);
  const own = standing.some(keepsOut)
    ? asWritten(route)
    : standing.some(({ signsIn }) => signsIn === true) || answersSignIn(machine, answer)
      ? afterSignIn
      : ownChecks(machine, route, answer, method, path);
  if (own.unserved) return undefined;
  const judged = [...standing, ...own.judged, ...own.doubts.map(judgeGuard)].filter(({ passes }) => !passes);
  const handler = answer === undefined ? undefined : handlerOf(answer);
  if (!route.path.resolved)
    gaps.push({
      kind: 'resolve-route-prefix',
      subject: id,
      why: route.path.why ?? 'part of the path is not known',
      origin: route.site.origin,
    });
  for (const late of after.filter(isCheck))
    gaps.push({
      kind: 'order-of-guards',
      subject: id,
      why: `${late.written ?? 'a check'} stands after the function that answers`,
      origin: late.site.origin,
    });
  return {
    id,
    method,
    path,
    pathResolved: route.path.resolved,
    protocol: route.protocol ?? 'http',
    ...(handler === undefined ? {} : { handler: placeOf(handler) }),
    parameters: parametersOf(path, handler, route, before),
    guards: judged.map((each) => each.guard),
    access: neverOpen(route.protocol, accessOf(route, judged, handler, own)),
    responses: handler?.value === undefined ? [] : responsesOf(handler.value.node),
    ...undesigned,
    origin: route.site.origin,
  };
}

const isCheck = (given: Given): boolean =>
  judgeGuard(given).guard.kind.startsWith('auth') ||
  kindByName(guardName(given))?.startsWith('auth') === true;

/** Nothing stands behind the way to sign in: `app.get('/in', passport.authenticate('github'))`. */
const answersSignIn = ({ codebase }: Machine, answer: Given | undefined): boolean =>
  answer !== undefined && (isSignInMiddleware(codebase, answer.value) || isSignInHandler(answer.value));

/** Whoever asks has to know a secret: `/cron/{cliToken}`. A plain token, or one to confirm something, came with a link. */
const secretInPath =
  /\{(\w*secret\w*|signature|\w*(api|cli|cron|access|auth|webhook|private|device|agent|client|feed|user)_?(key|token))\}/i;

/** What only a design says of an endpoint. */
const undesigned = {
  scopes: [],
  idempotencyKey: false,
  conditional: false,
  longRunning: false,
  objectives: [],
} satisfies Partial<Endpoint>;

function declaredEndpoint(route: DeclaredRoute, method: Endpoint['method'], gaps: Gap[]): Endpoint {
  const written = `/${route.path.text}`.replaceAll(/\/{2,}/g, '/');
  const path = route.slash === 'kept' ? written : written.replace(/(.)\/$/, '$1');
  const id = `${method} ${path}`;
  if (!route.path.resolved)
    gaps.push({
      kind: 'resolve-route-prefix',
      subject: id,
      why: route.path.why ?? 'part of the path is not known',
      origin: route.origin,
    });
  const judged = route.guards.filter(({ passes }) => !passes);
  return {
    id,
    method,
    path,
    pathResolved: route.path.resolved,
    protocol: route.protocol ?? 'http',
    ...(route.handler === undefined ? {} : { handler: route.handler }),
    parameters: withPathParameters(path, route.parameters, route.origin),
    guards: judged.map(({ guard }) => guard),
    access: neverOpen(
      route.protocol,
      accessFrom(
        route.path.resolved,
        judged,
        secretInPath.test(path) ? 'unseen' : route.handlerLooksAtCredentials,
      ),
    ),
    responses: route.responses ?? [],
    ...undesigned,
    ...(route.deprecated === true && { deprecated: true }),
    origin: route.origin,
  };
}

/** Who may hand over a message is decided by the broker or the network, which the code does not show. */
const neverOpen = (protocol: Endpoint['protocol'] | undefined, access: Endpoint['access']): typeof access =>
  protocol === 'message' && access === 'public' ? 'unknown' : access;

/** A check that lets this very request through without credentials is told as one that guards nothing. */
function openToAnyone(
  machine: Machine,
  technology: string,
  method: string,
  path: string,
  { given, judged }: { readonly given: Given; readonly judged: JudgedGuard },
): JudgedGuard {
  const { guard } = judged;
  if (guard.kind !== 'authentication' && guard.kind !== 'authorisation') return judged;
  if (given.value.kind !== 'function' || (technology === 'express' && given.mount === undefined))
    return judged;
  const call = { technology, method, path, mount: given.mount ?? '' };
  return letsAnyoneThrough(machine, given.value, call)
    ? { ...judged, guard: { ...guard, kind: 'other' } }
    : judged;
}

const placeOf = ({ file, line, name }: Handler): NonNullable<Endpoint['handler']> => ({
  file,
  line,
  ...(name === undefined ? {} : { name }),
});

function parametersOf(
  path: string,
  handler: Handler | undefined,
  route: Route,
  before: readonly Given[],
): readonly Parameter[] {
  const { technology } = route;
  const read =
    route.parameters ?? (handler?.value === undefined ? [] : readParameters(handler.value, { technology }));
  return withPathParameters(path, joined(validatedParameters(before), read), route.site.origin);
}

/** What validators declare and then what the handler reads besides; of a body that is validated the fields count. */
function joined(declared: readonly Parameter[], read: readonly Parameter[]): readonly Parameter[] {
  const key = ({ name, in: place }: Parameter): string => `${place}:${name.toLowerCase()}`;
  const known = new Set(declared.map(key));
  const hasFields = declared.some((each) => each.in === 'body');
  return [
    ...declared,
    ...read.filter((each) => !known.has(key(each)) && !(hasFields && key(each) === 'body:body')),
  ];
}

/** Every parameter of the path, with its type where the code tells it, and then the others. */
function withPathParameters(
  path: string,
  read: readonly Parameter[],
  origin: Parameter['origin'],
): readonly Parameter[] {
  const inPath = pathParameters(path).map((name): Parameter => {
    const type = read.find((each) => each.in === 'path' && each.name === name)?.type;
    const typed = type === undefined ? {} : { type };
    return { name, in: 'path', ...typed, required: true, origin };
  });
  return [...inPath, ...read.filter((parameter) => parameter.in !== 'path')];
}
