import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, needs, openMap, problem } from './page';

const ANSWER = {
  crs: [
    { uri: 'urn:ogc:def:crs:EPSG::4326', epsg: 4326, title: 'WGS 84', axes: ['latitude', 'longitude'], values: [47.884, 33.408] },
    { uri: 'urn:ogc:def:crs:EPSG::6385', epsg: 6385, title: 'UCS-2000 / Ukraine TM zone 11', axes: ['northing', 'easting'], values: [5305123.4567, 330456.7891], accuracy_m: 1 },
    { uri: 'urn:ogc:def:crs:EPSG::7828', epsg: 7828, title: 'SK-63 / zone X4', axes: ['northing', 'easting'], values: [5305100.1, 330400.2] },
  ],
};

function panel(page: Page) {
  return page.getByRole('region', { name: /^(Координати|Coordinates)$/ });
}

test('the place under the cross is told in degrees, angles and the national systems', async ({ page }) => {
  await page.route('**/api/coordinates?*', (route) => route.fulfill({ json: ANSWER }));
  await openMap(page, '#map=17/47.884/33.408');
  await page.getByRole('button', { name: 'Координати' }).press('Enter');
  await expect(panel(page)).toContainText(/47,88400°\s+33,40800°/);
  await expect(panel(page)).toContainText('47°53′02,40″ пн. ш.');
  await expect(panel(page)).toContainText('UCS-2000 / Ukraine TM zone 11 EPSG:6385, точність 1 м');
  await expect(panel(page)).toContainText(/X \(північ\): 5\s305\s123,457/);
  await expect(panel(page)).toContainText(/Y \(схід\): 330\s400,200/);
  await expectAccessible(page);
});

test('a value is copied as the search reads it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.route('**/api/coordinates?*', (route) => route.fulfill({ json: ANSWER }));
  await openMap(page, '#map=17/47.884/33.408&tool=place&lang=en');
  const copies = panel(page).getByRole('button', { name: /^Copy:/ });
  await expect(copies).toHaveCount(4);
  const copied: string[] = [];
  for (const copy of await copies.all()) {
    await copy.press('Enter');
    copied.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  expect(copied).toEqual(['47.88400, 33.40800', '47°53\'02.40"N 33°24\'28.80"E', '5305123.457 330456.789', '5305100.100 330400.200']);
});

test('the person\'s own place is told where it is wanted, and that the server was asked', async ({ page, context }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: 33.41, latitude: 47.885, accuracy: 30 });
  const asked: string[] = [];
  await page.route('**/api/coordinates?*', (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('lon') ?? '');
    return route.fulfill({ json: ANSWER });
  });
  await openMap(page, '#map=17/47.884/33.408&tool=place');
  await panel(page).getByRole('radio', { name: 'Моє місце' }).check();
  await expect(panel(page)).toContainText(/47,88500°\s+33,41000°/);
  await expect(panel(page)).toContainText('надіслано серверу');
  expect(asked.at(-1)).toBe('33.41');
});

test('without the other systems the panel has its own, and an error is told', async ({ page }) => {
  await page.route('**/api/coordinates?*', (route) => route.fulfill(problem(404, 'Не знайдено', '')));
  await openMap(page, '#map=17/47.884/33.408&tool=place');
  await expect(panel(page)).toContainText('47°53′02,40″ пн. ш.');
  await expect(panel(page).getByRole('alert')).toBeHidden();
  await page.unroute('**/api/coordinates?*');
  await page.route('**/api/coordinates?*', (route) => route.fulfill(problem(422, 'Місце поза містом', 'Пересуньте карту.')));
  await page.reload();
  await expect(panel(page).getByRole('alert')).toContainText('Місце поза містом');
  await expectAccessible(page);
});

test('the server tells the place in the systems of the city', async ({ page }) => {
  await needs(page, '/api/coordinates?lon=33.408&lat=47.884');
  await openMap(page, '#map=17/47.884/33.408&tool=place');
  await expect(panel(page)).toContainText(/X \(північ\): 5\s3\d\d\s\d{3},\d{3}/);
  await expect(panel(page).locator('dl > div').nth(3)).toBeVisible();
  await expectAccessible(page);
});

test('what is copied of a place the search finds again', async ({ page, context }) => {
  await needs(page, '/api/coordinates?lon=33.408&lat=47.884');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openMap(page, '#map=17/47.884/33.408&tool=place');
  await expect(panel(page).locator('dl > div').nth(3)).toBeVisible();
  for (const copy of (await panel(page).getByRole('button', { name: /^Копіювати:/ }).all()).slice(0, 3)) {
    await copy.press('Enter');
    const q = await page.evaluate(() => navigator.clipboard.readText());
    const { place } = await (await page.request.get('/search', { params: { q } })).json();
    expect(place?.center[0], q).toBeCloseTo(33.408, 4);
    expect(place?.center[1], q).toBeCloseTo(47.884, 4);
  }
});
