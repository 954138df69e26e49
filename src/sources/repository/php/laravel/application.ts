import { folderOf, inFolder } from '../../file-paths.ts';
import type { TextFile } from '../../gather.ts';
import type { PhpCodebase } from '../codebase.ts';
import { createMachine, runFile } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { text } from '../value.ts';
import { registerAttributeRoutes } from './attribute-routes.ts';
import { controllerChecks } from './controllers.ts';
import type { ControllerChecks } from './controllers.ts';
import { middlewareOf } from './groups.ts';
import { laravelLibrary } from './library.ts';
import { readPushed } from './global-middleware.ts';
import { defaultTable, readKernel } from './middleware.ts';
import type { MiddlewareTable } from './middleware.ts';
import { runProviders } from './providers.ts';
import { createRegistry, outermost } from './registry.ts';
import type { Registry } from './registry.ts';
import { routerHost } from './router.ts';
import type { Routing } from './router.ts';

export interface Application {
  readonly technology: 'laravel' | 'lumen';
  /** The file that starts it. */
  readonly origin: string;
  readonly machine: Machine;
  readonly registry: Registry;
  readonly table: MiddlewareTable;
  readonly checks: ControllerChecks;
}

const speaksLaravel =
  /Illuminate\\|\bRoute::|Laravel\\Lumen|\$(router|app)->(get|post|group|put|delete|addRoute)\s*\(/;

export function startApplications(codebase: PhpCodebase): readonly Application[] {
  return applicationFolders(codebase).map((folder) => start(codebase, folder));
}

/** Folders that hold an application: `bootstrap/app.php`, `artisan`, or route files of their own. */
function applicationFolders(codebase: PhpCodebase): readonly string[] {
  const starts = codebase.sources.flatMap(({ path, text: source }) =>
    /(^|\/)bootstrap\/app\.php$/.test(path) && /Illuminate|Laravel/.test(source)
      ? [folderOf(folderOf(path))]
      : [],
  );
  const required = [...codebase.repository.files.values()].flatMap(({ path, text: source }) =>
    /(^|\/)composer\.json$/.test(path) &&
    !path.includes('vendor/') &&
    /"laravel\/(lumen-)?framework"/.test(source)
      ? [folderOf(path)]
      : [],
  );
  const known = [...new Set([...starts, ...required])].filter((folder) =>
    codebase.sources.some(
      ({ path }) =>
        path.startsWith(inFolder(folder, 'routes/')) || path === inFolder(folder, 'bootstrap/app.php'),
    ),
  );
  if (known.length > 0) return known;
  const routed = codebase.sources.flatMap(({ path, text: source }) => {
    const at = /^(.*?)\/?routes\/[^/]+\.php$/i.exec(`/${path}`);
    return at !== null && isRouteFile(source) ? [(at[1] ?? '').replace(/^\//, '')] : [];
  });
  return [...new Set(routed)];
}

const isRouteFile = (source: string): boolean =>
  /Illuminate\\Support\\Facades\\(Route|\{[^}]*\bRoute\b)|^\s*\\?Route::(?!rule)\w+\(|Laravel\\Lumen/m.test(
    source,
  ) && !/think\\facade\\Route|Hyperf\\/.test(source);

function start(codebase: PhpCodebase, folder: string): Application {
  const registry = createRegistry();
  const table = defaultTable();
  const inside = codebase.sources.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`));
  const holder: { routing?: Routing } = {};
  const checks = controllerChecks(() => machine);
  const library = laravelLibrary(folder, () => holder.routing ?? routing, table, checks);
  const machine = createMachine(codebase, library);
  const routing: Routing = { machine, registry, table };
  holder.routing = routing;
  const bootstrap = inFolder(folder, 'bootstrap/app.php');
  const source = codebase.repository.files.get(bootstrap)?.text ?? '';
  const composer = codebase.repository.files.get(inFolder(folder, 'composer.json'))?.text ?? '';
  const isLumen = /Lumen/.test(source) || composer.includes('"laravel/lumen-framework"');
  readKernels(machine, inside, table);
  readPushed(machine, inside, table);
  if (source !== '') runFile(machine, bootstrap);
  registry.group = outermost;
  if (!isLumen) runProviders(machine, folder, inside);
  registry.group = outermost;
  runLeftRouteFiles(routing, folder, inside, isLumen);
  registerAttributeRoutes(routing, folder);
  for (const finish of registry.pending) finish();
  return {
    technology: isLumen ? 'lumen' : 'laravel',
    origin: source === '' ? (inside[0]?.path ?? folder) : bootstrap,
    machine,
    registry,
    table,
    checks,
  };
}

function readKernels(machine: Machine, files: readonly TextFile[], table: MiddlewareTable): void {
  for (const { path, text: source } of files)
    if (
      /extends\s+\\?[\w\\]*Kernel\b/.test(source) &&
      /\$(middleware|middlewareGroups|routeMiddleware|middlewareAliases)\b/.test(source)
    )
      for (const declared of machine.codebase.file(path)?.classes.values() ?? [])
        readKernel(machine, declared, table);
}

/** Route files that nothing loads: by convention when nothing is loaded at all, else with the mark that their place is not known. */
function runLeftRouteFiles(
  routing: Routing,
  folder: string,
  files: readonly TextFile[],
  isLumen: boolean,
): void {
  const { machine, registry } = routing;
  const source = machine.codebase.repository.files.get(inFolder(folder, 'bootstrap/app.php'))?.text ?? '';
  const loadsNone = registry.registrations.length + registry.pending.length === 0;
  const routes = files.filter(
    ({ path, text: source }) =>
      /(^|\/)routes\//i.test(path) &&
      !/(^|\/)(console|channels|breadcrumbs|schedule)\.php$/.test(path) &&
      !machine.included.has(path) &&
      (isRouteFile(source) || (isLumen && speaksLaravel.test(source))),
  );
  for (const { path } of routes) {
    const name = path.split('/').at(-1);
    const isApi = name === 'api.php' && !isLumen;
    const isTop = path === inFolder(folder, `routes/${name ?? ''}`);
    const isConventional = loadsNone && (source === '' || /^(web|api)\.php$/.test(name ?? ''));
    registry.group = isConventional
      ? {
          ...outermost,
          prefix: { text: isApi && isTop ? 'api' : '', resolved: true },
          middleware: isLumen ? [] : conventionalGroup(machine, path, isApi ? 'api' : 'web'),
        }
      : {
          ...outermost,
          prefix: { text: '', resolved: false, why: 'nothing was seen to load this file of routes' },
        };
    runFile(machine, path, {
      variables: new Map([
        ['router', routerHost(routing)],
        ['app', routerHost(routing)],
      ]),
    });
  }
  registry.group = outermost;
}

function conventionalGroup(machine: Machine, path: string, name: string): typeof outermost.middleware {
  const file = machine.codebase.file(path);
  if (file === undefined) return [];
  return middlewareOf(machine, [{ value: text(name), node: file.root }], {
    node: file.root,
    scope: { file, variables: new Map() },
  });
}
