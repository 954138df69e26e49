/** What a script says to its client: the server never sees it. */
export interface ClientPart {
  /** Offset in the text. */
  readonly at: number;
  readonly what: string;
}

/** A script without what is meant for its client. */
export interface ServerText {
  /** As long as what was read: every other character stays where it was. */
  readonly text: string;
  readonly left: readonly ClientPart[];
}

/**
 * Blanks commands of psql (`\connect`, `\restrict`) and the rows that follow `COPY … FROM stdin`, as dumps have them. A line
 * that begins with a backslash inside a quote is taken for a command too.
 */
export function withoutClient(text: string): ServerText {
  if (!/^\\/m.test(text)) return { text, left: [] };
  const left: ClientPart[] = [];
  const kept: string[] = [];
  let isRow = false;
  let at = 0;
  for (const line of text.split('\n')) {
    const isCommand: boolean = !isRow && command.test(line);
    if (isCommand) left.push({ at, what: `${line.trim().slice(0, 60)} is a command of psql` });
    kept.push(isRow || isCommand ? blank(line) : line);
    const begins: boolean = !isRow && copy.test(line);
    if (begins) left.push({ at, what: 'the rows that follow COPY are not read' });
    isRow = begins || (isRow && !line.startsWith('\\.'));
    at += line.length + 1;
  }
  return { text: kept.join('\n'), left };
}

/** The same without COPY itself, which would wait for its rows. */
export const withoutCopies = (text: string): string =>
  withoutClient(text)
    .text.split('\n')
    .map((line) => (copy.test(line) ? blank(line) : line))
    .join('\n');

const command = /^\\[a-z.!]/i;
const copy = /^copy\s.*\sfrom\s+stdin\b.*;\s*$/i;

const blank = (line: string): string => line.replaceAll(/\S/gu, (character) => ' '.repeat(character.length));
