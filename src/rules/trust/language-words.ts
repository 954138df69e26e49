import type { Flow } from '../../model/flow.ts';
import type { Origin } from '../../model/origin.ts';

/** Languages with words of their own, by the endings of files. */
const languages = {
  php: /\.(php\d?|phtml|inc|module|install|theme)$/i,
  python: /\.py$/,
  java: /\.java$/,
  go: /\.go$/,
  template: /\.(ejs|eta|hbs|handlebars|mustache|mst|pug|jade|njk|nunjucks|twig)$/,
} as const;

type Language = keyof typeof languages;

const all = ['php', 'python', 'java', 'go', 'template'] as const satisfies readonly Language[];

const languageOf = (origin: Origin): Language | undefined =>
  origin.kind === 'read' ? all.find((language) => languages[language].test(origin.file)) : undefined;

export const beginsInPhp = ({ source: { origin } }: Flow): boolean => languageOf(origin) === 'php';

/** What a rule says of a flow by the language of the file in which it ends; `other` where no words are given for that. */
export const byLanguage =
  ({
    other,
    ...words
  }: { readonly other: string } & Readonly<Partial<Record<Language, string>>>): ((flow: Flow) => string) =>
  ({ sink: { origin } }) => {
    const language = languageOf(origin);
    return (language === undefined ? undefined : words[language]) ?? other;
  };
