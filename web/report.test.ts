import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportHtml } from '../src/render/report-html.ts';
import { reportData } from '../src/render/report.ts';
import { chromiumPath, launch } from './chromium.ts';
import { reportInput } from './fixture/report.ts';

const executable = chromiumPath();
if (executable === undefined)
  console.log('skipped: the report was not opened, because no Chromium was found on this machine');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const template = readFileSync(new URL('../dist/report.html', import.meta.url), 'utf8');

let browser: Browser;
let folder = '';
const reports: Record<string, string> = {};

beforeAll(async () => {
  if (executable === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'plumbline-report-'));
  const fixture = join(folder, 'fixture.html');
  writeFileSync(fixture, await reportHtml(await reportData(reportInput()), template));
  reports['every state a report can show'] = pathToFileURL(fixture).href;
  for (const golden of ['shop-design', 'bookshop-analysis'])
    reports[golden] = new URL(`../examples/${golden}/index.html`, import.meta.url).href;
  browser = await launch(executable);
});
afterAll(async () => {
  await browser?.close();
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

/** A page that records everything a report must not do. */
async function open(url: string, width: number, colorScheme: 'light' | 'dark' = 'light') {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) trouble.push(request.url());
  });
  await page.goto(url);
  await page.waitForSelector('main h1');
  return { page, trouble, close: () => context.close() };
}

/** Addresses of all views, and of one document of each deliverable. */
const views = (page: Page): Promise<readonly string[]> =>
  page.$$eval('nav.side a', (links) => {
    const all = links.map((link) => link.getAttribute('href') ?? '');
    const seen = new Set<string>();
    return all.filter((to) => {
      const folder = to.startsWith('#/doc/') ? to.split(/\/|%2F/)[2] : to;
      return folder !== undefined && !seen.has(folder) && seen.add(folder);
    });
  });

/** Messages of axe-core, one a line. */
async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found: unknown = await Reflect.get(window, 'axe').run(document);
    if (typeof found !== 'object' || found === null || !('violations' in found)) return ['axe did not run'];
    const { violations } = found;
    return Array.isArray(violations)
      ? violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map((node: { html: string }) => node.html.slice(0, 160))
              .join(' | ')}`,
        )
      : ['axe gave no list'];
  });
}

const names = ['every state a report can show', 'shop-design', 'bookshop-analysis'];

describe.skipIf(executable === undefined)('the report in Chromium', () => {
  describe.each(names)('%s', (name) => {
    test.each([
      [400, 'light'],
      [1600, 'dark'],
    ] as const)('every view is sound at %i px, %s', { timeout: 120_000 }, async (width, scheme) => {
      const { page, trouble, close } = await open(reports[name] ?? '', width, scheme);
      const all = await views(page);
      expect(all.length).toBeGreaterThan(10);
      for (const view of all) {
        await page.evaluate((to) => {
          location.hash = to;
        }, view);
        await page.waitForTimeout(30);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${view} is wider than the window`).toBeLessThanOrEqual(0);
        expect(await accessibilityFaults(page), view).toEqual([]);
      }
      expect(trouble).toEqual([]);
      await close();
    });
  });

  test('the first screen says how it stands and what to do first', async () => {
    const { page, close } = await open(reports['every state a report can show'] ?? '', 1600);
    expect(await page.textContent('h1')).toContain('Not ready to hand off');
    expect(await page.locator('.gates li').count()).toBe(4);
    expect(await page.locator('.first li').count()).toBeGreaterThan(2);
    const bottom = await page.locator('.first li').first().boundingBox();
    expect(bottom?.y ?? Infinity).toBeLessThan(900);
    await close();
  });

  test('a number leads to its origin, Escape leads back', async () => {
    const { page, close } = await open(reports['every state a report can show'] ?? '', 1600);
    const number = page.locator('.figures .num', { hasText: 'requests/s' }).first();
    await number.click();
    expect(await page.textContent('.drawer')).toContain('users / think');
    await page.keyboard.press('Escape');
    expect(await page.locator('.drawer').count()).toBe(0);
    expect(await number.evaluate((element) => element === document.activeElement)).toBe(true);
    await close();
  });

  test('a diagram can be enlarged, shows neighbours and tells its elements', async () => {
    const { page, close } = await open(reports['every state a report can show'] ?? '', 1600);
    for (const view of await views(page)) {
      await page.evaluate((to) => {
        location.hash = to;
      }, view);
      await page.waitForTimeout(30);
      if ((await page.locator('.picture [data-f]').count()) > 0) break;
    }
    const picture = page.locator('.picture').first();
    await picture.waitFor();
    const before = await picture.locator('svg').getAttribute('style');
    await picture.getByRole('button', { name: 'Enlarge' }).click();
    expect(await picture.locator('svg').getAttribute('style')).not.toBe(before);
    const part = picture.locator('[data-n="0"]').first();
    await part.hover();
    expect(await picture.locator('svg.marked').count()).toBe(1);
    await part.click();
    expect(await page.locator('.drawer').count()).toBe(1);
    await close();
  });

  test('search finds by every word, from the keyboard', async () => {
    const { page, close } = await open(reports['every state a report can show'] ?? '', 1600);
    await page.keyboard.press('/');
    await page.keyboard.type('volume');
    await page.waitForSelector('.results li');
    expect(await page.textContent('[role=status]')).not.toMatch(/^0 /);
    await page.locator('.results a').first().click();
    await page.waitForFunction(() => !location.hash.startsWith('#/search'));
    await close();
  });

  test('prints without its controls', async () => {
    const { page, close } = await open(reports['every state a report can show'] ?? '', 1600);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await page.locator('main h1').isVisible()).toBe(true);
    await close();
  });
});

test('the report of the seed sentence stays under 600 kB', () => {
  const size = readFileSync(new URL('../examples/shop-design/index.html', import.meta.url)).length;
  expect(size).toBeGreaterThan(50_000);
  expect(size).toBeLessThan(600_000);
});
