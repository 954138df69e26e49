import type { LanguageReader } from '../languages/language.ts';

/** Backends written in Kotlin. */
export const kotlinReader: LanguageReader = {
  name: 'Kotlin',
  grammar: 'kotlin',
  isSource: (path) => /\.kts?$/.test(path),
  concerns: () => false,
  read: () => ({ routes: [] }),
};
