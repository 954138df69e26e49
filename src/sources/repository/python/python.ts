import type { LanguageReader } from '../languages/language.ts';

/** Backends written in Python. */
export const pythonReader: LanguageReader = {
  name: 'Python',
  grammar: 'python',
  isSource: (path) => path.endsWith('.py'),
  concerns: () => false,
  read: () => ({ routes: [] }),
};
