import { expect, type Page, test } from '@playwright/test';
import { FORMER_NAME } from './anchors';
import { canvas, card, hits, learn, openMap, searchBox, tabTo } from './page';

/** What people come for, each done with the keyboard alone: no test here points at anything. */

/** Goes to the map past everything before it, by the second skip link. */
async function skipToMap(page: Page): Promise<void> {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(canvas(page)).toBeFocused();
}

/** Opens the card of what the search finds first. */
async function openFirst(page: Page, query: string): Promise<void> {
  await tabTo(page, searchBox(page));
  await page.keyboard.type(query);
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('heading', { level: 2 })).toBeFocused();
}

/** Opens the table of the register that is shown first. */
async function openTable(page: Page): Promise<string> {
  const { hit } = await learn(page);
  await openMap(page, `#table=${hit.register}`);
  await expect(page.locator('section.table tbody tr').first()).toBeVisible();
  return hit.register;
}

test('1. finds a street by its former name', async ({ page }) => {
  await openMap(page);
  await tabTo(page, searchBox(page));
  await page.keyboard.type(FORMER_NAME);
  await expect(hits(page).first()).toContainText(`раніше: `);
  await expect(hits(page).first()).toContainText(FORMER_NAME);
});

test('2. opens a card and reads its facts', async ({ page }) => {
  const { query, hit } = await learn(page);
  await openMap(page);
  await openFirst(page, query);
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  await expect(card(page).locator('dd').first()).not.toBeEmpty();
});

test('3. goes on to the dossier of the place', async ({ page }) => {
  const { query, hit } = await learn(page);
  const { links } = await (await page.request.get(`/o/${hit.register}/${hit.fid}`, { headers: { accept: 'application/json' } })).json();
  test.skip(!links.some(({ rel }: { rel: string }) => rel === 'related'), 'the server makes no dossier');
  await openMap(page);
  await openFirst(page, query);
  await tabTo(page, card(page).getByRole('link', { name: 'Досьє місця' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/dossier/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('4. switches a register off and on', async ({ page }) => {
  await openMap(page);
  const box = page.locator('#panel-registers li input[type=checkbox]').first();
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/show=/);
  await page.keyboard.press('Space');
  await expect(page).not.toHaveURL(/show=/);
});

test('5. filters a table', async ({ page }) => {
  await openTable(page);
  await tabTo(page, page.getByRole('combobox', { name: 'Поле' }));
  await tabTo(page, page.getByLabel('Значення'));
  await page.keyboard.type('7');
  await tabTo(page, page.getByRole('button', { name: 'Відібрати' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/where=/);
  await tabTo(page, page.getByRole('button', { name: /^Прибрати умову/ }));
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/where=/);
});

test('6. saves a table as a file', async ({ page }) => {
  await page.route('**/api/export/**', (route) => route.fulfill({ body: 'fid', headers: { 'content-disposition': 'attachment; filename="saved.csv"' } }));
  await openTable(page);
  await tabTo(page, page.getByRole('combobox', { name: 'Формат файлу' }));
  await page.keyboard.type('CSV');
  await tabTo(page, page.getByRole('button', { name: 'Зберегти' }));
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await saving).suggestedFilename()).toBe('saved.csv');
});

test('7. measures a distance', async ({ page }) => {
  await openMap(page);
  await tabTo(page, page.getByRole('button', { name: 'Вимірювання' }));
  await page.keyboard.press('Enter');
  for (const place of ['47.9 33.4', '47.9 33.41']) {
    await tabTo(page, page.getByLabel('Широта й довгота, градуси WGS 84'));
    await page.keyboard.type(place);
    await page.keyboard.press('Enter');
  }
  await expect(page.locator('output')).toContainText('747');
});

test('8. prints what the map shows', async ({ page }) => {
  await page.route('**/print?*', (route) => route.fulfill({ body: '%PDF-1.7', headers: { 'content-disposition': 'attachment; filename="sheet.pdf"' } }));
  await openMap(page);
  await tabTo(page, page.getByRole('button', { name: 'Друк' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Зберегти PDF' }));
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await saving).suggestedFilename()).toBe('sheet.pdf');
});

test('9. changes the language', async ({ page }) => {
  await openMap(page);
  await tabTo(page, page.getByRole('button', { name: 'Eng' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Registers' })).toBeVisible();
});

test('10. changes the look of the map', async ({ page }) => {
  await openMap(page);
  await tabTo(page, page.getByRole('button', { name: 'Вигляд карти' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('radio', { name: 'Світла' }));
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/base=dark/);
});

test('11. finds the own place', async ({ page, context }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: 33.41, latitude: 47.885, accuracy: 20 });
  await openMap(page);
  await skipToMap(page);
  await tabTo(page, page.getByRole('button', { name: 'Моє місце' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/map=[\d.]+\/47\.885\/33\.41/);
});

test('12. copies the link to what the page shows, and to a card', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const { query } = await learn(page);
  await openMap(page, '#base=grey');
  await tabTo(page, page.getByRole('banner').getByRole('button', { name: 'Копіювати посилання' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Посилання скопійовано' })).toBeVisible();
  expect(await copied()).toBe(page.url());
  await openFirst(page, query);
  await tabTo(page, card(page).getByRole('button', { name: 'Копіювати посилання' }));
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('button', { name: 'Посилання скопійовано' })).toBeVisible();
  expect(await copied()).toMatch(/#.*o=\w+\/\d+/);
});
