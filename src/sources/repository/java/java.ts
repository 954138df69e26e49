import type { LanguageReader } from '../languages/language.ts';

/** Backends written in Java. */
export const javaReader: LanguageReader = {
  name: 'Java',
  grammar: 'java',
  isSource: (path) => path.endsWith('.java'),
  concerns: () => false,
  read: () => ({ routes: [] }),
};
