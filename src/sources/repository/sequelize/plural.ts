const irregular: Readonly<Record<string, string>> = {
  person: 'people',
  man: 'men',
  woman: 'women',
  child: 'children',
  tooth: 'teeth',
  foot: 'feet',
  mouse: 'mice',
  goose: 'geese',
  ox: 'oxen',
  leaf: 'leaves',
  life: 'lives',
  wife: 'wives',
  half: 'halves',
  quiz: 'quizzes',
};

const unchanged =
  /(^|[_A-Z]|\b)(equipment|information|rice|money|species|series|fish|sheep|news|metadata|media|data|feedback|staff|police|advice|software|hardware|history_data)$/i;

/** English plural as mappers make it for table names; only the last word changes. */
export function plural(word: string): string {
  if (unchanged.test(word)) return word;
  const parts = /^(.*?)([A-Za-z][a-z]*)$/.exec(word);
  const [head, last] = parts === null ? ['', word] : [parts[1] ?? '', parts[2] ?? word];
  const lower = last.toLowerCase();
  const known = irregular[lower];
  if (known !== undefined)
    return head + (last.startsWith(lower.charAt(0)) ? known : known.charAt(0).toUpperCase() + known.slice(1));
  if (Object.values(irregular).includes(lower)) return word;
  if (/(ss|sh|ch|x|z|us)$/.test(lower))
    return /(uses|yses)$/.test(lower) ? word : `${word}${/(octop|vir)us$/.test(lower) ? '' : 'es'}`;
  if (lower.endsWith('sis')) return `${word.slice(0, -2)}es`;
  if (lower.endsWith('s')) return word;
  if (/[lr]f$/.test(lower)) return `${word.slice(0, -1)}ves`;
  if (/[^aeiou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  if (/(tomato|potato|hero|echo)$/.test(lower)) return `${word}es`;
  return `${word}s`;
}

/** English singular, for names of keys. */
export function singular(word: string): string {
  for (const [one, many] of Object.entries(irregular))
    if (word.toLowerCase().endsWith(many)) return word.slice(0, -many.length) + one;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ses|xes|zes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
