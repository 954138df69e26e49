import type { Known } from '../../anonymous/language.ts';
import type { Code } from '../code.ts';
import { calleesOf } from '../statements/callees.ts';
import type { Body } from '../statements/typing.ts';

/** What filters of Shiro ask: they say no to whoever has not signed in, as long as the target does not write them again. */
const questions = /^(isAccessAllowed|isLoginAttempt|isLoginRequest|executeLogin|onAccessDenied)$/;

const isFilter = ({ owner }: Body): boolean =>
  owner?.methods.some(({ name }) => questions.test(name)) === true;

/** What the words of a filter of Shiro answer for somebody who has not signed in. */
export function inShiroFilter(body: Body, code: Code | undefined): Known | undefined {
  if (code?.kind !== 'call' || !isFilter(body)) return undefined;
  if (code.on !== undefined && code.on.kind !== 'this')
    return code.name !== 'login' && isSubject(body, code.on) ? 'absent' : undefined;
  if (!questions.test(code.name)) return undefined;
  // `super.isAccessAllowed(…)` inside the same: what the library does.
  const [found] = calleesOf(body, code);
  return found === undefined || found.method === body.method ? 'absent' : undefined;
}

/** `getSubject(request, response).login(token)`: nobody can, without a credential. */
export const signsInByFilter = (body: Body, code: Code | undefined): boolean =>
  code?.kind === 'call' && code.name === 'login' && isFilter(body) && isSubject(body, code.on);

function isSubject(body: Body, code: Code | undefined): boolean {
  if (code?.kind === 'call') return code.name === 'getSubject';
  return code?.kind === 'name' && body.locals.get(code.name)?.type.name === 'Subject';
}
