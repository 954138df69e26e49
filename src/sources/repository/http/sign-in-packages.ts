import type { Value } from '../javascript/value.ts';

const packages = /^(next-auth|@auth\/core|@auth\/express)$/;
const functions = /^(default|Auth|AuthHandler|ExpressAuth)?$/;

/** The whole way of signing in, which packages serve for those who are not known: `NextAuth(req, res, options)`. */
export const servesSignIn = (value: Value | undefined): boolean =>
  value?.kind === 'library' && packages.test(value.package) && functions.test(value.path);

/** The handler that such a package makes: `NextAuth(options)`, `NextAuth(options).handlers.GET`. */
export const isSignInHandler = (value: Value): boolean => {
  const callee = value.kind === 'result' || value.kind === 'library' ? value : undefined;
  const made = callee?.kind === 'result' ? callee.callee : callee;
  if (made === undefined || !packages.test(made.package)) return false;
  const [, called = '', member] = /^(\w*)(?:\(\)\.handlers\.(GET|POST))?$/.exec(made.path) ?? [];
  return functions.test(called) && (member !== undefined || value.kind === 'result');
};
