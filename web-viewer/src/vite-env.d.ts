/// <reference types="vite/client" />
/// <reference types="svelte" />

declare module 'maplibre-gl/dist/maplibre-gl-worker.mjs?url' {
  const url: string;
  export default url;
}

declare module 'virtual:fonts.css';
