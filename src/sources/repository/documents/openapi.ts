import type { ApiDocument } from '../../../model/api.ts';
import type { YamlView } from '../yaml.ts';
import { documentedParameters, statusesOf } from './documented.ts';

type Operation = ApiDocument['operations'][number];

const methods = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']);

/** OpenAPI 3 and Swagger 2: each operation with its line and whether security is asked for. */
export function readOpenApi(path: string, root: YamlView): ApiDocument | undefined {
  const version = root.at('openapi').text() ?? root.at('swagger').text();
  if (version === undefined || !root.at('paths').exists) return undefined;
  const base = (root.at('basePath').text() ?? serverPath(root)).replace(/\/$/, '');
  const general = root.at('security');
  return {
    path,
    kind: 'openapi',
    version,
    ...(base === '' ? {} : { base }),
    operations: root
      .at('paths')
      .entries()
      .flatMap(([at, item]) =>
        item
          .entries()
          .filter(([method]) => methods.has(method))
          .map(([method, operation]): Operation => ({
            method: method.toUpperCase(),
            path: `${base}${at}`,
            secured: isSecured(operation.at('security'), general),
            parameters: documentedParameters(root, item, operation),
            ...statusesOf(operation),
            line: operation.line,
          })),
      ),
    origin: { kind: 'read', file: path, line: 1 },
  };
}

/** The path that the first server's address has, variables at their defaults; one with other variables is not known. */
function serverPath(root: YamlView): string {
  const server = root.at('servers').items()[0];
  const written = server?.at('url').text() ?? '';
  const url = written.replaceAll(
    /\{([^{}]+)\}/g,
    (whole, name: string) => server?.at('variables').at(name).at('default').text() ?? whole,
  );
  const [, path = ''] = /^(?:https?:\/\/[^/]*)?(\/[^?#]*)?$/.exec(url) ?? [];
  return path.includes('{') ? '' : path;
}

/** An empty list, or one that holds the empty requirement, lets everybody in. */
export function isSecured(own: YamlView, general: YamlView): boolean {
  const items = (own.exists ? own : general).items();
  return items.length > 0 && items.every((item) => item.entries().length > 0);
}

/** AsyncAPI 2 and 3: operations on channels. */
export function readAsyncApi(path: string, root: YamlView): ApiDocument | undefined {
  const version = root.at('asyncapi').text();
  if (version === undefined) return undefined;
  const secured = root
    .at('servers')
    .entries()
    .some(([, server]) => server.at('security').items().length > 0);
  const classic = root
    .at('channels')
    .entries()
    .flatMap(([channel, view]) =>
      ['publish', 'subscribe']
        .filter((action) => view.at(action).exists)
        .map((action): Operation => ({
          method: action.toUpperCase(),
          path: channel,
          secured,
          line: view.at(action).line,
        })),
    );
  const modern = root
    .at('operations')
    .entries()
    .map(([name, view]): Operation => ({
      method: (view.at('action').text() ?? 'send').toUpperCase(),
      path: view.at('channel').at('$ref').text()?.replace('#/channels/', '') ?? name,
      secured,
      line: view.line,
    }));
  return {
    path,
    kind: 'asyncapi',
    version,
    operations: [...classic, ...modern],
    origin: { kind: 'read', file: path, line: 1 },
  };
}
