import type { Gap } from '../../../../model/origin.ts';
import { lineAt } from '../../lines.ts';
import type { PhpCodebase } from '../codebase.ts';

const registering =
  /"((?:laravel\/(?:fortify|jetstream|passport|horizon|telescope|pulse|nova))|filament\/filament)"\s*:/g;

/** Packages that bring routes of their own: their code is not in the repository. */
export const packageRoutes = (codebase: PhpCodebase): readonly Gap[] =>
  [...codebase.repository.files.values()].flatMap(({ path, text }) => {
    if (!/(^|\/)composer\.json$/.test(path) || path.includes('vendor/')) return [];
    const required = /"require"\s*:\s*\{[^}]*\}/.exec(text);
    if (required === null || !required[0].includes('"laravel/framework"')) return [];
    return [...required[0].matchAll(registering)].map((match): Gap => ({
      kind: 'resolve-routes',
      subject: match[1] ?? '',
      why: 'routes that this package registers are not in the repository',
      origin: { kind: 'read', file: path, line: lineAt(text, required.index + match.index) },
    }));
  });
