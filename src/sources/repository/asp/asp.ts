import type { LanguageReader } from '../languages/language.ts';
import { classicRoutes } from './classic.ts';
import { webFormRoutes } from './webforms.ts';

/** Pages of classic ASP and of Web Forms: a file answers at its own path. */
export const aspReader: LanguageReader = {
  name: 'ASP',
  isSource: (path) =>
    /\.(asp|inc|aspx|ascx|ashx|asmx|master|vb|aspx\.cs|ascx\.cs|master\.cs|ashx\.cs|asmx\.cs|cs)$/i.test(
      path,
    ),
  concerns: (files) => files.some(({ path }) => /\.(asp|aspx|ashx|asmx)$/i.test(path)),
  read: ({ files }) => ({ routes: [...classicRoutes(files), ...webFormRoutes(files)] }),
};
