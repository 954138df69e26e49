import { oldAddresses } from '../../migration/carried/addresses.ts';
import type { OldAddresses } from '../../migration/carried/addresses.ts';
import { codeCell, link, table } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import { originWords } from '../../model/quantity.ts';
import type { Cell } from '../deliverable.ts';
import { factTable } from './carried.ts';
import type { Carried, Concern } from './carried.ts';

export const redirectsFile = '4-api/legacy-addresses.conf';

const addressesOf = ({ legacy, target, plan }: Carried): OldAddresses =>
  oldAddresses(target, { legacy, plan });

const rewrites = ({ legacy }: Carried) =>
  legacy.architecture.gatewayRoutes.filter(
    ({ match, rewrittenTo }) => match === 'expression' && rewrittenTo !== undefined,
  );

/** Addresses that people have bookmarked and others link to. */
export function addresses(carried: Carried): Concern {
  const known = addressesOf(carried);
  const http = carried.legacy.api.endpoints.filter(({ protocol }) => protocol === 'http');
  const chosen = carried.facts('page-parameter', 'redirect', 'error-page');
  const rows = [
    ...known.moved.map(({ legacy, target, because }): readonly Cell[] => [
      codeCell(legacy),
      codeCell(target),
      because,
    ]),
    ...known.open.map(({ legacy, because }): readonly Cell[] => [codeCell(legacy), 'to be decided', because]),
  ];
  const nice = rewrites(carried).map(({ path, rewrittenTo, origin }): readonly Cell[] => [
    codeCell(path),
    codeCell(rewrittenTo ?? ''),
    originWords(origin),
  ]);
  return {
    id: 'addresses',
    title: 'Addresses (URLs)',
    soughtFor: 'pages, rewrites, parameters that choose a page and redirects',
    today: http.length === 0 ? [] : [table(['address', 'script', 'where'], nice), ...factTable(chosen)],
    afterwards: [
      `${carried.target.api.endpoints.length} operations under paths without a file ending; what is asked for stands in the path.`,
      'An old address answers for as long as anybody asks for it: with 301 where it moved, with 410 where it is gone on purpose.',
    ],
    onTheWay: [
      'The gateway stands before both systems from the first step on and keeps the old addresses: a step routes an address to the target without changing it.',
      `When the pages of a context have moved, its old addresses answer 301 by the map in ${redirectsFile}: one hop, never a chain.`,
      'Forms and programs that send to an old address get 308 (it keeps method and body) for one release, then 410; who still calls is told by the log of the gateway.',
      'Addresses in mails that are out (orders, resets, unsubscribe) live for as long as the mail does: keep them for a year.',
    ],
    shown: [
      ...cappedTable(['legacy address', 'address of the target', 'because'], rows, redirectsFile),
      table(
        ['file', 'what it is'],
        [[link(redirectsFile, redirectsFile), 'nginx map of the old addresses, with the pattern of each']],
      ),
    ],
    canGoWrong: [
      'A page that people see must not lead to data: where the new front end has a page of its own, its address belongs on the right of the map.',
      'Patterns overlap: the first that fits is taken, so the more exact ones stand first.',
      'Letters count in paths of the new server, and did not on some old ones; a slash at the end is another address.',
      'A redirect to what a parameter says sends people anywhere: only addresses of the map are answered.',
    ],
    verified: [
      'Every address of a month of access logs is asked for at the new gateway: 200, 301 to 200, or 410 that somebody decided.',
      'The 404 rate of the gateway by path, in the week after each step.',
    ],
  };
}

/** What search engines and other sites know. */
export function searchEngines(carried: Carried): Concern {
  const facts = carried.facts('permanent-redirect', 'canonical', 'robots', 'sitemap', 'language-link');
  const nice = rewrites(carried);
  return {
    id: 'search-engines',
    title: 'Search engines and redirects',
    soughtFor: 'permanent redirects, canonical links, robots, sitemaps and rewrites',
    today: facts.length === 0 && nice.length === 0 ? [] : factTable(facts),
    afterwards: [
      'Each page has one address that says so of itself (`rel="canonical"`), stands in the sitemap, and is the end of every redirect.',
      'What was redirected before is redirected still, in one hop.',
    ],
    onTheWay: [
      'Redirects that exist already are taken over first, each with the new end: an old one that leads to an address which moves now would be a chain of two.',
      'Title, description, canonical link and structured data of the twenty pages with most visits from search are carried over as they are; texts change later, one at a time.',
      'The sitemap lists only addresses that answer 200; the old one stays until its addresses are redirected and seen.',
      ...(facts.some(({ kind }) => kind === 'sitemap')
        ? []
        : ['There was no sitemap: the new one is handed in when the first context has moved.']),
      ...(facts.some(({ kind }) => kind === 'canonical')
        ? []
        : [
            'There were no canonical links: parameters such as a sort order make several addresses of one page, the new pages name one of them.',
          ]),
      'No step of the plan changes a host name and the paths behind it at once.',
    ],
    canGoWrong: [
      'A copy of the target that is reachable during the tests gets into an index: it answers `X-Robots-Tag: noindex` and asks for a password.',
      'A robots file that forbids an old address also keeps search engines from seeing its redirect.',
      '302 where 301 was meant: the old address stays in the index.',
    ],
    verified: [
      'A crawl of the old sitemap (or of the log) before and after: status, canonical, title and number of hops, compared line by line.',
      'Visits from search by landing page for four weeks; a fall of one group of pages is traced to its redirects.',
    ],
  };
}
