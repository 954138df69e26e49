/**
 * Text of a target or a brief may hold control characters, terminal escapes and Unicode direction marks that
 * make a reader see something else than what is written (CVE-2021-42574). They are shown by code point instead.
 * Line feed and tab stay.
 */
export function visible(text: string): string {
  if (/^[\n\t\x20-\x7e]*$/.test(text)) return text;
  return text.replace(
    // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu,
    (character) => (character === '\r' ? '' : codePoint(character)),
  );
}

/** The same, on one line. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}

/** For text nodes and quoted attributes of XML and HTML. */
export function escapeXml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Cut at `limit` characters, never inside a surrogate pair; the cut is shown. */
export function shortened(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(1, limit - 1)).join('')}…`;
}

const codePoint = (character: string): string =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
