import { blanked } from '../lines.ts';

/** A piece of a procedural block that changes the schema, and where it begins. */
export interface BlockPart {
  readonly text: string;
  /** Line breaks of the block before it. */
  readonly linesBefore: number;
}

const change =
  /\b(create\s+(unlogged\s+)?(table|type|index|unique|policy|extension|schema|role|user|sequence|view|materialized\s+view|(or\s+replace\s+)(view|function))|alter\s+(table|type|index|view|function|sequence|role|extension|policy)|drop\s+(table|type|index|policy|view|function)|comment\s+on)\b/gi;

/**
 * Schema statements of `DO $$ … $$`: tools write them there to ignore what exists already, so conditions are taken to
 * hold. The text of `EXECUTE '…'` counts as a statement when nothing is put into it.
 */
export function blockParts(body: string): readonly BlockPart[] {
  const parts: BlockPart[] = [];
  for (const { text, start } of pieces(body)) {
    const linesBefore = body.slice(0, start).split('\n').length - 1;
    const executed =
      /\bexecute\s+(?:format\s*\(\s*)?(?:'((?:[^']|'')*)'|\$(\w*)\$([\s\S]*?)\$\2\$)\s*\)?\s*;?\s*$/i.exec(
        text,
      );
    if (executed !== null) {
      const inner = (executed[1]?.replaceAll("''", "'") ?? executed[3] ?? '').trim();
      if (isChange(inner)) parts.push({ text: inner, linesBefore });
      continue;
    }
    const found = outsideQuotes(text);
    if (found !== undefined)
      parts.push({
        text: text.slice(found),
        linesBefore: linesBefore + text.slice(0, found).split('\n').length - 1,
      });
  }
  return parts;
}

const isChange = (text: string): boolean => text.search(change) === 0 && !/%[IsL]/.test(text);

/** Statements and the words that open branches, cut at semicolons outside quotes and comments. */
function pieces(body: string): readonly { readonly text: string; readonly start: number }[] {
  const cuts: { text: string; start: number }[] = [];
  const pattern = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|(;)/g;
  let from = 0;
  for (const match of body.matchAll(pattern)) {
    if (match[2] !== ';') continue;
    cuts.push({ text: body.slice(from, match.index + 1), start: from });
    from = match.index + 1;
  }
  cuts.push({ text: body.slice(from), start: from });
  return cuts;
}

/** Where the first schema statement begins; words inside quotes and comments do not count. */
function outsideQuotes(text: string): number | undefined {
  const masked = blanked(text, /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g);
  const at = masked.search(change);
  return at === -1 ? undefined : at;
}
