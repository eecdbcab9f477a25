import fc from 'fast-check';

/** Numbers that choose from whatever there is to choose from: the generator takes them modulo. */
const pick = fc.nat({ max: 9999 });
const rarely = (times: number): fc.Arbitrary<boolean> => fc.nat({ max: times }).map((n) => n === times);

const style = fc.record({
  quote: rarely(3),
  crlf: rarely(6),
  tabs: rarely(6),
  relative: rarely(2),
  list: fc.constantFrom('plain', 'plain', 'parentheses', 'lines', 'backslash'),
  comments: rarely(3),
  docstring: rarely(3),
  future: rarely(4),
  all: rarely(4),
});

/** One name (or all of them) that a module hands on from an earlier one. */
const handing = fc.record({
  from: pick,
  name: pick,
  how: fc.constantFrom('from', 'from', 'from', 'from-as', 'from-as', 'assign', 'member', 'try', 'star', 'lazy'),
  as: pick,
});

/** One way of taking something from an earlier module, and uses of it. */
const taking = fc.record({
  from: pick,
  name: pick,
  how: fc.constantFrom(
    'named',
    'named',
    'named',
    'as',
    'as',
    'module',
    'module-as',
    'member',
    'member',
    'star',
    'local',
    'local',
    'local-module',
    'body',
    'try',
    'checking',
    'dynamic',
    'patch',
    'patch-object',
    'patch-here',
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
  warns: rarely(3),
});

const factory = fc.record({
  style,
  folder: pick,
  source: pick,
  shapes: fc.array(
    fc.record({
      form: fc.constantFrom('function', 'async', 'async', 'getter', 'async-getter', 'static', 'branching'),
      body: pick,
    }),
    { minLength: 1, maxLength: 3 },
  ),
  declared: rarely(3),
  own: rarely(3),
});

const consumer = fc.record({
  style,
  folder: pick,
  role: fc.constantFrom('plain', 'plain', 'plain', 'entry', 'test', 'test', 'excluded'),
  takes: fc.array(taking, { minLength: 1, maxLength: 4 }),
  hands: fc.array(handing, { maxLength: 2 }),
});

/** A random project in a form that fast-check can make smaller. */
export const spec = fc.record({
  className: pick,
  canonicalName: pick,
  aliases: fc.array(pick, { maxLength: 3 }),
  utility: style,
  implementation: fc.record({ style, folder: pick, own, helper: fc.boolean(), back: rarely(4) }),
  canonical: fc.record({
    style,
    folder: pick,
    shape: fc.constantFrom('from-as', 'assign', 'member', 'module', 'star', 'try', 'itself'),
    own,
    hands: fc.array(handing, { maxLength: 2 }),
  }),
  shims: fc.array(shim, { maxLength: 3 }),
  factories: fc.array(factory, { maxLength: 2 }),
  /** Packages that hand things on. */
  packages: fc.array(shim, { maxLength: 2 }),
  consumers: fc.array(consumer, { minLength: 1, maxLength: 4 }),
  /** `app/lib` has no `__init__.py`. */
  namespace: rarely(3),
  /** The imports that stand in `if TYPE_CHECKING` are done too. */
  checking: rarely(3),
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
