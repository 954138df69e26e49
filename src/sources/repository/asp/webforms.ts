import { folderOf, joinPath } from '../file-paths.ts';
import type { Parameter } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { TextFile } from '../gather.ts';
import { looksAtCredentials, parametersFrom, readsIn } from './reads.ts';
import type { Read } from './reads.ts';
import { lineAt } from '../lines.ts';

interface Site {
  /** By path in lower case: the file system of the server does not look at case. */
  readonly files: ReadonlyMap<string, TextFile>;
}

/** Pages, handlers and services of Web Forms, with what their code, controls and master pages read. */
export function webFormRoutes(files: readonly TextFile[]): readonly DeclaredRoute[] {
  const site: Site = { files: new Map(files.map((file) => [file.path.toLowerCase(), file])) };
  return files.flatMap((file) => {
    if (/\.aspx$/i.test(file.path)) return pageRoutes(site, file);
    if (/\.ashx$/i.test(file.path)) return handlerRoutes(site, file);
    return /\.asmx$/i.test(file.path) ? serviceRoutes(site, file) : [];
  });
}

function pageRoutes(site: Site, page: TextFile): readonly DeclaredRoute[] {
  const parts = partsOf(site, page, 0);
  const reads = parts.flatMap((part) => part.reads);
  const text = parts.map((part) => part.text).join('\n');
  const posts =
    reads.some(({ in: place }) => place === 'body' || place === 'both') ||
    /<form\b[^>]{0,300}runat\s*=\s*"?server/i.test(text);
  const isDefault = /(^|\/)default\.aspx$/i.test(page.path);
  const own = `/${page.path}`;
  const code = codeOf(site, page);
  // The folder answers with its default document.
  const paths = isDefault ? [own, own.replace(/[^/]*$/, '')] : [own];
  return paths.flatMap((path) =>
    (posts ? (['GET', 'POST'] as const) : (['GET'] as const)).map((method) =>
      route(page.path, method, path, parametersFrom(reads, method), `${text}${code?.text ?? ''}`),
    ),
  );
}

interface Part {
  readonly text: string;
  readonly reads: readonly Read[];
}

/** The page with its code, the controls it registers and its master page. */
function partsOf(site: Site, file: TextFile, depth: number): readonly Part[] {
  if (depth > 6) return [];
  const code = codeOf(site, file);
  const inline = [
    ...file.text.matchAll(
      /<%(?!@)([\s\S]*?)%>|<script[^>]{0,200}runat\s*=\s*"?server[^>]{0,200}>([\s\S]*?)<\/script>/gi,
    ),
  ];
  const own: Part = {
    text: file.text,
    reads: [
      ...inline.flatMap((match) =>
        readsIn(match[1] ?? match[2] ?? '', file.path, lineAt(file.text, match.index)),
      ),
      ...(code === undefined ? [] : readsIn(code.text, code.path)),
    ],
  };
  const linked = [
    ...file.text.matchAll(/<%@\s*Register\b[^%]{0,500}?\bSrc\s*=\s*"([^"\n]{1,200})"/gi),
    ...file.text.matchAll(/\bMasterPageFile\s*=\s*"([^"\n]{1,200})"/gi),
  ];
  return [
    own,
    ...linked.flatMap((match) => {
      const found = fileAt(site, file.path, match[1] ?? '');
      return found === undefined ? [] : partsOf(site, found, depth + 1);
    }),
  ];
}

/** The code behind: the file a directive names, else the one beside it. */
function codeOf(site: Site, file: TextFile): TextFile | undefined {
  const told = /\b(?:CodeFile|CodeBehind)\s*=\s*"([^"\n]{1,200})"/i.exec(file.text)?.[1];
  if (told !== undefined) return fileAt(site, file.path, told);
  return site.files.get(`${file.path}.cs`.toLowerCase()) ?? site.files.get(`${file.path}.vb`.toLowerCase());
}

function fileAt(site: Site, from: string, path: string): TextFile | undefined {
  const clean = path.replaceAll('\\', '/');
  const folder = /^~?\//.test(clean) ? '' : folderOf(from);
  return site.files.get(joinPath(folder, clean.replace(/^~?\//, '')).toLowerCase());
}

function handlerRoutes(site: Site, file: TextFile): readonly DeclaredRoute[] {
  const code = codeOf(site, file) ?? file;
  const reads = readsIn(code.text, code.path);
  const posts = reads.some(({ in: place }) => place === 'body');
  return (posts ? (['GET', 'POST'] as const) : (['GET'] as const)).map((method) =>
    route(file.path, method, `/${file.path}`, parametersFrom(reads, method), code.text),
  );
}

/** Methods of a web service that are marked as such. */
function serviceRoutes(site: Site, file: TextFile): readonly DeclaredRoute[] {
  const name = /\bClass\s*=\s*"([\w.]+)"/i.exec(file.text)?.[1]?.split('.').at(-1);
  const declares = new RegExp(`\\bclass\\s+${name ?? '$'}\\b`, 'i');
  const code =
    codeOf(site, file) ??
    [...site.files.values()].find((each) => /\.(vb|cs)$/i.test(each.path) && declares.test(each.text));
  if (code === undefined) return [];
  return [
    ...code.text.matchAll(
      /[<[]\s*WebMethod\b[^\]>]{0,300}[\]>][\s_]{0,50}(?:Public\s+(?:Function|Sub)\s+(\w+)\s*\(([^)]{0,2000})\)|public\s+(?:static\s+)?[\w<>[\], ]{1,100}?\s(\w+)\s*\(([^)]{0,2000})\))/gi,
    ),
  ].map((match) => {
    const method = match[1] ?? match[3] ?? '';
    const line = lineAt(code.text, match.index);
    const parameters = (match[2] ?? match[4] ?? '').split(',').flatMap((part): readonly Parameter[] => {
      const given =
        /(?:By(?:Val|Ref)\s+)?(\w+)\s+As\s+(\w+)/i.exec(part) ?? /^\s*([\w<>?[\]]+)\s+(\w+)/.exec(part);
      if (given === null) return [];
      const [parameter, type] =
        match[1] === undefined ? [given[2] ?? '', given[1] ?? ''] : [given[1] ?? '', given[2] ?? ''];
      return [
        {
          name: parameter,
          in: 'body',
          type,
          required: true,
          origin: { kind: 'read', file: code.path, line },
        },
      ];
    });
    return {
      ...route(file.path, 'POST', `/${file.path}/${method}`, parameters, code.text),
      handler: { file: code.path, line, name: method },
    };
  });
}

const route = (
  file: string,
  method: 'GET' | 'POST',
  path: string,
  parameters: readonly Parameter[],
  text: string,
): DeclaredRoute => ({
  technology: 'webforms',
  methods: [method],
  path: { text: path, resolved: true },
  guards: [],
  handler: { file, line: 1 },
  handlerLooksAtCredentials: looksAtCredentials(text),
  parameters,
  origin: { kind: 'read', file, line: 1 },
});
