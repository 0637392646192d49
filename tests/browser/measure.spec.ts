import { expect, test } from '@playwright/test';
import { canvas, card, expectAccessible, openMap } from './page';

/** Half a kilometre along a meridian and the corner of a square of the degree net, as the panel must say them. */
const CORNERS = '33.4,47.9;33.401,47.9;33.401,47.901;33.4,47.901';

test('a measured area says its size, its perimeter and its method, and the link keeps it', async ({ page }) => {
  await openMap(page, `#map=17/47.9005/33.4005&tool=measure&measure=area:${CORNERS}`);
  const result = page.locator('output').filter({ hasText: 'Периметр' });
  await expect(result).toContainText(/8.313,\d м²/);
  await expect(result).toContainText('4 точки');
  await expect(page.getByText(/еліпсоїді WGS 84/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Відстань' }).check();
  await expect(page).toHaveURL(/measure=distance:/);
  await expect(page.locator('output').filter({ hasText: '4 точки' })).toContainText('260,73 м');
});

test('clicks measure and open no card while the panel is open', async ({ page }) => {
  await openMap(page);
  await page.getByRole('button', { name: 'Вимірювання' }).click();
  await expect(page.getByText(/Натискайте точки/)).toBeVisible();
  await canvas(page).click({ position: { x: 300, y: 300 } });
  await canvas(page).click({ position: { x: 400, y: 300 } });
  await expect(page.getByText('2 точки')).toBeVisible();
  await expect(card(page)).toBeHidden();
  await page.getByRole('button', { name: 'Прибрати останню' }).click();
  await expect(page.getByText('1 точка')).toBeVisible();
  await page.getByRole('button', { name: 'Очистити' }).click();
  await expect(page).not.toHaveURL(/measure=\w+:/);
});

test('a line is measured with the keyboard alone: on the map, and by typed coordinates', async ({ page }) => {
  await openMap(page, '#tool=measure');
  await expect(page.getByText(/Натискайте точки/)).toBeVisible();
  await canvas(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 точка')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(600);
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 точки')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(page.getByText('1 точка')).toBeVisible();
  const typed = page.getByLabel('Широта й довгота, градуси WGS 84');
  await typed.fill('тут');
  await typed.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Приклад' })).toBeVisible();
  await typed.fill('47,9 33,4');
  await typed.press('Enter');
  await expect(page).toHaveURL(/;33\.4,47\.9/);
});

test('the map tells the coordinates of the place under the mouse', async ({ page }) => {
  await openMap(page, '#map=17/47.9005/33.4005');
  await expect(page.getByText(/WGS 84 47,90050°\s+33,40050°/)).toBeVisible();
  await canvas(page).hover({ position: { x: 100, y: 100 } });
  await expect(page.getByText(/WGS 84 47,90050°/)).toBeHidden();
});

test('the person\'s own place is shown with how exact it is', async ({ page, context }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: 33.41, latitude: 47.885, accuracy: 30 });
  await openMap(page);
  await page.getByRole('button', { name: 'Моє місце' }).click();
  await expect(page.locator('[aria-live="polite"]', { hasText: 'точністю 30 м' })).toBeAttached();
  await expect(page).toHaveURL(/map=[\d.]+\/47\.885\/33\.41/);
});
