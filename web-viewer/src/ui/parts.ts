/** Parts of the page that a first visit does without; each comes when it is first shown. */

export const loadCard = () => import('../card/Card.svelte');
export const loadDetails = () => import('../registers/RegisterDetails.svelte');
export const loadLegend = () => import('../registers/LegendPanel.svelte');
export const loadObjects = () => import('../objects/ObjectsPanel.svelte');
export const loadGround = () => import('../tools/GroundPanel.svelte');
export const loadMeasure = () => import('../tools/MeasurePanel.svelte');
export const loadPlace = () => import('../place/PlacePanel.svelte');
export const loadPrint = () => import('../print/PrintPanel.svelte');
export const loadPrintFrame = () => import('../print/PrintFrame.svelte');
export const loadPicture = () => import('../picture/MapPicture.svelte');
export const loadTable = () => import('../table/TablePanel.svelte');
export const loadBare = () => import('./BareFrame.svelte');
