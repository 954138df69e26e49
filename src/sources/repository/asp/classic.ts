import { folderOf, joinPath } from '../file-paths.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { TextFile } from '../gather.ts';
import { looksAtCredentials, parametersFrom, readsIn } from './reads.ts';
import type { Read } from './reads.ts';
import { lineAt } from '../lines.ts';

/** Every `.asp` file answers at its path, except those that others include. */
export function classicRoutes(files: readonly TextFile[]): readonly DeclaredRoute[] {
  const pages = files.filter(({ path }) => /\.asp$/i.test(path));
  const included = new Set(
    files.flatMap(({ path, text }) =>
      [...text.matchAll(/<!--\s*#include\s+(file|virtual)\s*=\s*"([^"\n]{1,200})"/gi)].map((match) =>
        target(path, match[1] ?? '', match[2] ?? '').toLowerCase(),
      ),
    ),
  );
  return pages
    .filter(({ path }) => !included.has(path.toLowerCase()) && !/(^|\/)(includes?|inc)\//i.test(path))
    .flatMap(routesOf);
}

function routesOf(page: TextFile): readonly DeclaredRoute[] {
  const reads = codeReads(page);
  const own = `/${page.path}`;
  const isDefault = /(^|\/)(default|index)\.asp$/i.test(page.path);
  const paths = isDefault ? [own, own.replace(/[^/]*$/, '')] : [own];
  const posts =
    reads.some(({ in: place }) => place === 'body' || place === 'both') ||
    /REQUEST_METHOD"\s*\)\s*=\s*"POST"/i.test(page.text);
  return paths.flatMap((path) =>
    (posts ? (['GET', 'POST'] as const) : (['GET'] as const)).map((method): DeclaredRoute => ({
      technology: 'asp',
      methods: [method],
      path: { text: path, resolved: true },
      guards: [],
      handler: { file: page.path, line: 1 },
      handlerLooksAtCredentials: /#include/i.test(page.text) ? 'perhaps' : looksAtCredentials(page.text),
      parameters: parametersFrom(reads, method),
      origin: { kind: 'read', file: page.path, line: 1 },
    })),
  );
}

/** Server code stands between `<%` and `%>` and in scripts that run at the server. */
function codeReads({ path, text }: TextFile): readonly Read[] {
  return [
    ...text.matchAll(
      /<%(?!@)([\s\S]*?)%>|<script[^>]{0,200}runat\s*=\s*"?server[^>]{0,200}>([\s\S]*?)<\/script>/gi,
    ),
  ].flatMap((match) => readsIn(match[1] ?? match[2] ?? '', path, lineAt(text, match.index)));
}

function target(from: string, kind: string, path: string): string {
  if (kind.toLowerCase() === 'virtual') return path.replace(/^\//, '');
  return joinPath(folderOf(from), path.replaceAll('\\', '/'));
}
