import { lineAt } from '../lines.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { Code, TypeDeclaration } from './code.ts';
import { judged, judgeType } from './judging.ts';
import { harmlessFilter } from './outside.ts';
import type { SourceText } from './pipeline.ts';

interface Found {
  readonly judged: JudgedGuard;
  /** Where it stands in the repository. */
  readonly type?: TypeDeclaration;
}

const added =
  /\b(?:[Ff]ilters|GlobalFilters\.Filters|MessageHandlers|Conventions)\s*\.\s*(?:Add|AddService|Insert)\s*(?:<\s*([\w.]+)\s*>|\((?:\s*\d+\s*,)?\s*(new\s+|typeof\s*\(\s*)?([\w.]+))/g;

/** What has no word of these adds values to lists of its own: filters of a search. */
const configures =
  /MvcOptions|MvcBuilder|Add(Mvc|Controllers|RazorPages)|Http(Self\w*)?Configuration\b|GlobalConfiguration|GlobalFilter|FilterCollection|AspNetCore\.Mvc|System\.Web|MessageHandlers|Conventions/;

/** `options.Filters.Add(new AuthorizeFilter(…))`, `filters.Add(filter)`, handlers of messages, conventions. */
export function filtersOf(code: Code, files: readonly SourceText[]): readonly Found[] {
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(added)].flatMap((match) => {
      const isType = match[1] !== undefined || match[2] !== undefined;
      if (!isType && !configures.test(text)) return [];
      const name = nameIn(text, match[1] ?? match[3] ?? '', isType);
      return /Conventions/.test(match[0].split('.')[0] ?? '')
        ? conventionNamed(code, name, file, { line: lineAt(text, match.index) })
        : filterNamed(code, name, file, { line: lineAt(text, match.index) });
    }),
  );
}

/** A local that holds what was made: `var filter = new X(…)`. */
function nameIn(text: string, written: string, isType: boolean): string {
  const made = isType
    ? undefined
    : new RegExp(`\\b${written.replaceAll('.', '\\.')}\\s*=\\s*new\\s+([\\w.]+)`).exec(text)?.[1];
  return (made ?? written).split('.').at(-1) ?? '';
}

type Place = { readonly line: number };

function filterNamed(code: Code, name: string, file: string, at: Place): readonly Found[] {
  if (/^Authorize(Filter|Attribute)$/.test(name))
    return [{ judged: judged(name, 'authentication', file, at) }];
  const type = code.find(name, file) ?? code.find(`${name}Attribute`, file);
  if (type === undefined)
    return harmlessFilter.test(name)
      ? []
      : [{ judged: judged(name, 'other', file, at, { resolved: false }) }];
  const guard = judgeType(code, type, { name });
  const isCheck = guard.guard.kind === 'authentication' || guard.guard.kind === 'authorisation';
  return isCheck || !guard.resolved ? [{ judged: guard, type }] : [];
}

const harmlessConvention =
  /^(RouteTokenTransformer|Slugify|ApiExplorer|Versioning|Namespace|Kebab|RoutePrefix|Central)\w*$/;

/** What a convention adds to controllers and actions is not followed. */
function conventionNamed(code: Code, name: string, file: string, at: Place): readonly Found[] {
  const type = code.find(name, file);
  const doubt = { judged: judged(name, 'other', file, at, { resolved: false }) };
  if (type === undefined) return harmlessConvention.test(name) ? [] : [doubt];
  return /\bFilters\b|Authorize|EndpointMetadata/.test(
    code
      .parts(type)
      .map(({ node }) => node.text)
      .join('\n'),
  )
    ? [doubt]
    : [];
}
