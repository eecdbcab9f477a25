import fc from 'fast-check';

/** Numbers that choose from whatever there is to choose from: the generator takes them modulo. */
const pick = fc.nat({ max: 9999 });
const rarely = (times: number): fc.Arbitrary<boolean> => fc.nat({ max: times }).map((n) => n === times);

const style = fc.record({
  quote: rarely(3),
  semicolon: rarely(3),
  crlf: rarely(6),
  hash: rarely(4),
  comments: rarely(3),
});

/** One name (or all of them) that a module hands on from an earlier one. */
const handing = fc.record({
  from: pick,
  name: pick,
  how: fc.constantFrom(
    'from',
    'from',
    'from-as',
    'import',
    'import-as',
    'star',
    'const',
    'default',
    'local-default',
    'namespace',
  ),
  as: pick,
});

/** One way of taking something from an earlier module, and uses of it. */
const taking = fc.record({
  from: pick,
  name: pick,
  how: fc.constantFrom(
    'named',
    'named',
    'as',
    'as',
    'namespace',
    'await',
    'awaited-pattern',
    'inline',
    'then',
    'then-pattern',
    'side-effect',
  ),
  as: pick,
  uses: fc.array(fc.record({ pick, other: pick, odd: rarely(60) }), { minLength: 1, maxLength: 4 }),
});

const own = fc.array(fc.constantFrom('value', 'function', 'subclass'), { maxLength: 2 });
const shim = fc.record({
  style,
  folder: pick,
  hands: fc.array(handing, { minLength: 1, maxLength: 4 }),
  own: rarely(25),
});

const factory = fc.record({
  style,
  folder: pick,
  source: pick,
  shapes: fc.array(
    fc.record({
      form: fc.constantFrom('function', 'arrow', 'async', 'getter', 'object', 'static', 'list', 'default', 'branching'),
      body: pick,
      name: pick,
    }),
    { minLength: 1, maxLength: 3 },
  ),
  declared: rarely(3),
  own: rarely(3),
});

const consumer = fc.record({
  style,
  folder: pick,
  role: fc.constantFrom('plain', 'plain', 'plain', 'entry', 'test', 'excluded'),
  takes: fc.array(taking, { minLength: 1, maxLength: 4 }),
  hands: fc.array(handing, { maxLength: 2 }),
});

/** A random project in a form that fast-check can make smaller. */
export const spec = fc.record({
  className: pick,
  canonicalName: pick,
  aliases: fc.array(pick, { maxLength: 3 }),
  implementation: fc.record({
    style,
    folder: pick,
    own,
    inline: fc.boolean(),
    byDefault: rarely(3),
    helper: fc.boolean(),
  }),
  canonical: fc.record({
    style,
    folder: pick,
    shape: fc.constantFrom(
      'export-from',
      'import-export',
      'const',
      'renamed-import',
      'star',
      'namespace',
      'default',
      'itself',
    ),
    own,
    hands: fc.array(handing, { maxLength: 2 }),
  }),
  utility: style,
  shims: fc.array(shim, { maxLength: 3 }),
  factories: fc.array(factory, { maxLength: 2 }),
  barrel: fc.option(shim, { freq: 2 }),
  consumers: fc.array(consumer, { minLength: 1, maxLength: 4 }),
  /** Imports against the order of generation: what makes cycles. */
  cycles: fc.array(fc.record({ from: pick, to: pick, name: pick }), { maxLength: 2 }),
  facade: rarely(3),
  stub: rarely(7),
});

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type Spec = Of<typeof spec>;
export type StyleSpec = Of<typeof style>;
export type Handing = Of<typeof handing>;
export type Taking = Of<typeof taking>;
export type FactorySpec = Of<typeof factory>;
export type ConsumerSpec = Of<typeof consumer>;
export type ShimSpec = Of<typeof shim>;
