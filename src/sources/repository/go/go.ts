import type { LanguageReader } from '../languages/language.ts';

/** Backends written in Go. */
export const goReader: LanguageReader = {
  name: 'Go',
  grammar: 'go',
  isSource: (path) => path.endsWith('.go'),
  concerns: () => false,
  read: () => ({ routes: [] }),
};
