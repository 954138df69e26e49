import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { TextFile } from '../../gather.ts';
import { filterChains } from '../spring/filter-chains.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';
import { constraintsOf } from './constraints.ts';
import { filterGuards } from './web-filters.ts';
import { blanked, lineAt } from '../../lines.ts';

const reads: readonly (readonly [RegExp, Parameter['in']])[] = [
  [/\bgetParameter(?:Values)?\(\s*"([^"]{1,80})"/g, 'query'],
  [/\$\{[^}]{0,200}?\bparam(?:Values)?\.(\w+)/g, 'query'],
  [/\$\{[^}]{0,200}?\bparam(?:Values)?\[\s*['"]([^'"]{1,80})/g, 'query'],
  [/\bgetHeaders?\(\s*"([^"]{1,80})"/g, 'header'],
  [/\$\{[^}]{0,200}?\bheader(?:Values)?\[\s*['"]([^'"]{1,80})/g, 'header'],
  [/\$\{[^}]{0,200}?\bheader\.(\w+)/g, 'header'],
  [/\$\{[^}]{0,200}?\bcookie\.(\w+)/g, 'cookie'],
  [/\$\{[^}]{0,200}?\bcookie\[\s*['"]([^'"]{1,80})/g, 'cookie'],
];
const signs =
  /\b(session\.getAttribute|sessionScope|getUserPrincipal|getRemoteUser|isUserInRole|Authorization)\b/;

/** Pages that a container serves as they lie; those below WEB-INF and META-INF are only included or forwarded to. */
export function jspRoutes(world: World): readonly DeclaredRoute[] {
  const descriptors = webXmls(world);
  const filters = filterGuards(world, descriptors);
  const mapped = new Map(
    descriptors.flatMap(({ servlets, mappings, path }) =>
      mappings.flatMap(({ servlet, pattern, line }) =>
        servlets.get(servlet)?.target.endsWith('.jsp') === true
          ? [[pattern, { target: servlets.get(servlet)?.target ?? '', path, line }] as const]
          : [],
      ),
    ),
  );
  const pages = [...world.repository.files.values()].filter(
    ({ path }) => /\.jspx?$/.test(path) && !/(^|\/)src\/test\//.test(path),
  );
  const route = (page: TextFile, path: string): DeclaredRoute => ({
    technology: 'jsp',
    methods: ['GET'],
    path: { text: path, resolved: true },
    guards: [
      ...filters(path),
      ...filterChains(world)({ near: page.path, methods: ['GET'], path: { text: path, resolved: true } }),
      ...constraintsOf(descriptors, ['GET'], path),
    ],
    handler: { file: page.path, line: 1 },
    handlerLooksAtCredentials: signs.test(page.text) ? 'perhaps' : 'no',
    parameters: parametersOf(page),
    origin: { kind: 'read', file: page.path, line: 1 },
  });
  const direct = pages.filter(
    ({ path }) => !/(^|\/)(WEB-INF|META-INF)\//.test(path) && !/\.(inc|frag)\.jsp$/.test(path),
  );
  const named = [...mapped].flatMap(([pattern, { target }]) =>
    pages.filter(({ path }) => `/${path}`.endsWith(target)).map((page) => route(page, pattern)),
  );
  return [...direct.map((page) => route(page, urlOf(page.path))), ...named];
}

/** Below the folder of the web application. */
function urlOf(path: string): string {
  const at = /(^|\/)(webapp|WebContent|WebRoot|web|public_html|docroot)\//.exec(path);
  return at === null ? `/${path}` : `/${path.slice(at.index + at[0].length)}`;
}

function parametersOf({ path, text }: TextFile): readonly Parameter[] {
  const code = blanked(text, /<%--[\s\S]*?--%>/g);
  const found = new Map<string, Parameter>();
  for (const [pattern, place] of reads)
    for (const match of code.matchAll(pattern)) {
      const name = match[1];
      const line = lineAt(code, match.index);
      if (name !== undefined && !found.has(`${place} ${name}`))
        found.set(`${place} ${name}`, {
          name,
          in: place,
          required: false,
          origin: { kind: 'read', file: path, line },
        });
    }
  return [...found.values()];
}
