import { withHandlerCheck } from '../../anonymous/declared-handler.ts';
import { asNobody } from '../../anonymous/handler.ts';
import type { AsNobody, Given } from '../../anonymous/handler.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { sentAsId, sentForPassword, sentInPath } from '../../link-secrets.ts';
import type { ClassDeclaration, MethodDeclaration, ParameterDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import { bodyFields } from '../fields.ts';
import { scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import { typesIn } from '../statements/typing.ts';
import { bodyOf } from './bodies.ts';
import { languageOf } from './language.ts';
import { nodesOf } from './nodes.ts';
import { handlerWords } from './words.ts';

/** What a handler that is a method does itself to whoever has no credentials. */
export const withHandlerChecks = (world: World, route: DeclaredRoute): DeclaredRoute =>
  withHandlerCheck(route, () => {
    const found = methodAt(world, route);
    return found === undefined ? undefined : runAsNobody(world, found.method, found.owner, route.path.text);
  });

interface Found {
  readonly method: MethodDeclaration;
  readonly owner: ClassDeclaration;
}

function methodAt(world: World, { handler }: DeclaredRoute): Found | undefined {
  if (handler === undefined) return undefined;
  for (const owner of everyClass(world.file(handler.file)?.classes ?? []))
    for (const method of owner.methods)
      if (method.line === handler.line && method.body !== undefined) return { method, owner };
  return undefined;
}

function runAsNobody(
  world: World,
  method: MethodDeclaration,
  owner: ClassDeclaration,
  path: string,
): AsNobody {
  const documents = new Set(
    method.parameters.flatMap(({ type }) =>
      type !== undefined && bodyFields(world, type, scopeOf(owner)) !== undefined
        ? [lastName(type.name)]
        : [],
    ),
  );
  const body = bodyOf(typesIn(world), method, owner);
  const nodes = nodesOf(method.body?.() ?? []);
  const text = nodes.map((node) => node.text).join('\n');
  const given = method.parameters.flatMap((each): Given => {
    const sent = sentAs(world, each, owner);
    if (sent === undefined) return [];
    const isInPath = path.includes(`{${sent}}`);
    return [[each.name, isInPath ? inPath(path, sent, each, text) : sentForPassword(path, sent)]];
  });
  return asNobody(languageOf(body, handlerWords(documents)), nodes, given);
}

/** A number is no secret: the next one is found by counting. */
const inPath = (path: string, sent: string, { type }: ParameterDeclaration, text: string): string =>
  (/^(String|UUID)$/.test(lastName(type?.name ?? '')) ? sentAsId(sent, text) : undefined) ??
  sentInPath(path, sent);

const carrying =
  /^(PathVariable|RequestParam|RequestHeader|CookieValue|MatrixVariable|PathParam|QueryParam|FormParam|HeaderParam|CookieParam|Header|QueryValue|Param|RestPath|RestQuery|RestForm|RestHeader|Path|Query|FormField|Part)$/;
const simple = /^(String|CharSequence|UUID|long|Long|int|Integer|Int|Optional)$/;

/** The name under which a parameter is sent. */
function sentAs(
  world: World,
  { name, type, annotations }: ParameterDeclaration,
  owner: ClassDeclaration,
): string | undefined {
  const mark = annotations.find((each) => carrying.test(lastName(each.name)));
  if (mark === undefined)
    return annotations.length === 0 && simple.test(lastName(type?.name ?? '')) ? name : undefined;
  const written = mark.args.find((each) => each.name === undefined || /^(value|name)$/.test(each.name));
  const text = written === undefined ? undefined : textOf(world, written.value, scopeOf(owner)).text;
  return text === undefined || text === '' ? name : text;
}
