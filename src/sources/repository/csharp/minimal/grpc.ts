import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { originIn } from '../../languages/syntax.ts';
import { attributesOf } from '../attributes.ts';
import type { Code } from '../code.ts';
import { attributesOfType, basesOf, lineageOf, methodsOf } from '../code.ts';
import { looksAtCredentials } from '../credentials.ts';
import { meaningOf } from '../judging.ts';
import { modifiers, nameOf } from '../syntax.ts';

interface Mapping {
  readonly guards: readonly JudgedGuard[];
  readonly origin: DeclaredRoute['origin'];
  readonly file: string;
}

/** Methods that a service of gRPC answers: `MapGrpcService<T>()` maps them below the name its description gives it. */
export function grpcRoutes(
  code: Code,
  name: string,
  { guards, origin, file }: Mapping,
): readonly DeclaredRoute[] {
  const type = code.find(name, file);
  const types = type === undefined ? [] : lineageOf(code, type).types;
  const path = pathOf(
    code,
    name,
    types.flatMap((each) => basesOf(code, each)).map(({ text }) => text),
  );
  const base = { technology: 'grpc', methods: ['POST'], protocol: 'grpc', parameters: [], origin } as const;
  const open: RoutePath = { text: path.text, resolved: false, why: `the methods of ${name} were not found` };
  const methods = types.flatMap((each) =>
    methodsOf(code, each).filter(({ node }) => modifiers(node).includes('override')),
  );
  if (methods.length === 0) return [{ ...base, guards, path: open, handlerLooksAtCredentials: 'unseen' }];
  const onClass = types.flatMap((each) =>
    attributesOfType(code, each).map((attribute) =>
      meaningOf(code, attribute, { file: each.file, type: each }),
    ),
  );
  return methods.map(({ node, type: part }): DeclaredRoute => {
    const own = attributesOf(node).map((attribute) =>
      meaningOf(code, attribute, { file: part.file, type: part }),
    );
    const all = [...onClass, ...own];
    const isOpen = all.some(({ kind }) => kind === 'anonymous');
    return {
      ...base,
      path: { ...path, text: `${path.text}/${nameOf(node)}` },
      guards: isOpen
        ? []
        : [...guards, ...all.flatMap((each) => (each.kind === 'guard' ? [each.guard] : []))],
      handler: { file: part.file, line: node.line, name: `${name}.${nameOf(node)}` },
      handlerLooksAtCredentials: looksAtCredentials(node.text),
      origin: originIn(part.file, node),
    };
  });
}

/** `shop.Orders` for a class above which `Orders.OrdersBase` stands. */
function pathOf({ program }: Code, name: string, bases: readonly string[]): RoutePath {
  const service = bases.flatMap((base) => /(?:^|\.)(\w+)\.\1Base$/.exec(base)?.[1] ?? [])[0];
  if (service === undefined)
    return { text: name, resolved: false, why: `the description of ${name} was not found` };
  for (const { path, text } of program.repository.files.values()) {
    if (!path.endsWith('.proto') || !new RegExp(`\\bservice\\s+${service}\\b`).test(text)) continue;
    const within = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1];
    return { text: within === undefined ? service : `${within}.${service}`, resolved: true };
  }
  return { text: service, resolved: false, why: `the description of ${service} was not found` };
}
