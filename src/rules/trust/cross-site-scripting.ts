import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow } from '../../model/flow.ts';
import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { beginsInPhp, byLanguage } from './language-words.ts';

export const crossSiteScripting: Rule = {
  id: 'cross-site-scripting',
  summary: 'Something from outside becomes part of a page as it is.',
  severity: 'blocker',
  standards: ['CWE-79', 'ASVS-5.0-1.2.1'],
  remedy: {
    title: 'Escape what becomes part of a page',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: {
    confidentiality: 'none',
    integrity: 'none',
    availability: 'none',
    beyond: { confidentiality: 'low', integrity: 'low', availability: 'none' },
    user: 'active',
  },
  check: (backend) => {
    const { trust } = backend;
    const flows = trust.flows.map(asSent(backend));
    return flowFaults(
      { ...trust, flows },
      {
        kind: 'cross-site-scripting',
        effect: 'and becomes part of the page as it is',
        why: 'A link or form of somebody else runs their script in the page of the one who follows it, with their session.',
        next: nextFor,
        partly: 'and becomes part of a page, in some browsers and requests only',
      },
    );
  },
};

/** Links and forms send GET and POST, with cookies; whatever sends other requests, or a token beside, shows no page. */
const asSent = (backend: Backend): ((flow: Flow) => Flow) => {
  const unsent = new Set(backend.api.endpoints.filter(tokenIsAsked(backend)).map(({ id }) => id));
  return (flow) =>
    flow.doubt === undefined &&
    flow.endpoints.length > 0 &&
    flow.endpoints.every((id) => /^(PUT|PATCH|DELETE) /.test(id) || unsent.has(id))
      ? { ...flow, doubt: 'partly' }
      : flow;
};

/** Who is calling is told by a token alone, as far as nothing of the target reads or sets a cookie. */
function tokenIsAsked({ api, trust }: Backend): (endpoint: Endpoint) => boolean {
  const usesCookies =
    trust.settings.some(({ kind }) => kind === 'session' || kind === 'cookie') ||
    api.endpoints.some(({ parameters }) => parameters.some((each) => each.in === 'cookie'));
  const usesTokens = trust.settings.some(({ kind }) => kind === 'token-verification');
  return ({ access, guards }) =>
    usesTokens &&
    !usesCookies &&
    access === 'guarded' &&
    guards.some(({ kind }) => kind === 'authentication');
}

const inPhp =
  "Escape it where it is put out: htmlspecialchars($value, ENT_QUOTES, 'UTF-8'), or a template that escapes ({{ }} in Blade and Twig); clean what must stay HTML with HTML Purifier.";

const byPlace = byLanguage({
  other:
    'Answer with JSON or text/plain, let a template that escapes build the page, or escape the value (escape-html, he.encode); clean what must stay HTML with DOMPurify or sanitize-html.',
  php: inPhp,
  python:
    'Answer with JSON or text/plain, let a template that escapes build the page, or escape the value (markupsafe.escape, html.escape); clean what must stay HTML with nh3 or bleach.',
  template:
    'Put it out escaped (<%= %>, {{ }} without safe or raw, = and #{} in Pug); clean what must stay HTML with DOMPurify or sanitize-html before the view is given it.',
});

/** A template that PHP fills is told as PHP. */
const nextFor = (flow: Flow): string => (beginsInPhp(flow) ? inPhp : byPlace(flow));
