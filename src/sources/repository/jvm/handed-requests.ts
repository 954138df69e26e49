import { bodyOf } from './anonymous/bodies.ts';
import type { ClassDeclaration, MethodDeclaration } from './classes.ts';
import type { Code } from './code.ts';
import { lastName, walkCode } from './code.ts';
import type { HandlerMethod } from './handlers.ts';
import { headers } from './credential-headers.ts';
import { calleesOf } from './statements/callees.ts';
import type { Body } from './statements/typing.ts';
import { typesIn } from './statements/typing.ts';
import { textOf } from './values.ts';
import type { World } from './world.ts';

const requests =
  /^(HttpServletRequest|ServletRequest|ServerHttpRequest|ServerWebExchange|ServerRequest|HttpRequest|HttpHeaders|ContainerRequestContext|WebRequest|NativeWebRequest)$/;

/** Whether the body of a method asks who calls. */
type Looks = (body: readonly Code[], owner: ClassDeclaration) => boolean;

/**
 * The whole request goes to other code, which may look at anything of it: to code that is not in the repository, or to
 * methods that ask who calls.
 */
export function handsRequestOn(
  world: World,
  { method, owner, parameters }: HandlerMethod,
  looks: Looks,
): boolean {
  const names = parameters.flatMap(({ type, declaration }) =>
    requests.test(lastName(type?.name ?? '')) ? [declaration.name] : [],
  );
  return names.length > 0 && goesOn({ world, looks, running: [] }, { method, owner }, names);
}

interface Following {
  readonly world: World;
  readonly looks: Looks;
  readonly running: readonly MethodDeclaration[];
}

interface Followed {
  readonly method: MethodDeclaration;
  readonly owner?: ClassDeclaration;
}

function goesOn(following: Following, { method, owner }: Followed, names: readonly string[]): boolean {
  const statements = method.body?.();
  if (statements === undefined || owner === undefined || following.running.length > 4) return true;
  if (following.running.includes(method)) return false;
  if (following.running.length > 0 && following.looks(statements, owner)) return true;
  const inner = { ...following, running: [...following.running, method] };
  const body = bodyOf(typesIn(following.world), method, owner);
  let found = false;
  walkCode(statements, (code) => {
    if (found || (code.kind !== 'call' && code.kind !== 'new')) return !found;
    found = code.kind === 'call' && following.running.length > 0 && readsCookies(body, code, names);
    if (found) return false;
    const places = code.args.flatMap(({ value }, at) =>
      value.kind === 'name' && names.includes(value.name) ? [at] : [],
    );
    if (places.length === 0) return true;
    const callees = calleesOf(body, code);
    found = callees.length === 0 || callees.some((called) => goesOn(inner, called, namesAt(called, places)));
    return !found;
  });
  return found;
}

/** A cookie, or a header of a name that only the caller of a helper knows, may be a credential. */
function readsCookies(
  { types, scope }: Body,
  { name, on, args }: Code & { readonly kind: 'call' },
  names: readonly string[],
): boolean {
  if (on?.kind !== 'name' || !names.includes(on.name)) return false;
  if (/cookie/i.test(name)) return true;
  if (!/^get(Header|Headers|HeaderNames)$/.test(name) || args[0]?.value.kind === 'text') return false;
  const header = textOf(types.world, args[0]?.value, scope).text;
  return header === undefined || headers.test(header);
}

const namesAt = ({ method }: Followed, places: readonly number[]): readonly string[] =>
  places.flatMap((at) => method.parameters[at]?.name ?? []);
