import { mount } from 'svelte';
import App from './App.svelte';
import 'virtual:fonts.css';
import './app.css';
import { locale, remembered } from './i18n/locale.svelte';
import { readPermalink } from './state/permalink';

const target = document.getElementById('app');
const language = readPermalink(location.hash).language ?? remembered();
void locale.choose(language).then(() => target !== null && mount(App, { target }));
