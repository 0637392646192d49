import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { card, expectAccessible, needs, openMap, problem } from './page';

/** Rows of a page of the table. */
const PAGE = 50;

interface Known {
  id: string;
  title: string;
  matched: number;
}

/** The register with most features, and how many. */
async function largest(page: Page): Promise<Known> {
  const portal = await (await page.request.get('/api/portal')).json();
  const [first] = portal.registers.toSorted((a: { count: number }, b: { count: number }) => b.count - a.count);
  return { id: first.id, title: first.title.uk, matched: first.count };
}

/** A property with codes, and one of its codes that features have. */
async function codeOf(page: Page, id: string): Promise<{ name: string; title: string; code: string; label: string }> {
  const { schema } = await (await page.request.get(`/api/registers/${id}?lang=uk`)).json();
  const { features } = await (await page.request.get(`/ogc/collections/${id}/items?limit=1`)).json();
  for (const [name, property] of Object.entries<Record<string, never>>(schema.properties)) {
    const code = features[0].properties[name];
    const labels = property['x-misto-labels'] as Record<string, string> | undefined;
    if (labels !== undefined && typeof code === 'string') return { name, title: property.title ?? name, code, label: labels[code] ?? code };
  }
  throw new Error(`${id} has no property with codes`);
}

function rows(page: Page) {
  return page.locator('section.table tbody tr');
}

/** The button that takes away the condition on a value. */
function condition(page: Page, label: string) {
  return page.getByRole('button', { name: 'Прибрати умову' }).filter({ hasText: label });
}

test('a register is opened as a table, paged, and a row leads to its place', async ({ page }) => {
  const { id, title, matched } = await largest(page);
  test.skip(matched <= PAGE, 'too few features for pages');
  await openMap(page);
  await page.getByRole('button', { name: `Докладно: ${title}` }).click();
  await page.getByRole('button', { name: 'Таблиця', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`table=${id}`));
  await expect(rows(page)).toHaveCount(PAGE);
  await expect(page.getByRole('heading', { name: `Таблиця: ${title}` })).toBeFocused();
  await expectAccessible(page);
  const first = await rows(page).first().innerText();
  await page.getByRole('button', { name: 'Далі' }).click();
  await expect(rows(page).first()).not.toHaveText(first);
  await expect(page.getByText(/^51–100 з/)).toBeVisible();
  await page.getByRole('button', { name: 'Назад' }).click();
  await expect(page.getByText(/^1–50 з/)).toBeVisible();
  const before = /map=[^&]*/.exec(page.url())?.[0];
  await rows(page).nth(7).getByRole('button').first().press('Enter');
  await expect(card(page).getByRole('heading', { level: 2 })).toBeVisible();
  await expect.poll(() => /map=[^&]*/.exec(page.url())?.[0]).not.toBe(before);
});

test('what is filtered is exactly what is shown, linked and saved', async ({ page }) => {
  const { id } = await largest(page);
  const { name, code, label } = await codeOf(page, id);
  await openMap(page, `#table=${id}`);
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Поле' }).selectOption(name);
  await page.getByRole('combobox', { name: 'Значення' }).selectOption({ label });
  await page.getByRole('button', { name: 'Відібрати' }).click();
  await expect(page).toHaveURL(new RegExp(`where=${name}:${code}`));
  await expect(condition(page, label)).toBeVisible();

  const asked: URLSearchParams[] = [];
  await page.route(`**/api/export/${id}?*`, (route) => {
    asked.push(new URL(route.request().url()).searchParams);
    return route.fulfill({ body: 'fid', headers: { 'content-disposition': `attachment; filename="${id}_made.gpkg"` } });
  });
  const saving = page.waitForEvent('download');
  await page.getByRole('combobox', { name: 'Формат файлу' }).selectOption('gpkg');
  await page.getByRole('button', { name: 'Зберегти' }).click();
  expect((await saving).suggestedFilename()).toBe(`${id}_made.gpkg`);
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({ [name]: code, f: 'gpkg', lang: 'uk' });
  await expect(page.locator('[aria-live="polite"]', { hasText: `Файл збережено: ${id}_made.gpkg` })).toBeAttached();

  await page.reload();
  await expect(condition(page, label)).toBeVisible();
  await condition(page, label).click();
  await expect(page).not.toHaveURL(/where=/);
});

test('the file that the server makes holds what the table shows and no more', async ({ page }) => {
  const { id } = await largest(page);
  await needs(page, `/api/export/${id}?f=csv`);
  const { name, code } = await codeOf(page, id);
  const { numberMatched } = await (await page.request.get(`/ogc/collections/${id}/items`, { params: { [name]: code, limit: 1 } })).json();
  await openMap(page, `#table=${id}&where=${name}:${code}`);
  await expect(rows(page).first()).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('combobox', { name: 'Формат файлу' }).selectOption('geojson');
  await page.getByRole('button', { name: 'Зберегти' }).click();
  const { features } = JSON.parse(readFileSync(await (await saving).path(), 'utf8'));
  expect(features).toHaveLength(numberMatched);
  expect(new Set(features.map((feature: { properties: Record<string, unknown> }) => feature.properties[name]))).toEqual(new Set([code]));
});

test('a column is sorted up, down and not at all with the keyboard, and the link remembers', async ({ page }) => {
  const { id } = await largest(page);
  await needs(page, `/ogc/collections/${id}/sortables`);
  await openMap(page, `#table=${id}`);
  const header = page.locator('section.table thead th:has(button)').first();
  await header.getByRole('button').press('Enter');
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/sort=[a-z]/);
  const first = await rows(page).first().innerText();
  await header.getByRole('button').press('Enter');
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).first()).not.toHaveText(first);
  await expectAccessible(page);
  await page.reload();
  await expect(header).toHaveAttribute('aria-sort', 'descending');
  await header.getByRole('button').press('Enter');
  await expect(header).not.toHaveAttribute('aria-sort');
  await expect(page).not.toHaveURL(/sort=/);
});

test('an export that fails says so and saves nothing; a value that no feature can have is explained', async ({ page }) => {
  const { id } = await largest(page);
  await openMap(page, `#table=${id}`);
  await expect(rows(page).first()).toBeVisible();
  await page.route('**/api/export/**', (route) => route.fulfill(problem(422, 'Забагато об’єктів', 'Уточніть умови.')));
  await page.getByRole('button', { name: 'Зберегти' }).click();
  await expect(page.getByText('Файл не збережено. Забагато об’єктів. Уточніть умови.', { exact: true })).toBeVisible();
  await expectAccessible(page);
  const { name } = await codeOf(page, id);
  await page.goto('about:blank');
  await openMap(page, `#table=${id}&where=${name}:no-such-code`);
  const table = page.locator('section.table');
  await expect(table.getByRole('alert').or(table.getByText('Об’єктів із такими значеннями немає.'))).toBeVisible();
  await expectAccessible(page);
});

test('the heading of the first column stays above it, however the table is scrolled', async ({ page }) => {
  const { id } = await largest(page);
  await openMap(page, `#table=${id}`);
  await expect(rows(page).nth(20)).toBeVisible();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const table = page.locator('section.table .scroll');
    await table.evaluate((element) => element.scrollTo(300, 200));
    const [frame, heading, name] = await Promise.all([table, table.locator('thead th').first(), rows(page).nth(12).locator('th')].map((part) => part.boundingBox()));
    if (!frame || !heading || !name) throw new Error('the table is not there');
    expect(await table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(100);
    expect(Math.abs(heading.x - name.x)).toBeLessThan(1);
    expect(heading.y - frame.y).toBeLessThan(2);
    const top = await page.evaluate(([x, y]) => document.elementFromPoint(x ?? 0, y ?? 0)?.textContent, [heading.x + 8, heading.y + heading.height / 2]);
    expect(top).toBe('Об’єкт');
  }
});

test('while a filter is refused no range is told and no page is turned', async ({ page }) => {
  const { id } = await largest(page);
  await openMap(page, `#table=${id}`);
  await expect(page.getByText(/^1–\d+ з/)).toBeVisible();
  await page.route(`**/ogc/collections/${id}/items?*`, (route) => route.fulfill(problem(400, 'Хибне значення', 'Це не число.')));
  const { code, name, label } = await codeOf(page, id);
  await page.getByRole('combobox', { name: 'Поле' }).selectOption(name);
  await page.getByRole('combobox', { name: 'Значення' }).selectOption({ label });
  await page.getByRole('button', { name: 'Відібрати' }).click();
  await expect(page).toHaveURL(new RegExp(`where=${name}:${code}`));
  await expect(page.locator('section.table').getByRole('alert')).toContainText('Хибне значення');
  await expect(page.getByText(/^1–\d+ з/)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Далі' })).toBeDisabled();
});

test('a table of a register that is gone says so', async ({ page }) => {
  await openMap(page, '#table=gone_register');
  await expect(page.locator('section.table').getByText('gone_register')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the table leaves a part of the map in sight and is closed', async ({ page }) => {
    const { id } = await largest(page);
    await openMap(page, `#table=${id}&lang=en`);
    await expect(rows(page).first()).toBeVisible();
    await expectAccessible(page);
    const box = await page.locator('section.table').boundingBox();
    expect(box?.y ?? 0).toBeGreaterThan(250);
    await page.locator('section.table').getByRole('button', { name: 'Close' }).tap();
    await expect(page).not.toHaveURL(/table=/);
  });
});
