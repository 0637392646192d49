import { expect, test } from '@playwright/test';
import { card, expectAccessible, hits, learn, listed, openMap, searchBox } from './page';

test('without the server the page says so and comes back with a button', async ({ page }) => {
  await page.route('**/api/portal*', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('Немає зв’язку з сервером');
  await expectAccessible(page);
  await page.unroute('**/api/portal*');
  await page.getByRole('button', { name: 'Спробувати ще раз' }).click();
  await expect(page.getByRole('tab').first()).toBeVisible();
});

test('a busy server is asked again without a word', async ({ page }) => {
  let asked = 0;
  await page.route('**/api/portal*', (route) => {
    asked += 1;
    return asked < 3 ? route.fulfill({ status: 503, headers: { 'retry-after': '0' } }) : route.continue();
  });
  await page.goto('/');
  await expect(page.getByRole('tab').first()).toBeVisible();
  expect(asked).toBe(3);
});

test('a failed style leaves search and lists, and a button', async ({ page }) => {
  await page.route('**/styles/**', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByText('Карта не завантажилася')).toBeVisible();
  await page.getByRole('tab', { name: 'Об’єкти' }).click();
  await expect(listed(page).first()).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/styles/**');
  await page.getByRole('main').getByRole('button', { name: 'Спробувати ще раз' }).click();
  await expect(page.getByRole('button', { name: 'Наблизити' })).toBeVisible();
});

test('tiles that fail are said, and loaded again', async ({ page }) => {
  await page.route(/\/tiles\/[^/]+\/\d+\//, (route) => route.abort());
  await openMap(page);
  await expect(page.getByText('Частина карти не завантажилася.')).toBeVisible();
  await expectAccessible(page);
  await page.unroute(/\/tiles\/[^/]+\/\d+\//);
  await page.getByRole('main').getByRole('button', { name: 'Спробувати ще раз' }).click();
  await expect(page.getByText('Частина карти не завантажилася.')).toBeHidden();
});

test('a failed search shows the server\'s words', async ({ page }) => {
  const body = JSON.stringify({ title: 'Пошук відпочиває', detail: 'Спробуйте згодом', status: 500 });
  await page.route('**/search?*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body }));
  await openMap(page);
  await searchBox(page).fill('вулиця');
  await expect(page.getByRole('alert')).toContainText('Пошук відпочиває');
  await expectAccessible(page);
});

test('a feature that is gone says so in the card', async ({ page }) => {
  const { hit } = await learn(page);
  await openMap(page, `#o=${hit.register}/999999999999`);
  await expect(card(page).getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await card(page).getByRole('button', { name: 'Закрити' }).click();
  await expect(card(page)).toBeHidden();
});

test('markup in what the server sends stays text', async ({ page }) => {
  const { hit } = await learn(page);
  const evil = '<img src=x onerror="document.title=\'evil\'">';
  await page.route(`**/o/${hit.register}/${hit.fid}*`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), title: evil, subtitle: evil } });
  });
  await openMap(page, `#o=${hit.register}/${hit.fid}`);
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(evil);
  await expect(page).not.toHaveTitle('evil');
});

test('without WebGL and without pictures the page says so, and search, registers and lists work', async ({ page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  const { query, hit } = await learn(page);
  await page.route('**/map.png*', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByText('Цей браузер не може намалювати карту')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Об’єкти' }).click();
  await expect(listed(page).first()).toBeVisible();
  await expectAccessible(page);
  await searchBox(page).fill(query);
  await hits(page).first().click();
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
});

test('a part of the page that does not load says so, and comes with a button', async ({ page }) => {
  await openMap(page);
  let failing = true;
  await page.route('**/assets/LegendPanel*.js', (route) => (failing ? route.abort() : route.continue()));
  await page.getByRole('tab', { name: 'Легенда' }).click();
  await expect(page.getByRole('alert')).toContainText('Ця частина сторінки не завантажилася');
  await expectAccessible(page);
  failing = false;
  await page.getByRole('alert').getByRole('button').click();
  await expect(page.locator('#panel-legend').getByRole('listitem').first()).toBeVisible();
});
