/**
 * The package that a specifier names, without its version: also `npm:` and `jsr:` specifiers, and addresses of the
 * hosts that serve packages as modules.
 */
export function packageName(specifier: string): string {
  const plain = specifier.replace(/^(npm|jsr|node):\/?/, '');
  const hosted =
    /^https?:\/\/(?:deno\.land\/(?:x\/)?|esm\.sh\/(?:stable\/|v\d+\/)?|cdn\.skypack\.dev\/|unpkg\.com\/|esm\.run\/|cdn\.jsdelivr\.net\/npm\/|jsr\.io\/)(.+)$/.exec(
      plain,
    )?.[1];
  const path = hosted ?? plain;
  const name = path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
  return isVersioned(specifier, hosted) ? name.replace(/(.)@[^/]*$/, '$1') : name;
}

const isVersioned = (specifier: string, hosted: string | undefined): boolean =>
  hosted !== undefined || /^(npm|jsr):/.test(specifier);
