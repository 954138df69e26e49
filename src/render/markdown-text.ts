import { oneLine, visible } from './visible.ts';

/** Where text lands: in a table a pipe would end the cell, at the start of a line some characters make structure. */
export type Place = 'line' | 'table';

/** Plain text with optional `code` spans, as Markdown that shows exactly this text and nothing else. */
export function markdownText(text: string, place: Place): string {
  const parts = oneLine(text).split(/(`[^`]+`)/);
  const written = parts
    .map((part) =>
      /^`[^`]+`$/.test(part) ? codeSpan(part.slice(1, -1), place) : escapeMarkdown(part, place),
    )
    .join('');
  return place === 'line'
    ? written.replace(/^([#>=+-]|\d+(?=[.)]))/, '\\$1').replace(/^\\(\d+)([.)])/, '$1\\$2')
    : written;
}

/** Code that may itself hold backticks: the delimiter is longer than any run inside. */
export function codeSpan(text: string, place: Place): string {
  const line = oneLine(text);
  if (line === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${place === 'table' ? line.replaceAll('|', '\\|') : line}${padding}${fence}`;
}

export function codeBlock(language: string, text: string): string {
  const code = visible(text).replace(/\n+$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language.replace(/[^\w+-]/g, '')}\n${code}\n${fence}`;
}

/** A link inside the package, relative to the document that shows it; anything but a path or https is plain text. */
export function markdownLink(text: string, to: string, from: string, place: Place): string {
  const label = markdownText(text, place).replaceAll(']', '\\]');
  const target = linkTarget(to, from);
  return target === undefined ? label : `[${label}](${target})`;
}

function linkTarget(to: string, from: string): string | undefined {
  if (/^https:\/\/[^\s]+$/.test(to)) return encodeLink(to);
  if (/^[a-z][a-z0-9+.-]*:/i.test(to)) return undefined;
  if (to.startsWith('#')) return encodeLink(to);
  const [path = '', anchor] = to.split('#');
  return encodeLink(`${relativePath(from, path)}${anchor === undefined ? '' : `#${anchor}`}`);
}

/** From one package file to another: `1-architecture/context.md` to `2-database/schema.sql` is `../2-database/schema.sql`. */
export function relativePath(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1);
  const parts = to.split('/');
  let shared = 0;
  while (shared < folders.length && shared < parts.length - 1 && folders[shared] === parts[shared]) shared++;
  return [...folders.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}

const encodeLink = (target: string): string =>
  visible(target).replace(
    /[\s"<>\\^`{|}()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

/** Only what Markdown would act on is escaped, so that the source stays readable. */
function escapeMarkdown(text: string, place: Place): string {
  const escaped = text
    .replace(/[\\`*]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/~(?=~)/g, '\\~')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/\](?=[([:])/g, '\\]')
    .replace(/!(?=\[)/g, '\\!');
  return place === 'table' ? escaped.replaceAll('|', '\\|') : escaped;
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
