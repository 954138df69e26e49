import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { Code } from '../code.ts';
import { dotted, walkCode } from '../code.ts';
import type { JvmCall } from './call.ts';
import { callsOn, chainOf, constantNumber, constantText, jvmSetting, receiverName } from './call.ts';

/** `new Cookie(…)` of servlets with its setters, `ResponseCookie.from(…)` of Spring with its chain. */
export function cookies(call: JvmCall): readonly SecuritySetting[] {
  const { code, name, on, given } = call;
  if (code.kind === 'new') return name === 'Cookie' && given.length === 2 ? servletCookie(call) : [];
  if (name !== 'build') return [];
  const chain = chainOf(code);
  const start = chain.at(-1);
  if (
    on === '' ||
    start === undefined ||
    start.name !== 'from' ||
    receiverName(start.on) !== 'ResponseCookie'
  )
    return [];
  return cookieOf(call, 'ResponseCookie.from', start.args[0]?.value, chain.slice(1, -1), true);
}

function servletCookie(call: JvmCall): readonly SecuritySetting[] {
  const { body, variable, given } = call;
  const [, value] = given;
  // An empty value takes the cookie away.
  if (value === undefined || value.kind === 'null' || constantText(call, value) === '') return [];
  const setters = callsOn(body, variable);
  return cookieOf(call, 'new Cookie', given[0], setters, variable !== '' && !isHandedOn(body, variable));
}

function cookieOf(
  call: JvmCall,
  as: string,
  named: Code | undefined,
  setters: readonly (Code & { kind: 'call' })[],
  complete: boolean,
): readonly SecuritySetting[] {
  const name = constantText(call, named);
  const values: Record<string, Json> = name === undefined ? {} : { name };
  const open: string[] = name === undefined ? ['name'] : [];
  for (const setter of setters) {
    const attribute = /^(?:set)?(secure|httpOnly|sameSite|maxAge|attribute)$/i
      .exec(setter.name)?.[1]
      ?.toLowerCase();
    const [value] = setter.args.map((each) => each.value);
    if (attribute === 'maxage' && constantNumber(call, value) === 0) return [];
    if (attribute === 'attribute') open.push('attributes');
    const told = attribute === 'httponly' ? 'httpOnly' : attribute === 'samesite' ? 'sameSite' : attribute;
    if (told !== 'secure' && told !== 'httpOnly' && told !== 'sameSite') continue;
    const text = constantText(call, value);
    if (value?.kind === 'boolean') values[told] = value.value;
    else if (told === 'sameSite' && text !== undefined) values[told] = text.toLowerCase();
    else open.push(told);
  }
  return [jvmSetting(call, 'cookie', as, { values, open, complete })];
}

/** To anything but the response: there its attributes may be set. */
function isHandedOn(body: readonly Code[], variable: string): boolean {
  let handed = false;
  walkCode(body, (part) => {
    if (part.kind === 'return' && dotted(part.value) === variable) handed = true;
    if (part.kind === 'call' && !/^(addCookie|add)$/.test(part.name))
      handed ||= part.args.some(({ value }) => dotted(value) === variable);
  });
  return handed;
}
