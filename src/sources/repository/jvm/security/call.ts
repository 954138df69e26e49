import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { originIn } from '../../languages/syntax.ts';
import { securitySetting } from '../../security/setting.ts';
import type { ToldOfSetting } from '../../security/setting.ts';
import { wordsIn } from '../../security/words.ts';
import type { Code } from '../code.ts';
import { dotted, lastName, walkCode } from '../code.ts';
import type { Scope } from '../names.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';

export type Called = Code & { readonly kind: 'call' | 'new' };

/** A call or a creation of Java or Kotlin with what stands around it. */
export interface JvmCall {
  readonly world: World;
  readonly scope: Scope;
  readonly code: Called;
  /** Of a call its own name, of a creation that of the class. */
  readonly name: string;
  /** The last name of what it is called on: `MessageDigest` of `MessageDigest.getInstance`. */
  readonly on: string;
  readonly given: readonly Code[];
  /** The method around it. */
  readonly body: readonly Code[];
  /** Names that it goes to, then that of the function around it. */
  readonly goesTo: readonly string[];
  /** The variable that it fills; '' where it fills none. */
  readonly variable: string;
}

export const jvmSetting = (
  { scope, code, goesTo }: Pick<JvmCall, 'scope' | 'goesTo'> & { readonly code: { readonly line: number } },
  kind: SecuritySetting['kind'],
  call: string,
  told?: ToldOfSetting,
): SecuritySetting =>
  securitySetting(
    kind,
    call,
    { package: 'java', around: goesTo, origin: originIn(scope.file.path, code) },
    told,
  );

/** The last name of a receiver: of a chain that of the call before. */
export function receiverName(on: Code | undefined): string {
  if (on === undefined) return '';
  if (on.kind === 'call' || on.kind === 'member') return on.name;
  return on.kind === 'new' ? lastName(on.type.name) : lastName(dotted(on) ?? '');
}

/** A text that is known before the process runs. */
export const constantText = (
  { world, scope }: Pick<JvmCall, 'world' | 'scope'>,
  code: Code | undefined,
): string | undefined => (code === undefined ? undefined : textOf(world, code, scope).text);

/** A text that is written in the code, not in a file of settings. */
export function writtenText(
  call: Pick<JvmCall, 'world' | 'scope'>,
  code: Code | undefined,
): string | undefined {
  if (code === undefined) return undefined;
  if (code.kind === 'call' && /^(getBytes|toByteArray|encode|toCharArray)$/.test(code.name))
    return writtenText(call, code.on ?? code.args[0]?.value);
  const text = constantText(call, code);
  return text === undefined || isInjected(call, code) ? undefined : text;
}

/** A field that a setting fills. */
const isInjected = ({ scope }: Pick<JvmCall, 'scope'>, code: Code): boolean => {
  const name = lastName(dotted(code) ?? '');
  const field = scope.within?.fields.find((each) => each.name === name);
  return (
    code.kind === 'template' ||
    field?.annotations.some((each) => /(^|\.)(Value|ConfigProperty)$/.test(each.name)) === true
  );
};

export const constantNumber = (
  call: Pick<JvmCall, 'world' | 'scope'>,
  code: Code | undefined,
): number | undefined => {
  const text = constantText(call, code);
  return text !== undefined && /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
};

/** Names that a value mentions. */
export function namesIn(code: Code | undefined): readonly string[] {
  const names: string[] = [];
  if (code !== undefined)
    walkCode([code], (part) => {
      if (part.kind === 'name' || part.kind === 'member' || part.kind === 'call') names.push(part.name);
      // `request.getParameter("password")` is named by its text; any other text may be a secret.
      if (
        part.kind === 'call' &&
        /^(getParameter|getHeader|getString|formParam|queryParam|pathParam)$/.test(part.name)
      ) {
        const [key] = part.args;
        if (key?.value.kind === 'text' && /^\w{1,40}$/.test(key.value.value)) names.push(key.value.value);
      }
    });
  return wordsIn(names.join(' '));
}

/** Calls on a variable within the method. */
export function callsOn(body: readonly Code[], variable: string): readonly (Code & { kind: 'call' })[] {
  const found: (Code & { kind: 'call' })[] = [];
  if (variable === '') return found;
  walkCode(body, (part) => {
    if (part.kind === 'call' && receiverName(part.on) === variable && part.on?.kind !== 'call')
      found.push(part);
  });
  return found;
}

/** The calls of a chain, the last first: `sign`, `withClaim`, `create`. */
export function chainOf(code: Code): readonly (Code & { kind: 'call' })[] {
  const chain: (Code & { kind: 'call' })[] = [];
  for (let at: Code | undefined = code; at?.kind === 'call'; at = at.on) chain.push(at);
  return chain;
}

/** What is called on the result: `digest` of `MessageDigest.getInstance("MD5").digest(data)`. */
export function nextInChain({ code, body }: JvmCall): readonly (Code & { kind: 'call' })[] {
  const found: (Code & { kind: 'call' })[] = [];
  walkCode(body, (part) => {
    if (part.kind === 'call' && part.on === code) found.push(part);
  });
  return found;
}

/** `c -> c.disable()`, `AbstractHttpConfigurer::disable`, `{ disable() }`; not what disables a part of it. */
export function isDisabling(code: Code): boolean {
  if (code.kind === 'reference') return code.name === 'disable';
  if (code.kind !== 'lambda') return false;
  return code.body.some((each) => {
    const call = each.kind === 'return' ? each.value : each;
    if (call?.kind !== 'call' || call.name !== 'disable') return false;
    return call.on === undefined || call.on.kind === 'this' || /^(it|\w+)$/.test(dotted(call.on) ?? '');
  });
}
