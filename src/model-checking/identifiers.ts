/**
 * Hands out names that are identifiers in nearly every language, each once: letters and digits of the wish in camel
 * case, a number behind them where the name is taken or reserved.
 */
export function identifiers(reserved: readonly string[]): (wish: string, form: 'Upper' | 'lower') => string {
  const taken = new Set(reserved);
  return (wish, form) => {
    const words = wish.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const joined = words.map((word, at) => (at === 0 ? word : upper(word))).join('');
    const started = /^[A-Za-z]/.test(joined) ? joined : `v${joined}`;
    const name = form === 'Upper' ? upper(started) : lower(started);
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
    taken.add(free);
    return free;
  };
}

const upper = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
const lower = (word: string): string => word.slice(0, 1).toLowerCase() + word.slice(1);

/** Text that cannot end a comment or a line. */
export const commentText = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N}\p{Zs}.,:;'!?+=<>-]/gu, ' ').slice(0, 200);
