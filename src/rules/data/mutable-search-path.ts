import type { DatabaseFunction } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isOfPlatform } from './api-platform.ts';
import { someOf, tableSubject } from './pattern.ts';

export const mutableSearchPath: Rule = {
  id: 'mutable-search-path',
  summary: 'A function finds its tables and functions by the search path of its caller.',
  severity: 'warning',
  standards: ['splinter/0011', 'CWE-426'],
  remedy: {
    title: 'Give the function a search path of its own',
    impact: 4,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'alter function … reset search_path',
  },
  check: ({ data }) => {
    const open = (data.functions ?? [])
      .filter(({ searchPath }) => searchPath === undefined)
      .filter((one) => !isOfPlatform(one));
    const invoked = open.filter(({ securityDefiner }) => !securityDefiner);
    return [
      ...open.filter(({ securityDefiner }) => securityDefiner).map(definer),
      ...(invoked.length === 0 ? [] : [invoker(invoked)]),
    ];
  },
};

/** Runs with the rights of its owner: whoever can make an object earlier in the path runs code with them. */
function definer(one: DatabaseFunction): Fault {
  const name = tableSubject(one);
  return {
    subject: `${name}()`,
    confidence: 'certain',
    what: `${name} is security definer and sets no search_path.`,
    why: 'The caller chooses the path: a table, function or operator of the same name in a schema of the caller is used instead, with the rights of the owner (CVE-2018-1058).',
    next: `alter function ${name}(…) set search_path = ''; and write schema names inside it (pg_temp last, where it is needed).`,
    evidence: [{ kind: 'read', origin: one.origin }],
  };
}

function invoker(all: readonly DatabaseFunction[]): Fault {
  const names = all.map(tableSubject);
  return {
    subject: 'functions of the caller',
    confidence: 'possible',
    severity: 'advice',
    what: `${all.length} ${all.length === 1 ? 'function takes its' : 'functions take their'} search_path from the caller: ${someOf(names, 6)}.`,
    why: 'They run with the rights of who calls them, so nothing is gained by it, but under another path a trigger or an index expression fails or finds another table; pg_dump restores with an empty one.',
    next: `alter function ${names[0] ?? ''}(…) set search_path = ''; and write schema names inside. A function in SQL that is inlined loses that by it.`,
    evidence: [...seenAt(all), { kind: 'computed', words: `all functions: ${names.join(', ')}` }],
  };
}
