import { expect, test } from '@playwright/test';
import { PLACE, WRONG_LAYOUT } from './anchors';
import { canvas, card, hits, learn, openMap, searchBox, tabTo } from './page';

test('a person finds, opens and leaves a feature with the keyboard alone', async ({ page }) => {
  const { query, hit } = await learn(page);
  await openMap(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'До пошуку' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'До пошуку' })).toBeInViewport();
  await page.keyboard.press('Enter');
  const box = searchBox(page);
  await expect(box).toBeFocused();
  await page.keyboard.type(query);
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(box).toHaveAttribute('aria-activedescendant', 'hit-0');
  await expect(hits(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  await expect(card(page).getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(card(page)).toBeHidden();
  await expect(box).toBeFocused();
});

test('the arrow keys mark hits round and Escape closes them', async ({ page }) => {
  const { query } = await learn(page);
  await openMap(page);
  const box = searchBox(page);
  await box.fill(query);
  await expect(hits(page).first()).toBeVisible();
  await box.press('ArrowUp');
  await expect(hits(page).last()).toHaveAttribute('aria-selected', 'true');
  await box.press('ArrowDown');
  await expect(box).not.toHaveAttribute('aria-activedescendant');
  await box.press('Escape');
  await expect(box).toHaveAttribute('aria-expanded', 'false');
  await box.press('Escape');
  await expect(box).toHaveValue('');
});

test('the list of features in view is reached by a skip link and opens cards', async ({ page }) => {
  await openMap(page);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'До списку об’єктів' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Об’єкти' })).toBeFocused();
  const list = page.getByRole('listbox', { name: 'Об’єкти в полі зору' });
  await expect(list.getByRole('option').first()).toBeVisible();
  await tabTo(page, list);
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
});

test('the arrow keys move between tabs', async ({ page }) => {
  await openMap(page);
  await page.getByRole('tab', { name: 'Реєстри' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Легенда' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Об’єкти' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Реєстри' })).toBeFocused();
});

test('the map is moved and asked with the keyboard', async ({ page }) => {
  await openMap(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(canvas(page)).toBeFocused();
  const before = page.url();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).not.toBe(before);
  await page.keyboard.press('Enter');
  const said = page.locator('[aria-live="polite"]', { hasText: /./ });
  await expect(card(page).or(said).first()).toBeAttached();
});

test('every control is reached with Tab, the map included', async ({ page }) => {
  await openMap(page);
  await tabTo(page, searchBox(page));
  await tabTo(page, page.locator('[role=tab][aria-selected=true]'));
  await tabTo(page, page.locator('#panel-registers input[type=checkbox]'));
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/show=/);
  await tabTo(page, canvas(page));
});

test('coordinates typed into the search lead to their place', async ({ page }) => {
  await openMap(page);
  await searchBox(page).fill(PLACE.typed);
  await expect(hits(page).first()).toContainText(PLACE.said);
  await searchBox(page).press('Enter');
  await expect(page).toHaveURL(PLACE.link);
});

test('a name typed in the wrong keyboard layout is found, and the list says so', async ({ page }) => {
  await openMap(page);
  await searchBox(page).fill(WRONG_LAYOUT.typed);
  await expect(hits(page).first()).toContainText(WRONG_LAYOUT.title);
  await expect(page.locator('.results')).toContainText(WRONG_LAYOUT.meant);
});
