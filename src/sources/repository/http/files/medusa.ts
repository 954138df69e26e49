import { folderOf, joinPath } from '../../file-paths.ts';
import type { Parameter } from '../../../../model/api.ts';
import { siteOf } from '../../javascript/machine.ts';
import type { Value } from '../../javascript/value.ts';
import { optionsOf, textOf } from '../../javascript/value.ts';
import { given } from '../express.ts';
import { covers } from '../paths.ts';
import type { Given, Route } from '../routing.ts';
import { schemaFields } from '../schemas.ts';
import type { Convention, FileContext } from './file-app.ts';
import { filesBelow } from './file-app.ts';
import { exportedHandler, verbs } from './handlers.ts';
import { isSet, routesOf } from './route.ts';
import { bracketPaths } from './segments.ts';

/** Medusa: `route.ts` below `src/api`, one handler for each exported verb; checks stand in `middlewares.ts`. */
export const medusa: Convention = {
  packages: /^@medusajs\/(framework|medusa)$/,
  routes: (folder, context) => {
    const root = joinPath(folder, 'src/api');
    const paths = filesBelow(context, root).filter((path) => /(^|\/)route\.[cm]?[jt]sx?$/.test(path));
    if (paths.length === 0) return [];
    const table = matcherTable(context, root);
    return paths.flatMap((path) => routesOfFile(context, root, path, table));
  },
};

function routesOfFile(
  context: FileContext,
  root: string,
  path: string,
  table: readonly Matched[],
): readonly Route[] {
  const exported = context.evaluator.modules.exportsOf(path);
  const optedOut = exported.some(([name, flag]) => name === 'AUTHENTICATE' && isSet(flag, false));
  const paths = bracketPaths(folderOf(path).slice(root.length).split('/'));
  return verbs.flatMap((verb) => {
    const handler = exportedHandler(context, path, verb);
    if (handler === undefined) return [];
    return paths.flatMap((text) => {
      const before = table.filter((each) => fits(each, text, verb, optedOut)).flatMap((each) => each.guards);
      return routesOf(context, {
        technology: 'medusa',
        methods: [verb],
        paths: [text],
        handler,
        before,
        parameters: before.flatMap(validated),
      });
    });
  });
}

/** Fields of the schema that `validateAndTransformBody(schema)` or its sibling for queries was given. */
function validated({ value, site }: Given): readonly Parameter[] {
  const args =
    value.kind === 'function' ? (value.maker?.args ?? []) : value.kind === 'result' ? value.args : [];
  const name =
    value.kind === 'function' ? value.maker?.name : value.kind === 'result' ? value.callee.path : '';
  const place = /body$/i.test(name ?? '') ? 'body' : /query$/i.test(name ?? '') ? 'query' : undefined;
  if (place === undefined) return [];
  return schemaFields(args[0]).map((field) => ({ ...field, in: place, origin: site.origin }));
}

/** One line of a table that maps path patterns to checks. */
interface Matched {
  readonly pattern: string;
  readonly methods: readonly string[];
  readonly guards: readonly Given[];
  /** Holds only for files that do not opt out. */
  readonly standard: boolean;
}

/** The table in `middlewares.ts`, and the checks the framework itself puts before `/admin` and `/store/customers/me`. */
function matcherTable({ evaluator, codebase }: FileContext, root: string): readonly Matched[] {
  const path = ['ts', 'js']
    .map((ending) => `${root}/middlewares.${ending}`)
    .find((each) => codebase.files.has(each));
  const file = path === undefined ? undefined : codebase.tree(path);
  const standard = ['/admin', '/store/customers/me'].flatMap((pattern): readonly Matched[] => {
    const anchor =
      file ?? codebase.tree([...codebase.files.keys()].find((each) => each.startsWith(root)) ?? '');
    if (anchor === undefined) return [];
    const site = siteOf(anchor, anchor.program);
    const value: Value = { kind: 'library', package: '@medusajs/framework', path: 'authenticate' };
    return [{ pattern, methods: [], guards: [{ value, site, conditional: false }], standard: true }];
  });
  if (path === undefined || file === undefined) return standard;
  const config = evaluator.modules.exported(path, 'default');
  const options = config.kind === 'result' ? config.args[0] : config;
  const routes = options?.kind === 'object' ? options.fields.get('routes') : options;
  const lines = routes?.kind === 'array' ? routes.items : [];
  const site = siteOf(file, file.program);
  return [
    ...standard,
    ...lines.flatMap(optionsOf).flatMap((line): readonly Matched[] => {
      if (line.kind !== 'object') return [];
      const pattern = textOf(line.fields.get('matcher') ?? line);
      const checks = line.fields.get('middlewares');
      const wanted = line.fields.get('method') ?? line.fields.get('methods');
      const methods = wanted?.kind === 'array' ? wanted.items.flatMap((item) => textOf(item) ?? []) : [];
      if (pattern === undefined || checks === undefined) return [];
      return [{ pattern, methods, guards: given([checks], site, 0), standard: false }];
    }),
  ];
}

const fits = (each: Matched, path: string, verb: string, optedOut: boolean): boolean =>
  !(each.standard && optedOut) &&
  (each.methods.length === 0 ||
    each.methods.some((method) => method === verb || method === 'ALL' || method === 'USE')) &&
  (each.methods.length === 0 || each.pattern.includes('*')
    ? covers(each.pattern.replace(/\/?\*.*$/, ''), path)
    : covers(each.pattern, path) && each.pattern.split('/').length === path.split('/').length);
