import type { Endpoint } from '../../../model/api.ts';
import type { CallerCheck } from '../../../model/trust.ts';
import type { TextFile } from '../gather.ts';
import { inField } from '../languages/syntax.ts';
import { lastLineOf } from './shapes.ts';
import { weighsRoles } from './weighing.ts';
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
  // Who may call which path then stands in tables, or in code that is not read.
  const asking = [...files].find(([file, { text }]) => /\.(java|kt)$/.test(file) && decidesByPath.test(text));
  if (asking !== undefined) return [...names].map((name) => ({ name, file: asking[0], start: 1, end: 1 }));
  const isNamed = new RegExp(
    `\\b(def|func|boolean|void|public|\\))\\s+(${[...names].map(escaped).join('|')})\\b`,
  );
  return [...files].flatMap(([file, { text }]) => {
    if (!/\.(py|java|go)$/.test(file) || !isNamed.test(text)) return [];
    return world.functionsOf(file).flatMap((node): readonly CallerCheck[] => {
      const name = inField(node, 'name')?.text ?? '';
      if (!names.has(name) || rulesByPath.test(node.text) || !weighsRoles(node)) return [];
      return [{ name, file, start: node.line, end: lastLineOf(node) }];
    });
  });
}

/** Parts of Spring Security and others that ask for more than a signed-in caller by rules of their own. */
const decidesByPath =
  /\b(implements|extends)\s+[\w<>, ]*(AccessDecisionManager|AccessDecisionVoter|AuthorizationManager|FilterInvocationSecurityMetadataSource|AbstractSecurityInterceptor|PermissionEvaluator|StpInterface|AuthorizingRealm)\b/;

/** Rules of Spring for many paths at once, which are read path by path. */
const rulesByPath = /SecurityFilterChain|HttpSecurity/;

const lastPart = (name: string): string => (name.split('.').at(-1) ?? name).replace(/\(.*$/, '').trim();
const escaped = (name: string): string => name.replaceAll(/[^\w]/g, String.raw`\$&`);
