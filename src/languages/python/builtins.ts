const NAMES =
  'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip NotImplemented Ellipsis __import__ __debug__';

const BUILTINS = new Set(NAMES.split(' '));

/** Is it there without an import? */
export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name) || /^[A-Z]\w*(?:Error|Exception|Warning)$/.test(name);
}
