import { untrack } from 'svelte';
import { locale } from '../i18n/locale.svelte';
import { look } from './look.svelte';
import { type Permalink, readPermalink, writePermalink } from './permalink';
import { tools } from './tools.svelte';
import { viewer } from './viewer.svelte';

/** Keeps the page and its address the same, in both directions. Call while a component is made, once the portal is there. */
export function followAddress(): void {
  apply(readPermalink(location.hash));
  let before: Permalink = current();
  $effect(() => {
    const link = current();
    const hash = writePermalink(link);
    if (hash !== location.hash) history[isStep(before, link) ? 'pushState' : 'replaceState'](null, '', hash);
    before = link;
  });
  $effect(() => {
    const onChange = () => untrack(() => goTo(readPermalink(location.hash)));
    addEventListener('popstate', onChange);
    return () => removeEventListener('popstate', onChange);
  });
}

/** The link to what the page shows now; what is as usual is not said. */
function current(): Permalink {
  const ids = [...viewer.visible];
  const usual = viewer.defaultVisible();
  const same = ids.length === usual.length && usual.every((id) => viewer.visible.has(id));
  return {
    view: viewer.view,
    registers: same ? null : ids.sort(),
    feature: viewer.selected,
    language: locale.language,
    faded: look.faded,
    off: look.off,
    ground: look.ground === 'light' ? null : look.ground,
    tilt: look.tilt,
    labels: look.labels,
    tab: viewer.tab === 'registers' ? null : viewer.tab,
    tool: tools.open,
    crosshair: tools.crosshair,
    measure: tools.measure.points.length > 0 ? tools.measure : null,
    table: viewer.table,
  };
}

/** Whether the back button should come back to the state before: after another feature, table or language, not after each move. */
function isStep(before: Permalink, after: Permalink): boolean {
  const named = ({ feature, table, language }: Permalink) => [feature?.register, feature?.fid, table?.register, language].join('/');
  return named(before) !== named(after);
}

/** Shows what a link says; what it does not say is as usual. */
function apply(link: Permalink): void {
  if (link.language) void locale.choose(link.language);
  if (link.view) viewer.view = link.view;
  const wanted = link.registers ?? viewer.defaultVisible();
  const gone = wanted.filter((id) => viewer.registerOf(id) === undefined);
  if (gone.length > 0) viewer.notice = locale.t.goneRegisters(gone.join(', '));
  viewer.setVisible(wanted.filter((id) => !gone.includes(id)));
  viewer.select(link.feature);
  viewer.reveal = link.view === null;
  if (link.feature && viewer.sheet === 'peek') viewer.sheet = 'half';
  viewer.tab = link.tab ?? 'registers';
  viewer.table = link.table;
  applyLook(link);
}

function applyLook(link: Permalink): void {
  look.faded = link.faded;
  look.off = link.off;
  look.ground = link.ground ?? 'light';
  look.tilt = link.tilt;
  look.labels = link.labels;
  tools.open = link.tool;
  tools.crosshair = link.crosshair;
  tools.measure = link.measure ?? { kind: tools.measure.kind, points: [] };
}

/** Shows what a link says, the map's view included. */
export function goTo(link: Permalink): void {
  viewer.focusCard = false;
  apply(link);
  if (link.view) viewer.driver?.jumpTo(link.view);
}
