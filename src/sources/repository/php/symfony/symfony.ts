import { folderOf } from '../../file-paths.ts';
import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { methodBody, placeOf } from '../body.ts';
import type { PhpCodebase } from '../codebase.ts';
import { bodyGuards } from '../body-guards.ts';
import { handlerAccess } from '../link-secrets.ts';
import { createMachine } from '../machine.ts';
import type { Machine } from '../machine.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { apiPlatformRoutes } from './api-platform.ts';
import { secretEntities } from './bindings.ts';
import { declaredChecks } from './checks.ts';
import { containerParameters } from './container-parameters.ts';
import { classRoutes, fileRoutes } from './configuration.ts';
import type { Loading } from './configuration.ts';
import { listenerGuards, requestListeners } from './listeners.ts';
import { keysOfRoutes } from './request-questions.ts';
import { symfonyDialect, symfonyParameters } from './parameters.ts';
import { kernelRoutes } from './kernel-routes.ts';
import { grantedIn, ownChecks } from './own-checks.ts';
import { lastImports, lastNamed, prefixed } from './routes.ts';
import type { SymfonyRoute } from './routes.ts';
import { accessRules, readSecurity } from './security.ts';
import type { Security } from './security.ts';
import { readVoters } from './voters.ts';

const speaksSymfony =
  /ApiPlatform\\Metadata|Symfony\\Component\\Routing\\(Annotation|Attribute|Loader)|Sensio\\Bundle\\FrameworkExtraBundle|FOS\\RestBundle\\Controller\\Annotations/;
const mainFile = /(^|\/)(config\/routes(\/[^/]+)?|app\/config\/routing)\.(ya?ml|xml|php)$/;

/** Routes of Symfony: files of configuration are followed to the controllers they bring in. */
export function symfonyRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  return applicationFolders(codebase).flatMap((folder) => readApplication(codebase, folder));
}

/** Folders that hold an application: beside them lies the package file that asks for the framework. */
function applicationFolders(codebase: PhpCodebase): readonly string[] {
  const files = [...codebase.repository.files.values()];
  const asked = files.flatMap(({ path, text }) =>
    /(^|\/)composer\.json$/.test(path) &&
    !path.includes('vendor/') &&
    /"symfony\/(framework-bundle|symfony|routing)"/.test(text) &&
    !/"(laravel\/framework|drupal\/core\w*|magento\/\w+)"/.test(text)
      ? [folderOf(path)]
      : [],
  );
  const uses =
    codebase.sources.some(({ text }) => speaksSymfony.test(text)) ||
    files.some(({ path }) => mainFile.test(path));
  if (!uses) return [];
  const own = asked.filter(
    (folder) =>
      codebase.sources.some(
        ({ path, text }) => path.startsWith(folder === '' ? '' : `${folder}/`) && speaksSymfony.test(text),
      ) || files.some(({ path }) => mainFile.test(path)),
  );
  const outermost = own.filter(
    (folder) => !own.some((other) => other !== folder && (other === '' || folder.startsWith(`${other}/`))),
  );
  if (outermost.length > 0) return outermost;
  return codebase.sources.some(({ text }) => speaksSymfony.test(text)) &&
    asked.length === 0 &&
    !files.some(({ text, path }) => /(^|\/)composer\.json$/.test(path) && /"laravel\/framework"/.test(text))
    ? ['']
    : [];
}

function readApplication(codebase: PhpCodebase, folder: string): readonly DeclaredRoute[] {
  const machine = createMachine(codebase, {});
  const loading: Loading = {
    machine,
    folder,
    parameters: containerParameters(codebase, folder),
    imported: new Set(),
    loaded: new Set(),
  };
  const inside = (path: string): boolean => folder === '' || path.startsWith(`${folder}/`);
  const mains = [...codebase.repository.files.keys()].filter(
    (path) => mainFile.test(path) && inside(path) && !/(^|\/)(routes\/(dev|test)\/|tests?\/)/.test(path),
  );
  const configured = [...mains.flatMap((path) => fileRoutes(loading, path)), ...kernelRoutes(loading)];
  const importsNone = loading.imported.size === 0;
  const left = new Set(
    codebase.sources.flatMap(({ path, text }) =>
      inside(path) && speaksSymfony.test(text) && !loading.imported.has(path) ? [path] : [],
    ),
  );
  const rest = [...left]
    .flatMap((path) => classRoutes(loading, path, undefined))
    .map((route) =>
      importsNone
        ? route
        : prefixed({ text: '', resolved: false, why: 'nothing was seen to bring this controller in' }, route),
    );
  const security = readSecurity(codebase, folder, loading.parameters, readVoters(machine, inside));
  const routes = lastNamed([...lastImports(configured), ...rest]);
  const listeners = requestListeners(
    codebase,
    codebase.sources.flatMap(({ path }) => (inside(path) ? [path] : [])),
  );
  const listened = listenerGuards(machine, listeners, keysOfRoutes(codebase, routes));
  return [
    ...routes.map((route) => routeOf(machine, route, security, listened(route))),
    ...apiPlatformRoutes(machine, security).map((route) => ({
      ...route,
      guards: [
        ...listened({ ...withoutController, path: route.path, origin: route.origin }),
        ...route.guards,
      ],
    })),
  ];
}

/** A handler of a package: what its routes give the request is not known. */
const withoutController = { methods: [], controller: undefined } as const;

function routeOf(
  machine: Machine,
  route: SymfonyRoute,
  security: Security,
  listeners: readonly JudgedGuard[],
): DeclaredRoute {
  const { codebase } = machine;
  const [owner, name] = route.controller ?? [undefined, ''];
  const body = methodBody(codebase, owner, name);
  const declared = codebase.class(owner);
  const methods: readonly Method[] = route.methods.length === 0 ? ['ANY'] : route.methods;
  const [first = 'GET'] = methods;
  const checks =
    declared === undefined || body?.method === undefined
      ? []
      : declaredChecks(machine, declared, body.method, security.granting);
  const own = [
    ...accessRules(security, route.path.text, first, route.name),
    ...checks,
    ...(body === undefined
      ? []
      : [
          ...secretEntities(codebase, body, route.path.text),
          ...bodyGuards(codebase, body, grantedIn(machine, security.granting)(body)),
        ]),
  ];
  return {
    technology: 'symfony',
    methods,
    path: route.path,
    ...handlerAccess(
      codebase,
      body,
      symfonyDialect,
      route.path.text,
      [...(own.some(({ conditional }) => !conditional) ? [] : listeners), ...own],
      ownChecks(machine, security.granting),
    ),
    ...(body === undefined ? {} : { handler: placeOf(body) }),
    ...(route.builtIn === true ? { handlerLooksAtCredentials: 'no' } : {}),
    parameters:
      body === undefined
        ? []
        : symfonyParameters(machine, body, first === 'ANY' ? 'GET' : first, route.path.text),
    origin: route.origin,
  };
}
