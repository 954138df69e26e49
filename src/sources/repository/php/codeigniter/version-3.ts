import type { DeclaredRoute } from '../../http/declared.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpClass } from '../classes.ts';
import { kindNames, lineage, methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { constructorGuards } from '../constructor-guards.ts';
import { createMachine, runFile } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { methodsOfBody } from '../methods-of-body.ts';
import { methodsNamed } from '../methods.ts';
import { toDeclared } from '../route.ts';
import { originAt, textOf } from '../value.ts';
import type { PhpValue } from '../value.ts';
import { dialect } from './dialect.ts';
import { placeholders } from './routes.ts';

/** CodeIgniter 3: the table of routes, and controllers by their names. */
export function oldRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const controllers = codebase.sources.filter(
    ({ path, text }) =>
      /(^|\/)controllers\//i.test(path) && /extends\s+(CI_|MY_|\w*REST_)?\w*Controller\b/.test(text),
  );
  const tables = codebase.sources.filter(
    ({ path, text }) => /(^|\/)config\/routes\.php$/.test(path) && /\$route\s*\[/.test(text),
  );
  if (tables.length === 0) return [];
  const machine = createMachine(codebase, {});
  const conventional = controllers.flatMap(({ path }) =>
    [...(codebase.file(path)?.classes.values() ?? [])].flatMap((declared) =>
      conventionalRoutes(codebase, declared, path),
    ),
  );
  return [
    ...tables.flatMap(({ path }) => tableRoutes(machine, path, conventional)),
    ...conventional.map(({ route }) => route),
  ];
}

interface Conventional {
  readonly key: string;
  readonly route: DeclaredRoute;
}

function conventionalRoutes(
  codebase: PhpCodebase,
  declared: PhpClass,
  path: string,
): readonly Conventional[] {
  if (
    declared.isAbstract ||
    !kindNames(codebase, declared).some((name) =>
      /^(CI_Controller|MX_Controller|REST_Controller)$|Controller$/.test(name),
    )
  )
    return [];
  const folder = /controllers\/(.*)\.php$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const module = /modules\/([^/]+)\/controllers\//i.exec(path)?.[1];
  const base =
    module === undefined || module.toLowerCase() === folder ? folder : `${module.toLowerCase()}/${folder}`;
  if (runsFromTheShellOnly(codebase, declared)) return [];
  const guards = constructorGuards(codebase, declared, ['__construct']);
  return lineage(codebase, declared)
    .filter((each) => each === declared)
    .flatMap((each) =>
      [...each.methods.values()].flatMap((method) => {
        if (method.visibility !== 'public' || method.name.startsWith('_') || method.isStatic) return [];
        const verb = /^(.*)_(get|post|put|delete|patch)$/.exec(method.name);
        const body = bodyOfMethod(method, declared);
        const name = verb?.[1] ?? method.name;
        const tail = method.parameters
          .filter((parameter) => parameter.default === undefined)
          .map((parameter) => `/{${parameter.name}}`)
          .join('');
        const key = `${base}/${name}`;
        const routes = toDeclared(codebase, dialect, {
          technology: 'codeigniter',
          methods: verb?.[2] === undefined ? methodsOfBody(codebase, body, dialect) : methodsNamed([verb[2]]),
          path: { text: `/${name === 'index' ? base : key}${tail}`, resolved: true },
          body,
          guards,
          origin: originAt(method.file, method.node),
        });
        return routes.map((route) => ({ key, route }));
      }),
    );
}

const leavesTheWeb =
  /\(\s*!\s*(\\?is_cli\(\)|\$this->input->is_cli_request\(\))\s*\)\s*\{?\s*(exit|die|show_404|show_error|throw|redirect)\b/i;

/** A constructor that ends every request of the web: `if (!is_cli()) { exit; }`. */
const runsFromTheShellOnly = (codebase: PhpCodebase, declared: PhpClass): boolean =>
  leavesTheWeb.test(methodOf(codebase, declared, '__construct')?.body?.text ?? '');

function tableRoutes(
  machine: Machine,
  path: string,
  known: readonly Conventional[],
): readonly DeclaredRoute[] {
  const file = machine.codebase.file(path);
  if (file === undefined) return [];
  const variables = new Map<string, PhpValue>();
  runFile(machine, path, { variables });
  const table = variables.get('route');
  return (table?.kind === 'array' ? table.entries : []).flatMap(
    ({ key, value, node }): readonly DeclaredRoute[] => {
      if (key === undefined || /^(404_override|translate_uri_dashes)$/.test(key)) return [];
      const path = { text: key === 'default_controller' ? '/' : `/${placeholders(key)}`, resolved: true };
      const targets =
        value.kind === 'array'
          ? value.entries.map((entry) => [entry.key, textOf(entry.value)] as const)
          : [[undefined, textOf(value)] as const];
      return targets.flatMap(([verb, target]) => {
        const parts = (target ?? '')
          .toLowerCase()
          .split('/')
          .filter((part) => !part.startsWith('$'));
        const wanted = [parts.join('/'), `${parts.join('/')}/index`];
        const handlers = known.filter(({ key: each }) => wanted.includes(each.toLowerCase()));
        const origin = originAt(file, node);
        const methods = verb === undefined ? undefined : methodsNamed([verb]);
        if (handlers.length === 0)
          return toDeclared(machine.codebase, dialect, {
            technology: 'codeigniter',
            methods: methods ?? ['GET'],
            path,
            body: undefined,
            guards: [],
            origin,
          });
        return handlers.map(({ route }) => ({ ...route, path, methods: methods ?? route.methods, origin }));
      });
    },
  );
}
