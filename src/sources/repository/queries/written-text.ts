/** A text as code writes it; parts that are only known at run time stand in braces. */
export interface WrittenText {
  readonly text: string;
  /** Names of the parts into which something harmful could fit. */
  readonly open: readonly string[];
}

const empty: WrittenText = { text: '', open: [] };

export const together = (parts: readonly WrittenText[]): WrittenText =>
  parts.reduce((all, { text, open }) => ({ text: all.text + text, open: [...all.open, ...open] }), empty);
