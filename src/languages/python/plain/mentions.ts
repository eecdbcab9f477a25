import { isWord } from '../scan/characters.js';

/** Where some names stand as words, be it code or not; asked from the beginning of the text on. */
export class Mentions {
  private readonly places: readonly number[];
  private at = 0;

  constructor(text: string, names: readonly string[]) {
    this.places = names.flatMap((name) => placesOf(text, name)).sort((a, b) => a - b);
  }

  within(start: number, end: number): boolean {
    while ((this.places[this.at] ?? Infinity) < start) this.at++;
    return (this.places[this.at] ?? Infinity) < end;
  }
}

function placesOf(text: string, name: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length))
    if (!isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(at + name.length))) places.push(at);
  return places;
}
