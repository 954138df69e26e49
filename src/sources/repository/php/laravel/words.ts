const irregular: Readonly<Record<string, string>> = {
  people: 'person',
  men: 'man',
  women: 'woman',
  children: 'child',
  mice: 'mouse',
  feet: 'foot',
  teeth: 'tooth',
  geese: 'goose',
  criteria: 'criterion',
  phenomena: 'phenomenon',
  indices: 'index',
  matrices: 'matrix',
  vertices: 'vertex',
  statuses: 'status',
  aliases: 'alias',
  analyses: 'analysis',
  axes: 'axis',
  movies: 'movie',
  cookies: 'cookie',
  shoes: 'shoe',
  quizzes: 'quiz',
  buses: 'bus',
  viruses: 'virus',
  cafes: 'cafe',
  leaves: 'leaf',
  lives: 'life',
  knives: 'knife',
  wives: 'wife',
  shelves: 'shelf',
  selves: 'self',
  caches: 'cache',
  heroes: 'hero',
  potatoes: 'potato',
  echoes: 'echo',
  zombies: 'zombie',
  databases: 'database',
  bases: 'base',
};

const same =
  /(?:news|series|species|media|data|metadata|info|information|equipment|rice|money|sheep|fish|deer|feedback|software|hardware|traffic|staff|sms|gps|ss|is|us|chassis|faq|audio|police|education|evidence|gold|knowledge|love|pokemon|wheat|furniture|jedi|kin|emoji|cattle|advice)$/;

/** The English singular as an inflector makes it: the name of a resource's parameter. */
export function singular(word: string): string {
  const lower = word.toLowerCase();
  for (const [plural, single] of Object.entries(irregular))
    if (lower === plural || lower.endsWith(`-${plural}`) || lower.endsWith(`_${plural}`))
      return word.slice(0, word.length - plural.length) + single;
  if (same.test(lower)) return word;
  if (/[^aeiou]ies$/.test(lower)) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|zz)es$/.test(lower)) return word.slice(0, -2);
  if (/(ar|l|ea|eo|oa|hoo)ves$/.test(lower)) return `${word.slice(0, -3)}f`;
  return lower.endsWith('s') ? word.slice(0, -1) : word;
}

/** The English plural, as it names the table of a model. */
export function plural(word: string): string {
  for (const [many, one] of Object.entries(irregular))
    if (word === one || word.endsWith(`_${one}`)) return word.slice(0, word.length - one.length) + many;
  if (
    /(^|_)(news|series|species|media|data|metadata|information|equipment|sheep|fish|staff|feedback|audio|software|hardware|emoji|related|recommended)$/.test(
      word,
    )
  )
    return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(ss|us|is|as|sh|ch|x|z)$/.test(word)) return `${word}es`;
  // A word that ends so is taken for a plural already.
  if (word.endsWith('s')) return word;
  return `${word}s`;
}
