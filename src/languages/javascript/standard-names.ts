/** Names that are in scope everywhere: what a call template may use without an import. */
export const STANDARD_NAMES: ReadonlySet<string> = new Set(
  `undefined NaN Infinity globalThis arguments eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent
  encodeURI encodeURIComponent Object Function Boolean Symbol Error AggregateError EvalError RangeError ReferenceError
  SyntaxError TypeError URIError Number BigInt Math Date String RegExp Array Int8Array Uint8Array Uint8ClampedArray
  Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array Map Set WeakMap
  WeakSet WeakRef FinalizationRegistry ArrayBuffer SharedArrayBuffer DataView Atomics JSON Iterator Promise Reflect Proxy
  Intl WebAssembly console queueMicrotask structuredClone setTimeout setInterval setImmediate clearTimeout clearInterval
  clearImmediate URL URLSearchParams TextEncoder TextDecoder AbortController AbortSignal Event EventTarget Headers
  Request Response FormData Blob fetch crypto performance atob btoa process Buffer global require module exports
  __dirname __filename window document self navigator location localStorage sessionStorage history WebSocket Worker
  XMLHttpRequest Record Partial Required Readonly Pick Omit Exclude Extract NonNullable Parameters ReturnType
  ConstructorParameters InstanceType Awaited ReadonlyArray ReadonlyMap ReadonlySet PromiseLike Iterable AsyncIterable
  Generator AsyncGenerator IterableIterator ThisType Uppercase Lowercase Capitalize Uncapitalize NodeJS JSX`.split(
    /\s+/,
  ),
);
