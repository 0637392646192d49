import { expect, test } from '@playwright/test';
import { card, expectAccessible, hits, learn, openMap, searchBox } from './page';

const WAYS = [
  { title: 'wide, uk', viewport: { width: 1440, height: 900 }, language: 'uk' },
  { title: 'phone, en', viewport: { width: 390, height: 844 }, language: 'en' },
];

/** States of the page beyond the first one, by their links. */
const STATES = {
  'the look with the cross': 'tool=ground&cross=1',
  'a measured area': 'tool=measure&measure=area:33.4,47.88;33.41,47.88;33.41,47.89',
  'a table over a dark map': 'table={register}&base=dark',
  'a sheet to print': 'tool=print',
  'coordinates over a map of high contrast': 'tool=place&base=contrast',
  'a leaning map': 'tilt=50/10',
};

for (const { title, viewport, language } of WAYS) {
  test.describe(title, () => {
    test.use({ viewport });

    test('the page as it opens and each tab are accessible', async ({ page }) => {
      await openMap(page, `#lang=${language}`);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await page.waitForTimeout(400);
        await expectAccessible(page);
      }
    });

    for (const [state, hash] of Object.entries(STATES)) {
      test(`${state} is accessible`, async ({ page }) => {
        const { hit } = await learn(page);
        await openMap(page, `#${hash.replace('{register}', hit.register)}&lang=${language}`);
        await page.waitForLoadState('networkidle');
        await expectAccessible(page);
      });
    }

    test('an open card is accessible', async ({ page }) => {
      const { hit } = await learn(page);
      await openMap(page, `#o=${hit.register}/${hit.fid}&lang=${language}`);
      await expect(card(page).getByRole('heading', { level: 2 })).toBeVisible();
      await page.waitForTimeout(400);
      await expectAccessible(page);
    });
  });
}

test('found and not found are accessible', async ({ page }) => {
  const { query } = await learn(page);
  await openMap(page);
  await searchBox(page).fill(query);
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expectAccessible(page);
  await searchBox(page).fill('щщщщъъъ');
  await expect(page.locator('.notice', { hasText: 'щщщщъъъ' })).toBeVisible();
  await expectAccessible(page);
});

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' });

  test('the page and a card are accessible', async ({ page }) => {
    const { hit } = await learn(page);
    await openMap(page);
    await expectAccessible(page);
    await page.goto('about:blank');
    await openMap(page, `#o=${hit.register}/${hit.fid}`);
    await expect(card(page).getByRole('heading', { level: 2 })).toBeVisible();
    await expectAccessible(page);
  });
});
