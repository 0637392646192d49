import { expect, type Page, test } from '@playwright/test';
import { canvas, expectAccessible, openMap, problem, tabTo } from './page';

/** Width and height of the frame on the map, pixels. */
async function frame(page: Page): Promise<[number, number]> {
  const box = await page.locator('.room rect').last().boundingBox();
  return [box?.width ?? 0, box?.height ?? 0];
}

test('the frame has the shape of the map on its sheet and lies whole beside the panel', async ({ page }) => {
  await openMap(page, '#tool=print');
  await expect(page.locator('.room rect').last()).toBeVisible();
  await page.getByRole('combobox', { name: 'Аркуш' }).selectOption('a3');
  await page.getByRole('combobox', { name: 'Масштаб' }).selectOption('500');
  await expect(page.getByText('У рамці на карті: 200 м × 104 м')).toBeVisible();
  await expect.poll(async () => { const [width, height] = await frame(page); return Math.abs(width / height - 400 / 208); }).toBeLessThan(0.02);
  await page.getByRole('radio', { name: 'Вертикально' }).check();
  await expect.poll(async () => { const [width, height] = await frame(page); return Math.abs(width / height - 277 / 331); }).toBeLessThan(0.02);
  const [box, map, panel] = await Promise.all([page.locator('.room rect').last().boundingBox(), canvas(page).boundingBox(), page.getByRole('region', { name: 'Друк' }).boundingBox()]);
  expect(box?.x ?? 0).toBeGreaterThan(map?.x ?? 0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(panel?.x ?? 0);
  await expectAccessible(page);
});

test('a sheet is set up and saved with the keyboard alone, and the server is asked for just that', async ({ page }) => {
  const asked: URL[] = [];
  await page.route('**/print?*', (route) => {
    asked.push(new URL(route.request().url()));
    return route.fulfill({ body: '%PDF-1.7', headers: { 'content-type': 'application/pdf', 'content-disposition': "attachment; filename*=UTF-8''%D0%BA%D0%B0%D1%80%D1%82%D0%B0.pdf" } });
  });
  await openMap(page, '#map=16/47.884/33.408&lang=en');
  await page.getByRole('button', { name: 'Print' }).press('Enter');
  await tabTo(page, page.getByRole('combobox', { name: 'Sheet' }));
  await page.keyboard.type('A2');
  await tabTo(page, page.getByRole('combobox', { name: 'Scale' }));
  await page.keyboard.press('Home');
  await tabTo(page, page.getByRole('textbox', { name: /^Title/ }));
  await page.keyboard.type('Soborna square');
  const saving = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await saving).suggestedFilename()).toBe('карта.pdf');
  const { center, registers, ...rest } = Object.fromEntries(asked[0]?.searchParams ?? []);
  expect(rest).toEqual({ paper: 'a2', orientation: 'landscape', scale: '500', title: 'Soborna square', f: 'pdf', lang: 'en' });
  expect(center).toMatch(/^33\.40[78]\d*,47\.88[34]\d*$/);
  expect(registers).toMatch(/^[a-z_]+(,[a-z_]+)*$/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Print' })).toBeFocused();
  await expect(page.locator('.room')).toBeHidden();
});

test('what the server has against a sheet is told in its words, and can be tried again', async ({ page }) => {
  await openMap(page, '#tool=print');
  await page.route('**/print?*', (route) => route.fulfill(problem(422, 'Завеликий аркуш', 'Оберіть менший аркуш.')));
  await page.getByRole('button', { name: 'Зберегти PDF' }).click();
  await expect(page.getByRole('alert')).toContainText('Оберіть менший аркуш.');
  await expectAccessible(page);
  await page.unroute('**/print?*');
  await page.route('**/print?*', (route) => route.fulfill({ body: '%PDF-1.7', headers: { 'content-type': 'application/pdf' } }));
  const saving = page.waitForEvent('download');
  await page.getByRole('alert').getByRole('button', { name: 'Спробувати ще раз' }).click();
  expect((await saving).suggestedFilename()).toMatch(/\.pdf$/);
  await expect(page.getByRole('alert')).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('the whole frame is seen above the panel, and saving is in reach', async ({ page }) => {
    await openMap(page, '#tool=print');
    const panel = page.getByRole('region', { name: 'Друк' });
    await expect(page.getByRole('button', { name: 'Зберегти PDF' })).toBeInViewport();
    await expect.poll(async () => {
      const [box, over] = [await page.locator('.room rect').last().boundingBox(), await panel.boundingBox()];
      return (box?.y ?? 0) + (box?.height ?? 0) < (over?.y ?? 0) && (box?.width ?? 0) > 100;
    }).toBe(true);
    await expectAccessible(page);
  });
});
