import type { Config } from '@redocly/openapi-core';

/** One finding of the linter: rule, place as a JSON pointer, and what is wrong. */
export interface LintProblem {
  readonly rule: string;
  readonly severity: 'error' | 'warn';
  readonly place: string;
  readonly message: string;
}

export const redoclyRuleset = 'recommended-strict';

type Redocly = typeof import('@redocly/openapi-core');

let loaded: Promise<{ readonly redocly: Redocly; readonly config: Config }> | undefined;

async function load(): Promise<{ readonly redocly: Redocly; readonly config: Config }> {
  const redocly = await import('@redocly/openapi-core');
  return { redocly, config: await redocly.createConfig({ extends: [redoclyRuleset] }) };
}

/**
 * Lints an OpenAPI, AsyncAPI or Arazzo document held in memory with Redocly's `recommended-strict`. References
 * that lead out of the text are refused: nothing is read from disk or network.
 */
export async function lintDocument(text: string): Promise<readonly LintProblem[]> {
  return lintParsed(text, (await (loaded ??= load())).redocly.parseYaml(text));
}

/** The same for a text that was parsed already: documents of many megabytes are read once. */
export async function lintParsed(text: string, parsed: unknown): Promise<readonly LintProblem[]> {
  loaded ??= load();
  const { redocly, config } = await loaded;
  const resolver = new redocly.BaseResolver();
  resolver.loadExternalRef = (ref: string) => Promise.reject(new Error(`${ref} leads out of the document`));
  const problems = await redocly.lintDocument({
    document: { source: new redocly.Source('document.json', text), parsed },
    config,
    externalRefResolver: resolver,
  });
  return problems.map((problem) => ({
    rule: problem.ruleId,
    severity: problem.severity,
    place: problem.location[0]?.pointer ?? '#/',
    message: problem.message,
  }));
}
