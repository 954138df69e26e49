/** A text as code writes it; parts that are only known at run time stand in braces. */
export interface WrittenText {
  readonly text: string;
  /** Names of the parts into which something harmful could fit. */
  readonly open: readonly string[];
  /** What it may be instead, as branches of the code go. */
  readonly others?: readonly WrittenText[];
}

const empty: WrittenText = { text: '', open: [] };

/** Most texts that one text may be. */
const mostTexts = 8;

/** The text itself and what it may be instead. */
export const eachText = ({ others, ...text }: WrittenText): readonly WrittenText[] => [
  text,
  ...(others ?? []),
];

/** One text that may be any of these; the last one stands for them. */
export function alternatives(all: readonly WrittenText[]): WrittenText | undefined {
  const distinct = new Map<string, WrittenText>();
  for (const each of all.toReversed().flatMap(eachText))
    if (!distinct.has(each.text)) distinct.set(each.text, each);
  const [last, ...others] = [...distinct.values()].slice(0, mostTexts);
  return last === undefined || others.length === 0 ? last : { ...last, others };
}

export const together = (parts: readonly WrittenText[]): WrittenText =>
  parts.reduce((all, part) => {
    const { text, open } = { text: all.text + part.text, open: [...all.open, ...part.open] };
    if (all.others === undefined && part.others === undefined) return { text, open };
    const every = eachText(all).flatMap((before) =>
      eachText(part).map((after) => ({
        text: before.text + after.text,
        open: [...before.open, ...after.open],
      })),
    );
    return alternatives(every.toReversed()) ?? { text, open };
  }, empty);
