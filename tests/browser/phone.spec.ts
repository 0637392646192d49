import { expect, test } from '@playwright/test';
import { canvas, card, hits, learn, openMap, searchBox } from './page';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Share of the screen's height that lies free between the top bar and the sheet. */
const FREE = 0.1;

test('the sheet has three heights and never covers the whole map', async ({ page }) => {
  await openMap(page);
  const sheet = page.getByRole('complementary');
  const height = async () => (await sheet.boundingBox())?.height ?? 0;
  expect(await height()).toBeLessThan(844 * 0.2);
  await page.getByRole('button', { name: 'Розгорнути панель' }).click();
  await expect.poll(height).toBe(844 / 2);
  const handle = await page.getByRole('button', { name: 'Згорнути панель' }).boundingBox();
  if (handle === null) throw new Error('no handle');
  const x = handle.x + handle.width / 2;
  await page.mouse.move(x, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(x, handle.y - 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await sheet.boundingBox())?.y ?? 0).toBeLessThan(844 * 0.4);
  const top = await page.getByRole('banner').boundingBox();
  const box = await searchBox(page).boundingBox();
  expect(top).not.toBeNull();
  const free = ((await sheet.boundingBox())?.y ?? 0) - ((box?.y ?? 0) + (box?.height ?? 0));
  expect(free).toBeGreaterThan(844 * FREE);
});

test('a card opens in the sheet and the feature stays in sight', async ({ page }) => {
  const { query, hit } = await learn(page);
  await openMap(page);
  await searchBox(page).fill(query);
  await hits(page).first().tap();
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  await expect(card(page)).toBeInViewport();
  await expect(canvas(page)).toBeInViewport();
});

test('nothing is wider than the screen, down to 320 pixels', async ({ page }) => {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 640 });
    await openMap(page);
    await page.getByRole('tab').first().click();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
});

test('the measuring panel leaves the cross and the controls in sight', async ({ page }) => {
  await openMap(page);
  await page.getByRole('button', { name: 'Вимірювання' }).tap();
  const panel = page.getByRole('region', { name: 'Вимірювання' });
  await page.getByRole('button', { name: 'Точка під хрестом' }).tap();
  await expect(panel.getByText('1 точка')).toBeVisible();
  const top = (await panel.boundingBox())?.y ?? 0;
  const map = await canvas(page).boundingBox();
  expect(top).toBeGreaterThan((map?.y ?? 0) + (map?.height ?? 0) / 2 + 20);
  await expect(page.getByRole('button', { name: 'Наблизити' })).toBeInViewport();
});

for (const [width, height] of [[844, 390], [844, 330], [667, 375], [568, 320]] as const) {
  test(`on its side, ${width} × ${height}, every tool is reached and nothing is shifted`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openMap(page);
    const heights = page.getByRole('button', { name: 'Будинки з висотою (3D)' });
    if (await heights.count()) await heights.tap();
    for (const name of ['Вимірювання', 'Координати', 'Друк']) {
      const button = page.getByRole('button', { name, exact: true });
      await button.focus();
      await expect(button).toBeInViewport({ ratio: 1 });
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
      await button.tap();
      await page.getByRole('region', { name, exact: true }).getByRole('button', { name: 'Закрити' }).tap();
      const shifts = await page.evaluate(() => ['html', 'body', '.page', '.ground', '#map'].map((part) => document.querySelector(part)?.scrollTop));
      expect(shifts).toEqual([0, 0, 0, 0, 0]);
    }
  });
}
