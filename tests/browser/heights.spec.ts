import { expect, type Page, test } from '@playwright/test';
import { canvas, expectAccessible, openMap } from './page';

/** Leaves a test out on a server whose style draws nothing with its height. */
async function needsHeights(page: Page): Promise<void> {
  const { style } = await (await page.request.get('/api/portal')).json();
  const { layers } = await (await page.request.get(style)).json();
  test.skip(!layers.some(({ type }: { type: string }) => type === 'fill-extrusion'), 'nothing has a height');
}

test('heights are off at first, on with one key, turned with buttons and keys, and the link keeps them', async ({ page }) => {
  await needsHeights(page);
  await openMap(page);
  const button = page.getByRole('button', { name: 'Будинки з висотою (3D)' });
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await button.press('Enter');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/tilt=55\/-20/);
  await page.getByRole('button', { name: 'Повернути праворуч' }).press('Enter');
  await expect(page).toHaveURL(/tilt=55\/-50/);
  await canvas(page).focus();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page).toHaveURL(/tilt=45\//);
  await expectAccessible(page);
  await page.reload();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL(/tilt=45\//);
  await button.press('Enter');
  await expect(page).not.toHaveURL(/tilt=/);
});

test('a flat map cannot be tilted by accident', async ({ page }) => {
  await openMap(page);
  await canvas(page).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForTimeout(600);
  await expect(page).not.toHaveURL(/tilt=/);
});

test('printing lays the map flat', async ({ page }) => {
  await needsHeights(page);
  await openMap(page, '#tilt=50/10');
  await page.getByRole('button', { name: 'Друк' }).click();
  await expect(page).not.toHaveURL(/tilt=/);
  await expect(page.locator('.room rect').last()).toBeVisible();
});
