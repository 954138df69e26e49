import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { attributesOf } from '../attributes.ts';
import { boundParameters } from '../binding.ts';
import type { Code } from '../code.ts';
import { attributesOfType, lineageOf, methodsOf } from '../code.ts';
import { looksAtCredentials } from '../credentials.ts';
import { meaningOf } from '../judging.ts';
import { modifiers, nameOf } from '../syntax.ts';
import { originIn } from '../../languages/syntax.ts';

interface Mapping {
  readonly path: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly file: string;
  readonly origin: DeclaredRoute['origin'];
}

/** Methods of a SignalR hub that clients call, as `/hub/Method`; the hub alone where it has none. */
export function hubRoutes(
  code: Code,
  name: string,
  { path, guards, file, origin }: Mapping,
): readonly DeclaredRoute[] {
  const type = code.find(name, file);
  const types = type === undefined ? [] : lineageOf(code, type).types;
  const onClass = types.flatMap((each) =>
    attributesOfType(code, each).map((attribute) =>
      meaningOf(code, attribute, { file: each.file, type: each }),
    ),
  );
  const methods = types.flatMap((each) =>
    methodsOf(code, each).filter(({ node }) => {
      const words = modifiers(node);
      return words.includes('public') && !words.includes('override') && !words.includes('static');
    }),
  );
  const own = onClass.flatMap((meaning) => (meaning.kind === 'guard' ? [meaning.guard] : []));
  const base = {
    technology: 'signalr',
    methods: ['ANY'],
    protocol: 'ws',
    guards: [...guards, ...own],
    origin,
  } as const;
  if (methods.length === 0)
    return [
      { ...base, path, parameters: [], handlerLooksAtCredentials: type === undefined ? 'unseen' : 'no' },
    ];
  return methods.map(({ node, type: part }): DeclaredRoute => {
    const meanings = attributesOf(node).map((attribute) =>
      meaningOf(code, attribute, { file: part.file, type: part }),
    );
    return {
      ...base,
      path: { ...path, text: `${path.text}/${nameOf(node)}` },
      guards: [
        ...base.guards,
        ...meanings.flatMap((meaning) => (meaning.kind === 'guard' ? [meaning.guard] : [])),
      ],
      handler: { file: part.file, line: node.line, name: `${name}.${nameOf(node)}` },
      handlerLooksAtCredentials: looksAtCredentials(node.text),
      parameters: boundParameters(code, node, {
        file: part.file,
        path: '',
        rules: { simple: 'body', complex: 'body' },
      }),
      origin: originIn(part.file, node),
    };
  });
}
