import type { TextFile } from '../gather.ts';
import type { World } from './world.ts';
import { blanked, lineAt } from '../lines.ts';

export interface ServletMapping {
  readonly servlet: string;
  readonly pattern: string;
  readonly line: number;
}

/** What a deployment descriptor says of servlets and filters. */
export interface WebXml {
  readonly path: string;
  /** Class or JSP of a servlet by its name. */
  readonly servlets: ReadonlyMap<
    string,
    { readonly target: string; readonly parameters: ReadonlyMap<string, string>; readonly line: number }
  >;
  readonly mappings: readonly ServletMapping[];
  readonly filters: ReadonlyMap<string, string>;
  readonly filterMappings: readonly ServletMapping[];
  readonly constraints: readonly {
    readonly patterns: readonly string[];
    readonly methods: readonly string[];
    readonly roles: readonly string[];
    readonly line: number;
  }[];
}

export const webXmls = (world: World): readonly WebXml[] =>
  [...world.repository.files.values()]
    .filter(({ path }) => /(^|\/)web\.xml$/.test(path) && !/(^|\/)src\/test\//.test(path))
    .map(readWebXml);

function readWebXml({ path, text: raw }: TextFile): WebXml {
  const text = blanked(raw, /<!--[\s\S]*?-->/g);
  const blocks = (tag: string): readonly { readonly body: string; readonly line: number }[] =>
    [...text.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map((match) => ({
      body: match[1] ?? '',
      line: lineAt(text, match.index),
    }));
  const mappingsOf = (tag: string, name: string): readonly ServletMapping[] =>
    blocks(tag).flatMap(({ body, line }) =>
      all(body, 'url-pattern').map((pattern) => ({ servlet: one(body, name) ?? '', pattern, line })),
    );
  return {
    path,
    servlets: new Map(
      blocks('servlet').map(({ body, line }) => [
        one(body, 'servlet-name') ?? '',
        {
          target: one(body, 'servlet-class') ?? one(body, 'jsp-file') ?? '',
          parameters: parametersOf(body),
          line,
        },
      ]),
    ),
    mappings: mappingsOf('servlet-mapping', 'servlet-name'),
    filters: new Map(
      blocks('filter').map(({ body }) => [one(body, 'filter-name') ?? '', one(body, 'filter-class') ?? '']),
    ),
    filterMappings: mappingsOf('filter-mapping', 'filter-name'),
    constraints: blocks('security-constraint').flatMap(({ body, line }) =>
      body.includes('<auth-constraint')
        ? [
            {
              patterns: all(body, 'url-pattern'),
              methods: all(body, 'http-method'),
              roles: all(body, 'role-name'),
              line,
            },
          ]
        : [],
    ),
  };
}

const all = (text: string, tag: string): readonly string[] =>
  [...text.matchAll(new RegExp(`<${tag}>\\s*([^<]*?)\\s*</${tag}>`, 'g'))].flatMap((match) => match[1] ?? []);

const one = (text: string, tag: string): string | undefined => all(text, tag)[0];

const parametersOf = (body: string): ReadonlyMap<string, string> =>
  new Map(
    [...body.matchAll(/<init-param>([\s\S]*?)<\/init-param>/g)].map((match) => [
      one(match[1] ?? '', 'param-name') ?? '',
      one(match[1] ?? '', 'param-value') ?? '',
    ]),
  );
