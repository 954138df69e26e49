import type { Method, Parameter } from '../../../../model/api.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Opening } from '../code.ts';
import { looksAtCaller, reachedText } from '../rails/judging.ts';
import { readsOf } from '../reads.ts';
import type { Call } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import type { Api, Level } from './grape.ts';
import { isCommonMethod } from '../../http/methods.ts';
import { originIn } from '../../languages/syntax.ts';

/** The routes of one verb, with what its group declared for it. */
export function endpoint(api: Api, opening: Opening, call: Call, level: Level): void {
  const scope = { code: api.code, namespace: opening.name };
  const verbsOf =
    call.name === 'route'
      ? listOf(call.args[0], scope).map((text) => text.toUpperCase())
      : [call.name.toUpperCase()];
  const methods: readonly Method[] = verbsOf.some((verb) => verb === 'ANY' || verb === '*')
    ? ['ANY']
    : verbsOf.filter(isCommonMethod);
  const paths = (call.name === 'route' ? call.args.slice(1) : call.args).flatMap((arg) =>
    arg.type === 'array' ? arg.children : [arg],
  );
  const all = paths.length === 0 ? [rootPath] : paths.map((arg) => textOf(arg, scope));
  const text = call.block === undefined ? '' : reachedText(api.lineage, call.block, new Set(), 0);
  for (const own of all) {
    const path = grapePath(
      [level.prefix, level.version ?? rootPath, level.path, own].reduce(joinPaths, rootPath),
    );
    const read =
      call.block === undefined
        ? []
        : readsOf([call.block], { file: opening.file, scope, methods, lineage: api.lineage });
    const place = methods.some((method) => /^(POST|PUT|PATCH)$/.test(method)) ? 'body' : 'query';
    const told = level.parameters.map((parameter): Parameter => ({
      ...parameter,
      in: path.text.includes(`{${parameter.name}}`) ? 'path' : place,
    }));
    const names = new Set(told.map((parameter) => parameter.name));
    api.out.push({
      technology: 'grape',
      methods,
      path,
      guards: level.guards,
      handler: { file: opening.file, line: call.node.line },
      handlerLooksAtCredentials: looksAtCaller(text),
      // What is read without being declared comes from the query or the body all the same; Grape merges both.
      parameters: [
        ...told,
        ...read.filter(
          ({ name, in: where }) =>
            !names.has(name) &&
            (where === 'header' || where === 'cookie' || !path.text.includes(`{${name}}`)),
        ),
      ],
      origin: originIn(opening.file, call.node),
    });
  }
}

const grapePath = (path: RoutePath): RoutePath => ({
  ...path,
  text: path.text
    .replaceAll(/\([^()]*\)/g, '')
    .replaceAll(/:([A-Za-z_]\w*)/g, '{$1}')
    .replaceAll(/\*([A-Za-z_]\w*)/g, '{*$1}')
    .replace(/(?<!\{)\*/, '{*}')
    .replace(/\.json$/, ''),
});
