/** What shows without reading a file as source that it may name a module: it lies below the folder, and holds all of the texts. */
export interface Clue {
  /** '' for the root. */
  readonly folder: string;
  readonly texts: readonly string[];
}

/** The text is clue enough, wherever the file lies. */
export function anywhere(text: string): Clue {
  return { folder: '', texts: [text] };
}
