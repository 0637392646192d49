import { expect, test } from '@playwright/test';
import { canvas, card, expectAccessible, learn, openMap } from './page';

test('an embedded map has little around it and leads to the full map as it is', async ({ page }) => {
  const { hit } = await learn(page);
  await page.goto(`/?mode=embed#o=${hit.register}/${hit.fid}&base=grey`);
  await expect(canvas(page)).toBeVisible();
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  await expect(page.locator('#search-input')).toHaveCount(0);
  await expect(page.getByRole('tab')).toHaveCount(0);
  await expectAccessible(page);
  const opening = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Відкрити повну карту' }).click();
  const full = await opening;
  await expect(card(full).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  expect(full.url()).toContain('base=grey');
  expect(full.url()).not.toContain('mode=');
});

test('a kiosk has large buttons, nothing that leads away, and begins anew after a rest', async ({ page }) => {
  const { hit } = await learn(page);
  await page.clock.install();
  await page.goto(`/?mode=kiosk&idle=60#o=${hit.register}/${hit.fid}`);
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  // Links to other features open their cards here.
  await expect(page.locator('a:not([href^="/o/"])')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Моє місце' })).toHaveCount(0);
  const button = await page.getByRole('button', { name: 'Наблизити' }).boundingBox();
  expect(button?.height ?? 0).toBeGreaterThanOrEqual(44);
  await expectAccessible(page);
  await card(page).getByRole('button', { name: 'Закрити' }).click();
  await expect(card(page)).toBeHidden();
  // The time that the test itself takes passes, too.
  await page.clock.runFor(40_000);
  await expect(card(page)).toBeHidden();
  await page.clock.runFor(21_000);
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
});

test('a link says everything that is shown, and shows it again', async ({ page }) => {
  const { hit } = await learn(page);
  const hash = `#map=15/47.884/33.408&fade=${hit.register}:40&base=contrast&labels=en&tab=legend&tool=measure&cross=1&measure=distance:33.4,47.88;33.41,47.88&table=${hit.register}&o=${hit.register}/${hit.fid}&lang=en`;
  await openMap(page, hash);
  await expect(card(page).getByRole('heading', { level: 2 })).toBeVisible();
  await expect(page.locator('section.table tbody tr').first()).toBeVisible();
  await expect(page.getByText('2 points')).toBeVisible();
  expect(new URL(page.url()).hash).toBe(hash);
});
