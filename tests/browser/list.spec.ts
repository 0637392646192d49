import { expect, test } from '@playwright/test';
import { canvas, card, expectAccessible, listed, openMap } from './page';

test('the list of features in view is walked with arrows, digits and the map\'s directions', async ({ page }) => {
  await openMap(page, '#tab=objects');
  await expect(listed(page).nth(3)).toBeVisible();
  const list = page.getByRole('listbox', { name: 'Об’єкти в полі зору' });
  await list.focus();
  await expect(list).toHaveAttribute('aria-activedescendant', 'object-0');
  await page.keyboard.press('ArrowDown');
  await expect(list).toHaveAttribute('aria-activedescendant', 'object-1');
  await page.keyboard.press('4');
  await expect(list).toHaveAttribute('aria-activedescendant', 'object-3');
  await page.keyboard.press('End');
  await expect(listed(page).last()).toHaveAttribute('aria-selected', 'true');
  await expect(listed(page).last()).toBeInViewport();
  await page.keyboard.press('Home');
  const seen = new Set<string | null>();
  for (const arrow of ['Up', 'Right', 'Down', 'Left']) {
    await page.keyboard.press(`Alt+Arrow${arrow}`);
    seen.add(await list.getAttribute('aria-activedescendant'));
  }
  expect(seen.size).toBeGreaterThan(1);
  await expectAccessible(page);
  const wanted = await list.getAttribute('aria-activedescendant');
  await page.keyboard.press('Enter');
  await expect(card(page).getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list).toBeFocused();
  expect(await list.getAttribute('aria-activedescendant')).toBe(wanted);
});

test('the cross names what lies under it and opens it, and the link keeps the cross', async ({ page }) => {
  await openMap(page, '#tab=objects');
  await listed(page).first().click();
  await card(page).getByRole('button', { name: 'На карті' }).click();
  await page.waitForLoadState('networkidle');
  await card(page).getByRole('button', { name: 'Закрити' }).click();
  await page.getByRole('button', { name: 'Хрест посередині карти' }).click();
  await expect(page).toHaveURL(/cross=1/);
  const under = page.locator('.under');
  await expect(under).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(under).toBeVisible();
});

test('on the map a digit opens the nearest feature, and its name is said', async ({ page }) => {
  await openMap(page);
  await page.waitForLoadState('networkidle');
  await canvas(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[aria-live="polite"]', { hasText: /Масштаб/ })).toBeAttached();
  await page.keyboard.press('1');
  await expect(card(page).getByRole('heading', { level: 2 })).toBeVisible();
});

test('the list is sorted by name and by register, and features without a title get theirs from the server', async ({ page }) => {
  await page.route('**/api/titles?*', (route) => {
    const features = new URL(route.request().url()).searchParams.get('features')?.split(',') ?? [];
    return route.fulfill({ json: { titles: Object.fromEntries(features.map((key) => [key, `Назва ${key}`])) } });
  });
  await openMap(page, '#tab=objects');
  await expect(listed(page).nth(3)).toBeVisible();
  const first = await listed(page).first().innerText();
  const order = page.getByRole('combobox', { name: 'Упорядкувати' });
  await order.selectOption('name');
  const names = async () => (await listed(page).locator('span').allInnerTexts());
  await expect.poll(async () => { const found = await names(); return found.join() === found.toSorted(new Intl.Collator('uk', { numeric: true }).compare).join(); }).toBe(true);
  expect((await names()).filter((name) => name.startsWith('№'))).toEqual([]);
  await order.selectOption('register');
  const registers = (await listed(page).locator('small').allInnerTexts()).map((text) => text.split(' · ')[0]);
  expect(new Set(registers).size).toBe(registers.filter((name, index) => name !== registers[index - 1]).length);
  await expectAccessible(page);
  await order.selectOption('distance');
  await expect(listed(page).first()).toContainText(first.split('\n').at(-1) ?? '');
});
