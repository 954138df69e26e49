import type { RoutePath } from '../http/paths.ts';

/** A route template of ASP.NET: `{id:int?}`, `{page=5}` and `{**rest}` as `{id}`, `{page}` and `{*rest}`. */
export function templatePath(template: RoutePath): RoutePath {
  let text = '';
  for (let at = 0; at < template.text.length;) {
    const char = template.text.charAt(at);
    if (char !== '{' || template.text.startsWith('{unresolved}', at)) {
      text += char;
      at += 1;
      continue;
    }
    const end = closing(template.text, at);
    text += `{${parameterName(template.text.slice(at + 1, end))}}`;
    at = end + 1;
  }
  return { ...template, text: text.replace(/^~\//, '/') };
}

/** A constraint may hold braces of its own: `{code:regex(^\\d{{3}}$)}`. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return text.length;
}

function parameterName(inside: string): string {
  const name = /^\*{0,2}([\w.-]*)/.exec(inside);
  return `${inside.startsWith('*') ? '*' : ''}${name?.[1] ?? ''}`;
}

/** Names of parameters whose constraint tells a type: `{id:int}`. */
export function templateTypes(template: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of template.matchAll(
    /\{\*{0,2}(\w+):(int|long|guid|bool|decimal|double|float|datetime|alpha)\b/g,
  ))
    if (match[1] !== undefined && match[2] !== undefined) found.set(match[1], match[2]);
  return found;
}

/** `[controller]`, `[action]` and `[area]`; `[[` stands for a bracket. */
export const withTokens = (template: RoutePath, tokens: ReadonlyMap<string, string>): RoutePath => ({
  ...template,
  text: template.text.replaceAll(
    /\[(controller|action|area)\]/gi,
    (whole, name: string) => tokens.get(name.toLowerCase()) ?? whole,
  ),
});

/** What a slugify transformer makes of a name: `UserRoles` -> `user-roles`. */
export const slug = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
