import { expect, type Page, test } from '@playwright/test';
import { card, expectAccessible, hits, learn, listed, searchBox } from './page';

/** One pixel of PNG. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Opens the page in a browser that cannot draw; what the server is asked for. */
async function openWithoutDrawing(page: Page, hash = ''): Promise<URL[]> {
  const asked: URL[] = [];
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.route('**/map.png?*', (route) => {
    asked.push(new URL(route.request().url()));
    return route.fulfill({ contentType: 'image/png', body: PIXEL });
  });
  await page.goto(`/${hash}`);
  await expect(page.getByRole('img', { name: /^(Малюнок карти|Picture of the map)/ })).toBeVisible();
  return asked;
}

/** West, south, east and north of the last picture. */
function bounds(asked: URL[]): number[] {
  return (asked.at(-1)?.searchParams.get('bbox') ?? '').split(',').map(Number);
}

test('without WebGL the server draws the map, and buttons and keys move it', async ({ page }) => {
  const asked = await openWithoutDrawing(page, '#map=15/47.884/33.408');
  const [west = 0, south = 0, east = 0, north = 0] = bounds(asked);
  expect((west + east) / 2).toBeCloseTo(33.408, 4);
  expect(asked[0]?.searchParams.get('lang')).toBe('uk');
  expect(Number(asked[0]?.searchParams.get('width'))).toBeGreaterThan(500);
  await page.getByRole('button', { name: 'На схід' }).click();
  await expect.poll(() => bounds(asked)[0]).toBeGreaterThan(west);
  await page.getByRole('group', { name: 'Карта міста' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => bounds(asked)[1]).toBeGreaterThan(south);
  await page.keyboard.press('+');
  await expect.poll(() => { const [, low = 0, , high = 0] = bounds(asked); return high - low; }).toBeLessThan((north - south) * 0.6);
  await expect(page).toHaveURL(/map=16\//);
  await expectAccessible(page);
});

test('without WebGL the list, a search and switches go with the picture', async ({ page }) => {
  const { query, hit, shown } = await learn(page);
  const asked = await openWithoutDrawing(page);
  expect(asked.at(-1)?.searchParams.get('registers')?.split(',')).toContain(shown.id);
  const box = page.locator('#panel-registers label', { hasText: shown.title }).first().getByRole('checkbox');
  await box.uncheck();
  await expect.poll(() => asked.at(-1)?.searchParams.get('registers')?.split(',')).not.toContain(shown.id);
  await box.check();
  const before = bounds(asked);
  await searchBox(page).fill(query);
  await hits(page).first().click();
  await expect(card(page).getByRole('heading', { level: 2 })).toHaveText(hit.title);
  await expect.poll(() => bounds(asked)).not.toEqual(before);
  await card(page).getByRole('button', { name: 'Закрити' }).click();
  await page.getByRole('tab', { name: 'Легенда' }).click();
  await expect(page.locator('#panel-legend').getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Об’єкти' }).click();
  await expect(listed(page).first()).toBeVisible();
  await expectAccessible(page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('the picture and its buttons fit the screen', async ({ page }) => {
    await openWithoutDrawing(page, '#lang=en');
    for (const name of ['North', 'South', 'West', 'East', 'Zoom in']) await expect(page.getByRole('button', { name, exact: true })).toBeInViewport();
    await expectAccessible(page);
  });
});
