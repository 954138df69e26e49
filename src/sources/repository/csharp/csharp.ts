import type { LanguageReader } from '../languages/language.ts';

/** Backends written in C#. */
export const csharpReader: LanguageReader = {
  name: 'C#',
  grammar: 'c-sharp',
  isSource: (path) => path.endsWith('.cs'),
  concerns: () => false,
  read: () => ({ routes: [] }),
};
