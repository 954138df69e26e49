import type { TextFile } from '../gather.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { LanguageFacts, LanguageReader, Program } from '../languages/language.ts';
import { createCodebase } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { laravelRoutes } from './laravel/laravel.ts';

type Framework = (codebase: PhpCodebase) => readonly DeclaredRoute[];

const frameworks: readonly Framework[] = [laravelRoutes];

/** Backends written in PHP. */
export const phpReader: LanguageReader = {
  name: 'PHP',
  grammar: 'php',
  isSource: (path) => /\.(php|phtml|inc|module)$/.test(path),
  concerns: (files: readonly TextFile[]) => files.length > 0,
  read: readPhp,
};

function readPhp(program: Program): LanguageFacts {
  const codebase = createCodebase(program);
  const routes = frameworks.flatMap((framework) => framework(codebase));
  return { routes };
}
