import type { Thing } from './draft.js';

/** Statements that observe the class behind `name`, or bear the name without meaning it; `other` is a name to collide with. */
const CLASS_USES: readonly ((name: string, other: string) => string)[] = [
  (L) => `out.push(${L});`,
  (L) => `out.push(new ${L}(1));`,
  (L) => `out.push(new ${L}(1) instanceof ${L});`,
  (L) => `out.push(new (class extends ${L} {})(9).n);`,
  (L) => `out.push(\`\${new ${L}(13).n}\`);`,
  (L) => `out.push(((a = ${L}) => a)());`,
  (L) => `out.push((${L}, 17), typeof ${L} === 'function');`,
  (L) => `out.push([new ${L}({ n: h(1) }), ${L}.kind]);`,
  (L, T) => `out.push(((${T}) => new ${L}(${T}))(8));`,
  (L, T) => `out.push([${L}].map((${T}) => new ${T}(14).n)[0]);`,
  (L, T) => `{ let ${T} = 15; out.push(${T}, new ${L}(${T})); }`,
  (L, T) => `for (const ${T} of [16]) { out.push((() => [new ${L}(1), ${T}])()); }`,
];

/** The same, where the name is a plain identifier: shadowed, or a key, a label, a shorthand. */
const NAMED_USES: readonly ((name: string, other: string) => string)[] = [
  (L) => `out.push({ ${L} }.${L});`,
  (L) => `out.push(((${L}) => ${L} + 1)(1));`,
  (L) => `{ const ${L} = 2; out.push(${L}); }`,
  (L) => `try { throw 3; } catch (${L}) { out.push(${L}); }`,
  (L) => `${L}: for (;;) { out.push(4); break ${L}; }`,
  (L) => `out.push({ ${L}: 5 }.${L});`,
  (L) => `out.push((({ ${L} }) => ${L})({ ${L}: 6 }));`,
  (L) => `out.push((({ x: ${L} = 7 }) => ${L})({}));`,
  (L) => `{ class ${L} { static kind = 'inner'; } out.push(${L}.kind); }`,
  (L) => `out.push((function ${L}() { return typeof ${L}; })());`,
  (L) => `out.push((() => { var ${L} = 10; return ${L}; })());`,
  (L) => `for (const ${L} of [11]) out.push(${L});`,
  (L) => `out.push({ ${L}() { return 12; } }.${L}());`,
  (L) => `out.push(new (class { ${L} = 18; #x = ${L}; get() { return [this.${L}, this.#x]; } })().get());`,
  (L) => `switch (1) { case 1: { let ${L} = 19; out.push(${L}, '${L}' === ''); } }`,
  (L) => `out.push((() => { function ${L}() { return 20; } return ${L}(); })());`,
  (L) => `out.push((([${L}, ...rest]) => [${L}, rest])([21, 22]));`,
  (L, T) => `{ const { ${L}: ${T} } = { ${L} }; out.push(${T}); }`,
  (L, T) => `out.push((({ ${T} = ${L} }) => ${T})({}));`,
  (L, T) => `out.push(((${L}, ${T}) => [${L}, ${T}])(23, 24));`,
  (L) => `out.push(eval('typeof ${L}'));`,
];

/** Ways to use the instance that a factory makes; `call(argument)` is the text of a call. */
const FACTORY_USES: readonly ((call: (argument: string) => string, made: string) => string)[] = [
  (call, made) => `out.push(${made}${call('1')});`,
  (call, made) => `out.push((${made}${call('h(2)')}).n);`,
  (call, made) => `{ const n = 3; out.push(${made}${call('{ n }')}); }`,
  (call, made) => `{ const m = ${made}${call('await h(4)')}; out.push(m.n, m); }`,
  (call, made) => `out.push([${made}${call('5')}].length);`,
  (call, made) => `out.push(${made}${call(`(${made}${call('6')}).n`)});`,
  (call, made) => `out.push(\`\${(${made}${call('`7`')}).n}\`);`,
  (call, made) => `if ((${made}${call('8')}).n === 8) out.push('eight');`,
  (call, made) => `out.push(${made}${call('(() => 9)()')} instanceof Object);`,
  (call, made) => `out.push({ ...(${made}${call('[10, 11]')}) });`,
  (call, made) => `{ const make = async (n) => ${made}${call('n')}; out.push(await make(12)); }`,
  (call, made) => `out.push(await Promise.all([13, 14].map(async (n) => ${made}${call('n + 1')})));`,
  (call, made) => `out.push(${made}${call('')});`,
];

/** Uses that no rewrite is right for: the plan must say so. */
const ODD_FACTORY_USES: readonly ((call: (argument: string) => string, expression: string) => string)[] = [
  (call) => `out.push(await ${call('...[15]')});`,
  (_, expression) => `out.push([${expression}].length);`,
  (_, expression) => `{ const passed = ${expression}; out.push(typeof passed); }`,
];

type Factory = Extract<Thing, { kind: 'factory' }>;

export interface Use {
  readonly pick: number;
  readonly other: string;
  readonly odd: boolean;
}

/** One statement of a function body that puts into `out` what it sees of the thing that `expression` denotes. */
export function useOf(thing: Thing, expression: string, { pick, other, odd }: Use): string {
  if (thing.kind === 'factory') return factoryUse(thing, expression, pick, odd);
  const plain = /^\w+$/.test(expression);
  if (thing.kind === 'value' || thing.kind === 'function') {
    const value = thing.kind === 'value' ? expression : `${expression}(${pick})`;
    return pick % 4 === 0 && plain
      ? at(NAMED_USES, pick >> 2)(expression, clash(other, expression))
      : `out.push(${value});`;
  }
  const uses = plain ? [...CLASS_USES, ...NAMED_USES] : CLASS_USES;
  return at(uses, pick)(expression, clash(other, expression));
}

/** An expression (that may be a promise) of what can be seen of the thing. */
export function valueOf(thing: Thing, expression: string): string {
  return thing.kind === 'factory' ? callOf(thing, expression)('1') : `typeof ${expression}`;
}

/** A use of an expression with an `await` in it. */
export function awaitedUse(thing: Thing, expression: string): string {
  if (thing.kind === 'factory') return factoryUse(thing, expression, 1, false);
  if (thing.kind === 'function') return `out.push(${expression}(1));`;
  return thing.kind === 'value' ? `out.push(${expression});` : `out.push(${expression}, new (${expression})(1));`;
}

function factoryUse(
  thing: Extract<Thing, { kind: 'factory' }>,
  expression: string,
  pick: number,
  odd: boolean,
): string {
  const call = callOf(thing, expression);
  if (odd) return at(ODD_FACTORY_USES, pick)(call, expression);
  if (thing.shape === 'getter' && pick % 3 === 0) {
    const made = thing.async ? 'await ' : '';
    return `{ const f = ${expression}(); out.push(${made}f.create(16), ${made}f.create(h(17))); }`;
  }
  return at(FACTORY_USES, pick)(call, thing.async ? 'await ' : '');
}

function callOf({ shape }: Factory, expression: string): (argument: string) => string {
  return (argument) => {
    if (shape === 'call') return `${expression}(${argument})`;
    return shape === 'getter' ? `${expression}().create(${argument})` : `${expression}.create(${argument})`;
  };
}

/** A name to collide with that is another one. */
function clash(other: string, expression: string): string {
  return other === expression ? 'Another' : other;
}

function at<T>(list: readonly T[], pick: number): T {
  return list[pick % list.length] as T;
}
