import type { Repository } from '../gather.ts';

/** Where the root types of a graph are written as text. */
const declares = /\b(extend\s+)?type\s+(Query|Mutation|Subscription)\b/;
const argumentList = /\w+\s*\(([^()]*)\)\s*:/g;
const argument = /(\w+)\s*:\s*([\w[\]!]+)/g;
/** Scalars of the specification (GraphQL October 2021, section 3.5): a server refuses an object in their place. */
const scalar = /^(String|ID|Int|Float|Boolean)!?$/;

/**
 * Names of arguments that every declaration in the schemas of the target takes for a scalar: nobody can send an object
 * or a list for them.
 */
export function scalarArguments({ files }: Repository): ReadonlySet<string> {
  const scalars = new Set<string>();
  const others = new Set<string>();
  for (const { text } of files.values()) {
    if (!declares.test(text)) continue;
    for (const [, list = ''] of text.matchAll(argumentList))
      for (const [, name = '', type = ''] of list.matchAll(argument))
        (scalar.test(type) ? scalars : others).add(name);
  }
  return new Set([...scalars].filter((name) => !others.has(name)));
}
