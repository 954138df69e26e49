import type { Endpoint } from '../../../model/api.ts';
import type { CallerCheck } from '../../../model/trust.ts';
import type { TextFile } from '../gather.ts';
import { inField } from '../languages/syntax.ts';
import { lastLineOf } from './shapes.ts';
import type { FollowedWorld } from './world.ts';

/** Guards that ask for a role or an owner, whatever they are called. */
export function checkingGuards(
  endpoints: readonly Endpoint[],
  world: FollowedWorld,
  files: ReadonlyMap<string, TextFile>,
): readonly CallerCheck[] {
  const names = new Set(endpoints.flatMap(({ guards }) => guards.map(({ name }) => lastPart(name))));
  names.delete('');
  if (names.size === 0) return [];
  const isNamed = new RegExp(`\\b(def|func|boolean|void|public|\\))\\s+(${[...names].map(escaped).join('|')})\\b`);
  return [...files].flatMap(([file, { text }]) => {
    if (!/\.(py|java|go)$/.test(file) || !isNamed.test(text)) return [];
    return world.functionsOf(file).flatMap((node): readonly CallerCheck[] => {
      const name = inField(node, 'name')?.text ?? '';
      if (!names.has(name) || rulesByPath.test(node.text) || !weighing.test(withoutComments(node.text))) return [];
      return [{ name, file, start: node.line, end: lastLineOf(node) }];
    });
  });
}

const weighing = /\brole|is_?admin|isAdmin|permission|privilege|is_?staff|superuser|\bscopes?\b|\bowner/i;

/** Rules of Spring for many paths at once, which are read path by path. */
const rulesByPath = /SecurityFilterChain|HttpSecurity/;

const lastPart = (name: string): string => (name.split('.').at(-1) ?? name).replace(/\(.*$/, '').trim();
const escaped = (name: string): string => name.replaceAll(/[^\w]/g, String.raw`\$&`);
const withoutComments = (text: string): string =>
  text.replaceAll(/"""[\s\S]*?"""|#.*$|\/\/.*$|\/\*[\s\S]*?\*\//gm, '');
