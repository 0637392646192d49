import { counted } from './plural';

const features = { one: 'об’єкт', few: 'об’єкти', many: 'об’єктів', other: 'об’єкта' };
const places = { one: 'збіг', few: 'збіги', many: 'збігів', other: 'збігу' };
const registers = { one: 'реєстр', few: 'реєстри', many: 'реєстрів', other: 'реєстру' };

/** Every text of the viewer in Ukrainian; the other languages have the same keys. */
export const uk = {
  pageTitle: (city: string) => `${city} — карта міста`,
  brand: 'Карта міста',
  language: 'Мова',
  skipToSearch: 'До пошуку',
  skipToMap: 'До карти',
  skipToList: 'До списку об’єктів',
  loading: 'Завантаження…',
  retry: 'Спробувати ще раз',
  close: 'Закрити',
  dismiss: 'Зрозуміло',

  search: 'Пошук',
  searchHint: 'Адреса, вулиця, номер…',
  searchClear: 'Очистити пошук',
  searchResults: 'Знайдене',
  searchEmpty: (query: string) => `За запитом «${query}» нічого не знайдено`,
  searchAdvice: 'Перевірте літери або спробуйте коротше: лише назву вулиці чи номер.',
  searchCount: (n: number) => counted('uk', n, places),

  tabs: 'Зміст карти',
  tabRegisters: 'Реєстри',
  tabLegend: 'Легенда',
  tabObjects: 'Об’єкти',

  filter: 'Знайти реєстр',
  filterEmpty: 'Такого реєстру немає',
  registersShown: (n: number) => `На карті: ${counted('uk', n, registers)}`,
  reset: 'Як спочатку',
  hideAll: 'Сховати всі',
  details: (title: string) => `Докладно: ${title}`,
  source: 'Джерело',
  openData: 'Дані реєстру',
  noFeatures: 'поки порожній',
  features: (n: number) => counted('uk', n, features),
  zoomIn: 'Наблизити',
  zoomOut: 'Віддалити',
  wholeCity: 'Усе місто',
  zoomToSee: 'Видно ближче',
  noRegisters: 'Жодного реєстру ще не опубліковано.',

  legendEmpty: 'Тут на карті немає жодного увімкненого реєстру.',
  legendWithoutMap: 'Легенда буде тут, коли відкриється карта.',

  objectsTitle: 'Об’єкти в полі зору',
  objectsCount: (shown: number, all: number) =>
    shown < all ? `Найближчі до середини: ${shown} з ${all}` : counted('uk', all, features),
  objectsEmpty: 'Тут нічого немає. Пересуньте чи наблизьте карту або увімкніть інші реєстри.',
  objectsRegister: 'Реєстр',
  objectsMore: 'Показано перші об’єкти. Решту шукайте за назвою або відкрийте дані реєстру.',
  objectNumber: (fid: number) => `№ ${fid}`,
  here: 'посередині',
  metres: (n: string) => `${n} м`,
  kilometres: (n: string) => `${n} км`,
  directions: ['на північ', 'на північний схід', 'на схід', 'на південний схід', 'на південь', 'на південний захід', 'на захід', 'на північний захід'],

  card: 'Картка об’єкта',
  cardSource: 'Джерело',
  cardUpdated: 'Оновлено',
  cardPage: 'Окрема сторінка об’єкта',
  cardShow: 'На карті',
  cardCopy: 'Копіювати посилання',
  cardCopied: 'Посилання скопійовано',
  cardEmpty: 'Для цього об’єкта відомостей поки немає.',
  cardAlso: 'Також у цьому місці',

  map: 'Карта міста',
  mapHelp: 'Стрілки пересувають карту, плюс і мінус змінюють масштаб, Enter відкриває об’єкт посередині.',
  mapLoading: 'Карта завантажується…',
  mapNothingHere: 'У цьому місці об’єктів немає',
  mapView: (scale: string, n: number) => `Масштаб: ${scale}. ${counted('uk', n, features)} в полі зору.`,
  mapNoWebgl: 'Цей браузер не може намалювати карту',
  mapNoWebglDetail: 'Потрібна підтримка WebGL 2. Пошук, реєстри й картки об’єктів працюють і без карти.',
  mapFailed: 'Карта не завантажилася',
  mapFailedDetail: 'Пошук і списки об’єктів працюють і без неї.',
  mapPartial: 'Частина карти не завантажилася.',
  mapScale: 'Масштаб',
  locate: 'Моє місце',
  locateFailed: 'Браузер не повідомив, де ви.',

  sheetExpand: 'Розгорнути панель',
  sheetCollapse: 'Згорнути панель',
  panel: 'Панель карти',

  goneRegisters: (names: string) => `У посиланні є реєстри, яких тут немає: ${names}. Решту відкрито.`,

  problemNetwork: 'Немає зв’язку з сервером',
  problemNetworkDetail: 'Перевірте з’єднання з інтернетом і спробуйте ще раз.',
  problemTimeout: 'Сервер не відповів вчасно',
  problemTimeoutDetail: 'Спробуйте ще раз трохи згодом.',
  problemFormat: 'Сервер відповів незрозуміло',
  problemFormatDetail: 'Спробуйте ще раз; якщо не допоможе, оновіть сторінку.',
  problemBusy: 'Сервер зараз перевантажений',
  problemMissing: 'Не знайдено',
  problemMissingDetail: 'Об’єкт вилучено або посилання хибне.',
  problemServer: (status: number) => `Помилка сервера (${status})`,
};
