import type { LanguageReader } from '../languages/language.ts';

/** Backends written in Ruby. */
export const rubyReader: LanguageReader = {
  name: 'Ruby',
  grammar: 'ruby',
  isSource: (path) => /\.(rb|ru|rake)$/.test(path),
  concerns: () => false,
  read: () => ({ routes: [] }),
};
