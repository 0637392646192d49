import { expect, test } from '@playwright/test';
import { card, expectAccessible, learn, watch } from './page';

/** Pages that the server makes without JavaScript; the made-up city of the viewer has none. */
test.beforeEach(async ({ request }) => {
  const answer = await request.get('/ogc', { params: { f: 'html' } });
  test.skip(!answer.ok(), 'the server makes no pages');
});

const WIDE = [
  '/ogc', '/ogc/collections', '/records', '/records/collections/catalogue/items', '/catalogue', '/catalogue/passport/{register}',
  '/ogc/collections/{register}', '/ogc/collections/{register}/items', '/o/{register}/{fid}', '/o/{register}/{fid}/dossier',
];
const WAYS = [
  { language: 'uk', width: 1440, paths: WIDE },
  { language: 'en', width: 390, paths: WIDE.slice(4) },
];

for (const { language, width, paths } of WAYS) {
  test(`the server's pages are accessible and fit the screen, ${language}`, async ({ page }) => {
    const { hit } = await learn(page);
    const faults = watch(page);
    await page.setViewportSize({ width, height: 844 });
    for (const path of paths.map((path) => path.replace('{register}', hit.register).replace('{fid}', `${hit.fid}`))) {
      await page.goto(`${path}?f=html&lang=${language}`);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
    expect(faults).toEqual([]);
  });
}

test('the page of a feature leads to the map, and the card back to the page', async ({ page }) => {
  const { hit } = await learn(page);
  await page.goto(`/o/${hit.register}/${hit.fid}?f=html&lang=uk`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(hit.title);
  await page.getByRole('main').getByRole('link', { name: /на мапі/ }).click();
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  await card(page).getByRole('link', { name: 'Окрема сторінка об’єкта' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(hit.title);
});

test('the server\'s pages are walked with the keyboard, skip link first', async ({ page }) => {
  const { hit } = await learn(page);
  await page.goto(`/ogc/collections/${hit.register}/items?f=html&lang=uk`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'До змісту' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'До змісту' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toBeVisible();
});
