import { expect, type Page, test } from '@playwright/test';
import { canvas, expectAccessible, learn, openMap } from './page';

/** Mean brightness of the map's picture, 0 to 255. */
async function brightness(page: Page): Promise<number> {
  await page.waitForLoadState('networkidle');
  const png = (await canvas(page).screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (context === null) return -1;
    context.drawImage(bitmap, 0, 0);
    const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let sum = 0;
    for (let at = 0; at < pixels.length; at += 4) sum += (pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0);
    return sum / (pixels.length / 4) / 3;
  }, png);
}

test('the map is shown light, dark, grey and in high contrast, and the link remembers', async ({ page }) => {
  await openMap(page);
  const light = await brightness(page);
  await page.getByRole('button', { name: 'Вигляд карти' }).press('Enter');
  await page.getByRole('radio', { name: 'Темна' }).check();
  await expect(page).toHaveURL(/base=dark/);
  await expect.poll(() => brightness(page)).toBeLessThan(light - 100);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Темна' })).toBeChecked();
  await expect.poll(() => brightness(page)).toBeLessThan(light - 100);
  await page.getByRole('radio', { name: 'Висока контрастність' }).check();
  await expect.poll(() => brightness(page)).toBeGreaterThan(light - 5);
  await page.getByRole('radio', { name: 'Сіра, для тематичних даних' }).check();
  await expect(page).toHaveURL(/base=grey/);
  await page.getByRole('radio', { name: 'Світла' }).check();
  await expect(page).not.toHaveURL(/base=/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Вигляд карти' })).toBeFocused();
});

test('the names on the map have a language of their own', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\/styles\//.test(request.url())) asked.push(new URL(request.url()).searchParams.get('lang') ?? '');
  });
  await openMap(page, '#tool=ground');
  await page.getByRole('combobox', { name: 'Назви на карті' }).selectOption('en');
  await expect(page).toHaveURL(/labels=en/);
  await expect.poll(() => asked.at(-1)).toBe('en');
  await expect(page.locator('html')).toHaveAttribute('lang', 'uk');
});

test('a register is faded with the keyboard, and the link remembers', async ({ page }) => {
  const { shown } = await learn(page);
  await openMap(page);
  await page.getByRole('button', { name: `Докладно: ${shown.title}` }).click();
  const slider = page.getByRole('slider', { name: 'Непрозорість' });
  await slider.press('Home');
  await expect(page).toHaveURL(new RegExp(`fade=${shown.id}:10`));
  await expect(slider).toHaveAttribute('aria-valuetext', '10 %');
  await expectAccessible(page);
  await slider.press('End');
  await expect(page).not.toHaveURL(/fade=/);
});

test('a class of the legend is switched off and on, and stays in the legend', async ({ page }) => {
  await openMap(page, '#tab=legend');
  // Registers come into the legend as their tiles arrive, so the class is known by being the one that is off.
  const panel = page.locator('#panel-legend');
  const off = panel.getByRole('checkbox', { checked: false });
  const label = panel.locator('label').filter({ has: page.getByRole('checkbox', { checked: false }) });
  await expect(panel.getByRole('checkbox').first()).toBeChecked();
  await panel.getByRole('checkbox').first().press('Space');
  await expect(page).toHaveURL(/off=/);
  await expect(off).toHaveCount(1);
  const name = await label.innerText();
  await page.reload();
  await expect(off).toHaveCount(1);
  await expect(label).toContainText(name.split('\n')[0] ?? '');
  await expectAccessible(page);
  await off.press('Space');
  await expect(page).not.toHaveURL(/off=/);
});
