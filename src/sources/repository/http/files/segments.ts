const ending = /\.[cm]?[jt]sx?$|\.(svelte|astro|vue|md|mdx|html)$/;

export const withoutEnding = (file: string): string => file.replace(ending, '');

/**
 * `[id]`, `[...rest]`, `[[...rest]]`, `[[lang]]`, and parts of a segment such as `[id].json`; groups `(name)` and slots
 * `@name` do not show. Several paths where a segment may be left out.
 */
export function bracketPaths(segments: readonly string[]): readonly string[] {
  let paths: readonly string[] = [''];
  for (const segment of segments) {
    if (segment === '' || /^\([^()]*\)$/.test(segment) || segment.startsWith('@')) continue;
    const plain = segment.replace(/^\((\.{1,3}|\.\.\)\(\.\.)\)/, '');
    const optional = /^\[\[(\.\.\.)?([\w-]+)(=[\w-]+)?\]\]$/.exec(plain);
    const written = `/${parameters(plain)}`;
    paths =
      optional !== null && optional[1] === undefined
        ? paths.flatMap((path) => [path, path + written])
        : paths.map((path) => path + written);
  }
  return paths.map((path) => (path === '' ? '/' : path));
}

const parameters = (segment: string): string =>
  segment
    .replaceAll(/\[?\[\.\.\.([\w-]*)(=[\w-]+)?\]\]?/g, (_, name: string) => `*${word(name)}`)
    .replaceAll(/\[?\[([\w-]+)(=[\w-]+)?\]\]?/g, (_, name: string) => `:${word(name)}`);

const word = (name: string): string => name.replaceAll(/\W/g, '_');
