import { withoutLinkSecrets } from '../../anonymous/handler.ts';
import type { Given, WithoutSecret } from '../../anonymous/handler.ts';
import { keepsOut } from '../../http/access.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { ClassDeclaration, MethodDeclaration, ParameterDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import { bodyFields } from '../fields.ts';
import { scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import { bodyOf, typesIn } from './bodies.ts';
import { languageOf } from './language.ts';
import { nodesOf } from './nodes.ts';
import { handlerWords } from './words.ts';

/** What handlers that are methods do themselves to whoever lacks the secrets of their links. */
export function withHandlerChecks(world: World, route: DeclaredRoute): DeclaredRoute {
  if (route.guards.some((guard) => !guard.passes && keepsOut(guard))) return route;
  if (![route.path.text, ...route.parameters.map(({ name }) => name)].some((name) => mayBeSecret.test(name)))
    return route;
  const found = methodAt(world, route);
  const told = found === undefined ? undefined : withoutSecret(world, found.method, found.owner);
  if (told === undefined || told.kind === 'served') return route;
  if (told.kind === 'perhaps') return { ...route, handlerLooksAtCredentials: 'perhaps' };
  const origin = { kind: 'read', file: route.handler?.file ?? '', line: route.handler?.line ?? 1 } as const;
  const guard = { name: told.secret, kind: 'authentication', requires: [], origin } as const;
  const judged = { guard, resolved: true, conditional: false, passes: false };
  return { ...route, guards: [...route.guards, judged] };
}

/** A secret, or a value by which something is looked up in a column that is one. */
const mayBeSecret = /token|secret|sign|hmac|key|hash|code|uuid|guid/i;

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

function withoutSecret(world: World, method: MethodDeclaration, owner: ClassDeclaration): WithoutSecret {
  const documents = new Set(
    method.parameters.flatMap(({ type }) =>
      type !== undefined && bodyFields(world, type, scopeOf(owner)) !== undefined
        ? [lastName(type.name)]
        : [],
    ),
  );
  const body = bodyOf(typesIn(world), method, owner);
  const given = method.parameters.flatMap((each): Given => {
    const sent = sentAs(world, each, owner);
    return sent === undefined ? [] : [[each.name, sent]];
  });
  return withoutLinkSecrets(languageOf(body, handlerWords(documents)), nodesOf(method.body?.() ?? []), given);
}

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
