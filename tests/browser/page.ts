import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';

/** One register and one feature of the running server, found out and not assumed. */
export interface Known {
  /** A query that finds something. */
  query: string;
  hit: { register: string; fid: number; title: string };
  /** A register that is shown at first, and its title in Ukrainian. */
  shown: { id: string; title: string };
}

/** Queries tried in turn until one finds something. */
const QUERIES = [process.env.MISTO_QUERY, 'вул', 'просп', 'пар', 'ра', 'Кр'].filter((query) => query !== undefined);

/** What the server has, for tests that must work on any city. */
export async function learn(page: Page): Promise<Known> {
  const portal = await (await page.request.get('/api/portal')).json();
  const shown = portal.registers.find((register: { visible: boolean }) => register.visible);
  for (const query of QUERIES) {
    const { hits } = await (await page.request.get('/search', { params: { q: query, limit: 10, lang: 'uk' } })).json();
    if (hits.length > 0) return { query, hit: hits[0], shown: { id: shown.id, title: shown.title.uk } };
  }
  throw new Error('The server finds nothing: set MISTO_QUERY to words that it knows.');
}

/** Everything on the page that must not be: errors in the console, exceptions, requests to other hosts. */
export function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    const own = new URL(page.url() === 'about:blank' ? request.url() : page.url()).origin;
    if (protocol.startsWith('http') && origin !== own) faults.push(`foreign request: ${request.url()}`);
  });
  return faults;
}

/** The element that the map is drawn on. */
export function canvas(page: Page) {
  return page.locator('#map canvas');
}

/** Opens the viewer and waits for the map to be drawn. */
export async function openMap(page: Page, hash = ''): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.getByRole('button', { name: /^(Наблизити|Zoom in)$/ })).toBeVisible();
  await expect(page).toHaveURL(/#.*map=/);
}

/** The search box. */
export function searchBox(page: Page) {
  return page.locator('#search-input');
}

/** What the search found. */
export function hits(page: Page) {
  return page.locator('#search-results').getByRole('option');
}

/** The card that is open. */
export function card(page: Page) {
  return page.getByRole('article');
}

/** The list of features in view. */
export function listed(page: Page) {
  return page.getByRole('listbox', { name: /^(Об’єкти в полі зору|Features in view)$/ }).getByRole('option');
}

/** Presses Tab until one of the wanted elements has the focus. */
export async function tabTo(page: Page, wanted: Locator, most = 300): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const reached = await wanted.evaluateAll((elements) => elements.includes(document.activeElement as HTMLElement));
    if (reached) return;
  }
  throw new Error(`Tab does not reach ${wanted}`);
}

/** Leaves a test out on a server that does not answer an address. */
export async function needs(page: Page, address: string): Promise<void> {
  const answer = await page.request.get(address);
  test.skip(answer.status() === 404, `the server does not answer ${address}`);
}

/** An answer of the server that something is wrong, in its words. */
export function problem(status: number, title: string, detail: string) {
  return { status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', status, title, detail }) };
}

/** Checks the page as it is now against WCAG 2.1 AA and good practice. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  expect(found).toEqual([]);
}
