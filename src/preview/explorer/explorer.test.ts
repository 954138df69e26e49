import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumPath, launch } from '../../../web/chromium.ts';
import { shopFiles, shopRows } from '../../testing/preview-shop.ts';
import { packageOf } from '../package.ts';
import { startPreview } from '../preview.ts';
import type { Preview } from '../preview.ts';

const executable = chromiumPath();
if (executable === undefined)
  console.log('skipped: the explorer was not opened, because no Chromium was found on this machine');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let preview: Preview;
let browser: Browser | undefined;
beforeAll(async () => {
  preview = await startPreview(packageOf('memory', shopFiles()), { port: 0, limits: false });
  await preview.running.database.script(shopRows());
  if (executable !== undefined) browser = await launch(executable);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await preview?.close();
});

test('the page is one file that lets nothing of elsewhere in', async () => {
  const answer = await fetch(`${preview.url}/explorer`);
  const html = await answer.text();
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html).not.toMatch(/\b(?:src|href)="(?!data:|#)/);
  expect(html).toMatch(/not a product to\s+deploy/);
  expect(html.length).toBeLessThan(40_000);
});

interface Opened {
  readonly page: Page;
  readonly trouble: readonly string[];
}

async function open(width: number): Promise<Opened> {
  if (browser === undefined) throw new Error('there is no Chromium');
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(preview.url)) trouble.push(request.url());
  });
  await page.goto(`${preview.url}/explorer#key=${preview.key}`);
  await page.waitForSelector('#list button');
  return { page, trouble };
}

const shots = process.env['PLUMBLINE_SHOTS'];
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

/** Nothing that axe finds, and nothing wider than the window. */
async function expectSound(page: Page): Promise<void> {
  await page.evaluate(axe);
  const faults: unknown = await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))",
  );
  expect(faults).toEqual([]);
  const wide: unknown = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(wide).toBe(0);
}

const takeToken = async (page: Page, role: string): Promise<void> => {
  await page.selectOption('#role', role);
  await page.click('#sign-in button');
  await page.waitForSelector(`#who:has-text("${role}, ")`);
};

test.runIf(executable !== undefined).each([400, 1400])(
  'people find their way at %i pixels',
  async (width) => {
    const { page, trouble } = await open(width);
    expect(page.url()).toBe(`${preview.url}/explorer`);
    await expectSound(page);
    await takeToken(page, 'admin');
    await page.fill('#search', 'listOrders');
    expect(await page.locator('#list button').count()).toBeLessThan(4);
    await page.click('#list button >> nth=0');
    await page.click('#detail form button');
    await page.waitForSelector('#detail h3:has-text("200 in")');
    expect(await page.locator('pre[aria-label="Body of the answer"]').textContent()).toContain(
      '"number": "N1"',
    );
    await expectSound(page);
    await shoot(page, `operations-${width}`);
    await page.click('#to-graphql');
    await page.fill('#graphql textarea >> nth=0', '{ orders(first: 2) { edges { node { number } } } }');
    await page.click('#graphql form button');
    await page.waitForSelector('pre[aria-label="Answer"]');
    expect(await page.locator('pre[aria-label="Answer"]').textContent()).toContain('"number": "N');
    await expectSound(page);
    await shoot(page, `graphql-${width}`);
    await page.click('#to-events');
    await page.check('label:has-text("product.changed") input');
    await page.click('#events button:has-text("Listen")');
    await page.waitForSelector('#events [role=status]:has-text("Connected")');
    await page.waitForFunction(
      "document.querySelector('pre[aria-label=Events]').textContent.includes('welcome')",
    );
    await expectSound(page);
    await shoot(page, `events-${width}`);
    expect(trouble).toEqual([]);
    await page.context().close();
  },
  60_000,
);

test.runIf(executable !== undefined)('who has no key gets no token, and is told where it is', async () => {
  const { page } = await open(1400);
  await page.fill('#key', 'wrong');
  await page.selectOption('#role', 'admin');
  await page.click('#sign-in button');
  await page.waitForSelector('#who:has-text("control key")');
  expect(await page.inputValue('#token')).toBe('');
  await page.context().close();
});
