import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { covers, joinPaths, rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../machine/machine.ts';
import type { FunctionValue } from '../machine/value.ts';
import { originOf } from '../program/package.ts';
import { functionIn } from './judge.ts';
import { judgedOnce } from './judged-once.ts';
import { captured, handsToUnseen, methodBehind } from './captured.ts';
import { functionsOf, isExempt } from './exemptions.ts';
import { ownAccess } from './own-access.ts';
import { answersAnybody } from './known-handlers.ts';
import { methodsInBody } from './methods-in-body.ts';
import { readParameters } from './parameters.ts';
import type { Given, GoEntry, GoRoute, GoRouter } from './router.ts';
import { signsOf } from './signs.ts';
import { unwrapped } from './wrappers.ts';

interface Position {
  readonly prefix: RoutePath;
  readonly guards: readonly { readonly given: Given; readonly below?: RoutePath }[];
  readonly above: readonly GoRouter[];
  readonly application: string | undefined;
  /** Nobody was seen to make the router: what stands before all of it is not known. */
  readonly open: boolean;
}

/** Every route with its whole path and what stands before it, from the routers that nothing mounts down. */
export function followRouters(machine: Machine): readonly DeclaredRoute[] {
  const mounted = new Set(
    machine.routers.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : [])),
    ),
  );
  const isReal = machine.routers.some(({ kind, standIn }) => kind === 'application' && !standIn);
  return machine.routers
    .filter((router) => !mounted.has(router))
    .flatMap((router) => {
      const isRoot = router.kind === 'application' || !isReal;
      const why = 'where this router is mounted was not found';
      return visit(machine, router, {
        prefix: isRoot ? rootPath : { text: '', resolved: false, why },
        guards: [],
        above: [],
        application: router.site.file === '' ? undefined : router.site.file,
        open: router.standIn,
      });
    });
}

function visit(machine: Machine, router: GoRouter, at: Position): readonly DeclaredRoute[] {
  if (at.above.includes(router) || at.above.length > 30) return [];
  const above = [...at.above, router];
  const everywhere = router.entries.flatMap((entry) =>
    entry.kind === 'use' && entry.reach === 'all' ? [{ given: entry.given }] : [],
  );
  const guards = [...at.guards, ...everywhere];
  return router.entries.flatMap((entry): readonly DeclaredRoute[] => {
    switch (entry.kind) {
      case 'use':
        if (entry.reach === 'later')
          guards.push({
            given: entry.given,
            ...(entry.below === undefined ? {} : { below: joinPaths(at.prefix, entry.below) }),
          });
        return [];
      case 'mount': {
        const below = { ...at, guards: [...guards, ...entry.guards.map((given) => ({ given }))], above };
        const path = joined(router, at.prefix, entry.path);
        if (entry.whole !== true)
          return visit(machine, entry.router, {
            ...below,
            prefix: holds(entry, at.prefix) ? entry.path : path,
          });
        const inner = visit(machine, entry.router, { ...below, prefix: rootPath });
        return inner.filter((route) => covers(path.text, route.path.text));
      }
      case 'route':
        return declared(machine, entry, router, { ...at, guards });
    }
  });
}

function declared(
  machine: Machine,
  route: GoRoute,
  router: GoRouter,
  at: Position,
): readonly DeclaredRoute[] {
  if (route.dropped || route.handler === undefined) return [];
  const inner = unwrapped(route.handler);
  if (isFiles(inner.answer)) return [];
  const path = joined(router, at.prefix, route.path);
  const before = at.guards.flatMap(({ given, below }) =>
    below === undefined || covers(below.text, path.text) ? [given] : [],
  );
  const guards = judged(machine, route, path, [...before, ...route.guards, ...inner.guards]);
  const outer = functionIn(machine, inner.answer);
  const closure = outer === undefined ? undefined : (captured(outer) ?? outer);
  const behind = closure === undefined ? undefined : methodBehind(machine, closure);
  const fn = behind ?? closure;
  const isHidden = behind === undefined && closure !== undefined && handsToUnseen(closure);
  const methods = fn === undefined ? route.methods : methodsInBody(fn, route.methods);
  const looks = fn === undefined ? undefined : signsOf(machine.program, fn.node, fn.file);
  const name = fn?.name ?? fn?.maker?.name ?? inner.written;
  const own = ownAccess(machine, outer, fn, guards);
  return [
    {
      technology: router.technology,
      methods,
      path,
      guards: [...guards, ...own.guards],
      ...(fn === undefined
        ? {}
        : {
            handler: {
              file: fn.file.path,
              line: originOf(fn.file, fn.node).line,
              ...(name === undefined ? {} : { name }),
            },
          }),
      handlerLooksAtCredentials:
        looks === undefined || at.open || isHidden
          ? inner.answer.kind === 'text' || (!at.open && answersAnybody(inner.answer))
            ? 'no'
            : 'unseen'
          : (own.looks ??
            (looks.rejectsUnknown || looks.rejectsForbidden || looks.readsCredential ? 'perhaps' : 'no')),
      parameters: [
        ...route.parameters,
        ...(fn === undefined ? [] : readParameters(machine.program, fn, methods, route.parameters)),
      ],
      protocol: route.protocol ?? 'http',
      ...(at.application === undefined ? {} : { application: at.application }),
      origin: route.site,
    },
  ];
}

/** What stands before a route; a check that lets it through checks nothing there. */
const judged = (
  machine: Machine,
  route: GoRoute,
  path: RoutePath,
  all: readonly Given[],
): readonly JudgedGuard[] =>
  all.map((given, at): JudgedGuard => {
    const conditional = given.branch.some((branch, place) => route.branch[place] !== branch);
    const told = judgedOnce(machine, given, conditional, all.slice(0, at));
    const checks = [...functionsOf(given.value), ...opt(functionIn(machine, given.value))];
    const isOpen =
      (route.openByDocument === true && checks.some(readsDocument)) ||
      isExempt(machine.program, checks, route.methods, path.text, route.procedure);
    return isOpen ? { ...told, guard: { ...told.guard, kind: 'other' } } : told;
  });

/** A check that asks the document which credentials an operation needs: kin-openapi, scopes that oapi-codegen sets. */
const readsDocument = ({ node, maker }: FunctionValue): boolean =>
  /\bopenapi3\b|\bGetSwagger\b|\b\w+Scopes\b/.test(`${node.text}${maker?.fn.node.text ?? ''}`);

/** What is cut off an address is all of it from the start where the routers around cut nothing. */
const holds = ({ path, isCut }: Extract<GoEntry, { kind: 'mount' }>, prefix: RoutePath): boolean =>
  isCut === true && prefix.text.length > 1 && path.text.startsWith(`${prefix.text.replace(/\/$/, '')}/`);

const opt = <Item>(item: Item | undefined): readonly Item[] => (item === undefined ? [] : [item]);

/** Echo joins a group's path and that of a route as they are written. */
const joined = (router: GoRouter, prefix: RoutePath, path: RoutePath): RoutePath =>
  router.technology === 'echo' && prefix.text !== '' && prefix.text !== '/'
    ? { ...joinPaths(prefix, path), text: prefix.text + path.text }
    : joinPaths(prefix, path);

/** Files of a folder are no endpoint. */
const isFiles = (value: Given['value']): boolean =>
  (value.kind === 'result' || value.kind === 'library') &&
  /FileServer|ServeFile|NotFoundHandler|RedirectHandler/.test(value.path);
