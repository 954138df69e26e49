import type { Flow } from '../../model/flow.ts';

/** Languages with words of their own, by the endings of files. */
const languages = { python: /\.py$/, java: /\.java$/, go: /\.go$/ } as const;

type Language = keyof typeof languages;

/** What a rule says of a flow by the language of the file in which it ends; `other` where no words are given for that. */
export const byLanguage =
  ({
    other,
    ...words
  }: { readonly other: string } & Readonly<Partial<Record<Language, string>>>): ((flow: Flow) => string) =>
  ({ sink: { origin } }) => {
    if (origin.kind !== 'read') return other;
    if (languages.python.test(origin.file)) return words.python ?? other;
    if (languages.java.test(origin.file)) return words.java ?? other;
    return languages.go.test(origin.file) ? (words.go ?? other) : other;
  };
