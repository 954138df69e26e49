import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { TextFile } from '../../gather.ts';
import { expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { credentialSigns } from '../credentials.ts';
import { handlerMethods } from '../handlers.ts';
import type { HandlerMethod } from '../handlers.ts';
import { scopeOf } from '../names.ts';
import type { Reading } from '../readings.ts';
import { readParameters } from '../readings.ts';
import { verdictOf } from '../role-annotations.ts';
import type { World } from '../world.ts';

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const reading: Reading = {
  named: {
    header: 'header',
    getHeader: 'header',
    cookie: 'cookie',
    getCookie: 'cookie',
    getQueryString: 'query',
    queryString: 'query',
  },
  whole: [
    'asJson',
    'asText',
    'asBytes',
    'asRaw',
    'asXml',
    'asMultipartFormData',
    'asFormUrlEncoded',
    'parseJson',
  ],
  other: (code, textOf) => {
    if (code.kind !== 'call' || code.name !== 'get' || code.on?.kind !== 'call' || code.on.name !== 'cookies')
      return [];
    const name = textOf(code.args[0]?.value);
    return name === undefined ? [] : [[name, 'cookie']];
  },
};

/** Routes of Play: the files of `conf`, and those they include under a prefix. */
export function playRoutes(world: World): readonly DeclaredRoute[] {
  const files = [...world.repository.files.values()].filter(({ path }) =>
    /(^|\/)conf\/([\w.-]+\.)?routes$/.test(path),
  );
  const included = new Set(
    files.flatMap(({ text }) =>
      [...text.matchAll(/^\s*->\s+\S+\s+([\w.]+)\.Routes/gm)].map((match) => match[1]),
    ),
  );
  const nameOf = ({ path }: TextFile): string =>
    path.slice(path.lastIndexOf('/') + 1).replace(/\.?routes$/, '');
  return files
    .filter((file) => !included.has(nameOf(file)))
    .flatMap((file) => fileRoutes(world, file, '', files, 0));
}

function fileRoutes(
  world: World,
  file: TextFile,
  prefix: string,
  files: readonly TextFile[],
  depth: number,
): readonly DeclaredRoute[] {
  if (depth > 6) return [];
  const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  return file.text.split('\n').flatMap((line, at): readonly DeclaredRoute[] => {
    const include = /^\s*->\s+(\S+)\s+([\w.]+)\.Routes/.exec(line);
    if (include?.[1] !== undefined) {
      const found =
        files.find(({ path }) => path === `${folder}${include[2]}.routes`) ??
        files.find(({ path }) => path.endsWith(`/${include[2]}.routes`));
      return found === undefined || found === file
        ? []
        : fileRoutes(world, found, `${prefix}/${include[1]}`, files, depth + 1);
    }
    const route = /^\s*([A-Z]+)\s+(\S+)\s+@?([\w.]+)\s*(?:\((.*)\))?\s*$/.exec(line);
    const method = methods.find((each) => each === route?.[1]);
    if (route === null || method === undefined) return [];
    return [
      routeOf(world, {
        file,
        line: at + 1,
        method,
        path: `${prefix}/${route[2] ?? ''}`,
        action: route[3] ?? '',
        args: route[4] ?? '',
      }),
    ];
  });
}

interface Line {
  readonly file: TextFile;
  readonly line: number;
  readonly method: Method;
  readonly path: string;
  readonly action: string;
  readonly args: string;
}

function routeOf(world: World, { file, line, method, path, action, args }: Line): DeclaredRoute {
  const text = path
    .replaceAll(/\$(\w+)<[^>]*>/g, '{$1}')
    .replaceAll(/:(\w+)/g, '{$1}')
    .replaceAll(/\*(\w+)/g, '{*$1}');
  const inPath = new Set([...text.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1] ?? ''));
  const origin = { kind: 'read', file: file.path, line } as const;
  const found = actionOf(world, action, file.path);
  const body = found?.handler.method.body?.();
  const place =
    found === undefined
      ? undefined
      : {
          file: found.handler.owner.file.path,
          line: found.handler.method.line,
          name: `${found.of.name}.${found.handler.method.name}`,
        };
  const read =
    found === undefined || body === undefined || place === undefined
      ? []
      : readParameters(
          world,
          { place, parameters: [], body, scope: scopeOf(found.handler.owner), owner: found.of },
          reading,
        );
  const own = found === undefined ? [] : expand(world, found.of.annotations, scopeOf(found.of));
  const verdict = found === undefined ? undefined : verdictOf(world, found.handler.annotations, own);
  return {
    technology: 'play',
    methods: [method],
    path: { text, resolved: true },
    guards: verdict?.kind === 'checks' ? verdict.guards : [],
    ...(place === undefined ? {} : { handler: place }),
    handlerLooksAtCredentials: found === undefined ? 'unseen' : credentialSigns(world, found.handler),
    parameters: [...argumentsOf(args, inPath, origin), ...read],
    origin,
  };
}

/** `id: Long, page: Int ?= 1, file = "x"`: what is not in the path is of the query; a fixed value is nothing a caller sends. */
function argumentsOf(
  args: string,
  inPath: ReadonlySet<string>,
  origin: Parameter['origin'],
): readonly Parameter[] {
  const plain = args.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return plain.split(',').flatMap((part): readonly Parameter[] => {
    const match = /^\s*(\w+)\s*(?::\s*([\w.[\]]+))?\s*(\?=|=)?/.exec(part);
    const [, name, type, given] = match ?? [];
    if (name === undefined || given === '=' || /(^|\.)Request(Header)?$/.test(type ?? '')) return [];
    const typed = type === undefined ? {} : { type };
    return [
      { name, in: inPath.has(name) ? 'path' : 'query', ...typed, required: given === undefined, origin },
    ];
  });
}

function actionOf(
  world: World,
  action: string,
  near: string,
): { readonly of: ClassDeclaration; readonly handler: HandlerMethod } | undefined {
  const dot = action.lastIndexOf('.');
  const of = world.qualified(action.slice(0, dot), near);
  const handler =
    of === undefined
      ? undefined
      : handlerMethods(world, of).find(({ method }) => method.name === action.slice(dot + 1));
  return of === undefined || handler === undefined ? undefined : { of, handler };
}
