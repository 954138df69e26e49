import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { Code } from '../code.ts';
import { walkCode } from '../code.ts';
import type { Scope } from '../names.ts';
import { isDisabling, jvmSetting, namesIn, receiverName } from './call.ts';

/** Ways of signing in that leave a cookie, which browsers send along by themselves. */
const keepsCookie = /^(formLogin|oauth2Login|saml2Login|rememberMe|openidLogin)$/;

/**
 * `csrf().disable()` in its forms, with whether the same chain of filters signs people in by a cookie. A chain without
 * a session, or one that reads a token from a header, needs no check.
 */
export function forgeryChecks(
  scope: Scope,
  method: string,
  body: readonly Code[],
): readonly SecuritySetting[] {
  let off: Code | undefined;
  let cookies = false;
  let stateless = false;
  walkCode(body, (part) => {
    if (part.kind === 'member' && part.name === 'STATELESS') stateless = true;
    if (part.kind !== 'call') return;
    if (switchesOff(part)) off ??= part;
    if (keepsCookie.test(part.name) && !part.args.some(({ value }) => isDisabling(value))) cookies = true;
    if (
      /^(oauth2ResourceServer|addFilterBefore)$/.test(part.name) &&
      namesIn(part).some((name) => /jwt|bearer|token/i.test(name))
    )
      stateless = true;
  });
  if (off === undefined) return [];
  return [
    jvmSetting(
      { scope, code: off, goesTo: method === '' ? [] : [method] },
      'forgery-check',
      'csrf().disable',
      {
        values: { enabled: false, cookies: cookies && !stateless },
      },
    ),
  ];
}

/** `csrf().disable()`, `csrf(c -> c.disable())`, `csrf(AbstractHttpConfigurer::disable)`, `csrf { disable() }`. */
function switchesOff(call: Code & { readonly kind: 'call' }): boolean {
  if (call.name === 'disable') return receiverName(call.on) === 'csrf';
  return call.name === 'csrf' && call.args.some(({ value }) => isDisabling(value));
}
