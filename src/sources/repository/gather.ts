import type { Gap } from '../../model/origin.ts';
import type { FileSource, Listing } from './source.ts';

/** A text file of the target, already read. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface Repository {
  readonly name: string;
  /** By path. Only kinds of files that some reader understands. */
  readonly files: ReadonlyMap<string, TextFile>;
  readonly gaps: readonly Gap[];
}

/** Largest file that is read by kind, bytes: a longer one is generated or data. */
const caps: Readonly<Record<string, number>> = {
  code: 1_000_000,
  source: 1_000_000,
  sql: 8_000_000,
  config: 4_000_000,
};

/** All text together; beyond it files are told and not read. */
const totalBytes = 400_000_000;

const codeName = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;
/** Other languages than JavaScript, and files beside their code that tell routes, tables or packages. */
const sourceName =
  /\.(php|phtml|inc|module|py|java|kt|kts|go|api|rb|ru|cs|cshtml|vb|asp|aspx|ascx|ashx|asmx|master|rake|gradle|csproj|props|xml|properties|conf|proto|ini|cfg|neon|latte|erb|twig|ejs|eta|pug|jade|hbs|handlebars|mustache|njk|nunjucks|svelte|astro|jspx?)$|(^|\/)(Gemfile(\.lock)?|Rakefile|go\.mod|Pipfile|requirements[\w.-]*\.txt|artisan)$|(^|\/)conf\/([\w.-]+\.)?routes$/i;
/** Configuration of gateways and of cron, which goes by many names. */
const serverName =
  /(^|\/)nginx[\w.-]*$|\.conf\.(template|tmpl|j2)$|(^|\/)sites-(available|enabled)\/[\w.-]+$|(^|\/)\.htaccess$|(^|\/)([\w-]*crontab([.-][\w-]+)*|[\w.-]+\.cron(tab)?|cron\.d\/[\w.-]+)$/i;
const configName =
  /\.(ya?ml|json|jsonc|toml|prisma|graphql|graphqls|gql|tf|env(\.[\w-]+)?)$|(^|\/)(\.env[\w.-]*|[\w.-]*Dockerfile[\w.-]*|Containerfile|Procfile|\.nvmrc|\.sailsrc|\.(node|php|python|ruby)-version|runtime\.txt|(yarn|composer|poetry|uv|Pipfile)\.lock)$/i;

export function kindOf(path: string): 'code' | 'source' | 'sql' | 'config' | 'none' {
  if (/\.d\.[cm]?ts$/.test(path) || /[.-]min\.[cm]?js$/.test(path)) return 'none';
  if (codeName.test(path)) return 'code';
  if (path.endsWith('.sql')) return 'sql';
  if (configName.test(path)) return 'config';
  return sourceName.test(path) || serverName.test(path) ? 'source' : 'none';
}

/** Reads every file that some reader understands, in order, within the limits. */
export async function gather(source: FileSource, known?: Listing): Promise<Repository> {
  const listed = known ?? (await source.list());
  const gaps: Gap[] = [...listed.gaps];
  const files = new Map<string, TextFile>();
  let total = 0;
  for (const { path, bytes } of listed.files) {
    const kind = kindOf(path);
    if (kind === 'none') continue;
    const cap = caps[kind] ?? 0;
    if (bytes > cap || total + bytes > totalBytes) {
      const why = bytes > cap ? `larger than ${cap} bytes` : `more than ${totalBytes} bytes in all`;
      gaps.push({ kind: 'read-file', subject: path, why });
      continue;
    }
    const content = await source.read(path);
    if (content.kind === 'unread') {
      gaps.push({ kind: 'read-file', subject: path, why: content.why });
      continue;
    }
    if ((kind === 'code' || kind === 'source') && isGenerated(content.text, path)) {
      gaps.push({ kind: 'skip-file', subject: path, why: 'minified or generated' });
      continue;
    }
    if (content.told !== undefined) gaps.push({ kind: 'read-file', subject: path, why: content.told });
    total += bytes;
    files.set(path, { path, text: content.text });
  }
  return { name: source.name, files, gaps };
}

/** Code that generators of Go write and that registers routes. */
const generatedRoutes = /(\.connect|_http\.pb|(^|\/)(handler|router)\/[\w/]+|(^|\/)types\/types)\.go$/;

/** Minified (very long lines) or marked as generated in its first lines. */
function isGenerated(text: string, path: string): boolean {
  if (generatedRoutes.test(path)) return false;
  const head = text.slice(0, 600);
  // What a package hands out, and models of its messages, are needed to understand the rest of it.
  const isPart = path.endsWith('.py') && text.length < 100_000 && !/_pb2(_grpc)?\.py$/.test(path);
  if (isPart) return false;
  if (
    /@generated\b|auto-?generated (file|by)/i.test(head) ||
    (head.includes('DO NOT EDIT') && /generat/i.test(head))
  )
    return true;
  if (text.length < 5_000) return false;
  const lines = text.split('\n');
  const longest = lines.length < 10 ? 0 : lines.reduce((most, line) => Math.max(most, line.length), 0);
  return (text.length - longest) / lines.length > 300;
}
