import type { LanguageReader } from '../languages/language.ts';

/** Backends written in PHP. */
export const phpReader: LanguageReader = {
  name: 'PHP',
  grammar: 'php',
  isSource: (path) => /\.(php|phtml|inc|module)$/.test(path),
  concerns: () => false,
  read: () => ({ routes: [] }),
};
