import type { LibraryModel } from '../../javascript/machine.ts';
import { nothing } from '../../javascript/value.ts';

/** Functions of Next.js and SvelteKit that end a request by throwing. */
export const leavingLibrary: LibraryModel = {
  packages: ['next', '@sveltejs/kit'],
  call: ({ package: from, path }, _, __, machine) => {
    const leaves =
      from === 'next'
        ? /^(redirect|permanentRedirect|unauthorized|forbidden|notFound)$/
        : /^(redirect|error)$/;
    if (!leaves.test(path)) return undefined;
    machine.tally.thrown += 1;
    return nothing;
  },
};
