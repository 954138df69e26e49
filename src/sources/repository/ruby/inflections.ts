const irregular: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  media: 'medium',
  data: 'datum',
  news: 'news',
  series: 'series',
  statuses: 'status',
  aliases: 'alias',
  addresses: 'address',
  buses: 'bus',
  movies: 'movie',
  analyses: 'analysis',
  quizzes: 'quiz',
  oxen: 'ox',
  information: 'information',
  equipment: 'equipment',
};

/** The singular of the last word, as Rails makes it for names of parameters and keys. */
export function singular(name: string): string {
  const head = name.slice(0, name.lastIndexOf('_') + 1);
  const last = name.slice(head.length);
  const known = Object.hasOwn(irregular, last) ? irregular[last] : undefined;
  if (known !== undefined) return head + known;
  if (/(ss|us|is)$/.test(last)) return name;
  if (last.endsWith('ies')) return `${head}${last.slice(0, -3)}y`;
  if (/(x|ch|sh|ss)es$/.test(last)) return `${head}${last.slice(0, -2)}`;
  if (/(l|r|ea|oo)ves$/.test(last)) return `${head}${last.slice(0, -3)}f`;
  return last.endsWith('s') ? `${head}${last.slice(0, -1)}` : name;
}

/** The plural, for names of tables and of controllers of singular resources. */
export function plural(name: string): string {
  const head = name.slice(0, name.lastIndexOf('_') + 1);
  const last = name.slice(head.length);
  const found = Object.entries(irregular).find(([, one]) => one === last)?.[0];
  if (found !== undefined) return head + found;
  // `metadata` is a plural already.
  if (/[ti]a$/.test(last)) return name;
  if (/[^aeiou]y$/.test(last)) return `${head}${last.slice(0, -1)}ies`;
  if (/(s|x|ch|sh|z)$/.test(last))
    return last.endsWith('s') && !/(ss|us|is)$/.test(last) ? name : `${name}es`;
  return `${name}s`;
}

/** `HTTPServer` and `http_server` compare equal: acronyms are a matter of configuration. */
export const comparable = (name: string): string =>
  name.replaceAll(/[_\s]/g, '').replaceAll('/', '::').toLowerCase();

export const underscore = (name: string): string =>
  name
    .replaceAll('::', '/')
    .replaceAll(/([A-Z\d]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
