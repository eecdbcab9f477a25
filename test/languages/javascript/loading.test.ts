import { expect, it } from 'vitest';
import { javascript } from '../../../src/languages/javascript/index.js';

const acts = (text: string): boolean => javascript.acts('a.js', text);

it.each([
  ['Form.Designer = Designer;'],
  ["register('form', Form);"],
  ["import './setup.js';"],
  ['if (globalThis.window) globalThis.window.x = 1;'],
  ['module.hot.accept();'],
])('%s does something when the module is loaded', (text) => {
  expect(acts(text)).toBe(true);
});

it.each([
  ["'use strict';"],
  ["import { a } from './a.js';\nexport { a };"],
  ["export * from './a.js';"],
  ['const context = createContext(null);\nexport default context;'],
  ['export class A {}\nexport function f() { g(); }'],
  ['exports.a = 1;\nmodule.exports.b = 2;'],
  ["module.exports = { a: require('./a.js') };"],
  ["Object.defineProperty(exports, '__esModule', { value: true });\nexports.a = exports.b = void 0;"],
  ["tslib_1.__exportStar(require('./a.js'), exports);"],
])('%s only declares, imports and exports', (text) => {
  expect(acts(text)).toBe(false);
});
