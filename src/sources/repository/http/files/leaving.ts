import type { LibraryModel } from '../../javascript/machine.ts';
import { nothing } from '../../javascript/value.ts';

/** Functions of Next.js and SvelteKit that end a request by throwing; a request made from another is that one. */
export const leavingLibrary: LibraryModel = {
  packages: ['next', '@sveltejs/kit'],
  call: ({ package: from, path }, [first], __, machine) => {
    if (from === 'next' && path === 'NextRequest' && first?.kind === 'object') return first;
    const leaves =
      from === 'next'
        ? /^(redirect|permanentRedirect|unauthorized|forbidden|notFound)$/
        : /^(redirect|error)$/;
    if (!leaves.test(path)) return undefined;
    machine.tally.thrown += 1;
    return nothing;
  },
};
