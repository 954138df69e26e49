import type { LibraryModel } from '../../javascript/machine.ts';
import { nothing, objectOf } from '../../javascript/value.ts';

const packages = [
  'next-auth',
  '@auth/core',
  '@auth/sveltekit',
  'better-auth',
  '@clerk/nextjs',
  '@clerk/astro',
  '@clerk/backend',
  '@supabase/ssr',
  '@supabase/supabase-js',
  '@supabase/auth-helpers-nextjs',
  '@supabase/auth-helpers-sveltekit',
  'iron-session',
  'lucia',
  '@auth0/nextjs-auth0',
  '@workos-inc/authkit-nextjs',
];

const session =
  /(^|\.)(getServerSession|getSession|getToken|auth|getUser|currentUser|getAuth|validateSession|getSessionCookie|safeGetSession|getClaims|getIronSession)$/;

/** What packages that keep sessions give for a caller without one, while code is walked for such a caller. */
export const sessionLibrary: LibraryModel = {
  packages,
  call: ({ package: from, path }, _, __, machine) => {
    if (!machine.anonymous || !session.test(path.replaceAll('()', ''))) return undefined;
    if (!from.startsWith('@supabase/')) return from === 'iron-session' ? objectOf([]) : nothing;
    const none = objectOf(['user', 'session', 'claims'].map((name) => [name, nothing] as const));
    return objectOf([
      ['data', none],
      ['error', nothing],
    ]);
  },
};
