import type { Method } from '../../../../model/api.ts';
import { isMethod } from '../../http/methods.ts';
import { joinPaths } from '../../http/paths.ts';
import type { Repository } from '../../gather.ts';
import { parseJson } from '../../json.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { judged } from '../judging.ts';
import type { Frame, Group, RouteDraft } from './values.ts';

type Added = Omit<RouteDraft, 'guards' | 'anonymous'>;

/** What `MapReverseProxy()` hands on: the routes of the settings beside the project. What answers stands elsewhere. */
export function proxyRoutes(
  repository: Repository,
  group: Group,
  frame: Frame,
  node: SyntaxNode,
): readonly Added[] {
  const found = routesFor(repository, frame.file).map(({ path, methods, policy }): Added => ({
    methods,
    path: joinPaths(group.prefix, { text: path, resolved: true }),
    group:
      policy === undefined
        ? group
        : {
            prefix: group.prefix,
            parent: group,
            guards: /^anonymous$/i.test(policy)
              ? []
              : [judged('AuthorizationPolicy', 'authorisation', frame.file, node)],
            anonymous: /^anonymous$/i.test(policy),
          },
    frame,
    node,
  }));
  if (found.length > 0) return found;
  const why = 'the routes of the proxy are given where they were not found';
  return [
    {
      methods: ['ANY'],
      path: joinPaths(group.prefix, { text: '', resolved: false, why }),
      group,
      frame,
      node,
    },
  ];
}

interface ProxyRoute {
  readonly path: string;
  readonly methods: readonly Method[];
  readonly policy?: string;
}

/** Of the settings nearest above the file. */
function routesFor({ files }: Repository, file: string): readonly ProxyRoute[] {
  const settings = [...files.values()].filter(({ path }) => /(^|\/)appsettings\.json$/.test(path));
  const folder = (path: string): string => path.replace(/[^/]*$/, '');
  const [near] = settings
    .filter(({ path }) => file.startsWith(folder(path)))
    .toSorted((a, b) => b.path.length - a.path.length);
  if (near === undefined) return [];
  return parseJson(near.text)
    .at('ReverseProxy')
    .at('Routes')
    .entries()
    .flatMap(([, route]): readonly ProxyRoute[] => {
      const path = route.at('Match').at('Path').text();
      if (path === undefined) return [];
      const methods = route
        .at('Match')
        .at('Methods')
        .items()
        .flatMap((each) => each.text()?.toUpperCase() ?? [])
        .filter(isMethod);
      const policy = route.at('AuthorizationPolicy').text();
      return [
        {
          path,
          methods: methods.length === 0 ? ['ANY'] : methods,
          ...(policy === undefined ? {} : { policy }),
        },
      ];
    });
}
