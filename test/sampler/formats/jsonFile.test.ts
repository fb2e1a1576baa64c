import assert from "node:assert/strict";
import { FormatError } from "../../../sampler/formats";
import type { JsonList } from "../../../sampler/formats/jsonBuilder";
import { readJsonFile } from "../../../sampler/formats/jsonFile";
import { piecesOf } from "../../support/formatTools";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const value = { a: [1, 2.5, { b: 'x]},"\\' }], "c}": null, d: [[], {}, [true]] };
const text = JSON.stringify(value);
const numbers = [
  ...["0", "-0", "1", "-1.50", "1e5", "1E-7", "1e400", "-1e400", "5e-324", "2.2250738585072014e-308", "0.1", "0.000001"],
  ...["9007199254740993", "123456789012345678901", "123456789.123456", "999999999999999", "9999999999999999", "1.7976931348623157e308"],
];
const texts = ['""', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"é€😀"', '"\\u00e9\\ud83d\\ude00"', '"\\ud800"', '"\uFEFF"', `"${"long ".repeat(50)}"`];
const texty = texts.map((each, index) => `"k${index}":${each},${each}:${index}`).join();

/** What `JSON.parse` takes. */
const valid = [
  ...[...numbers, ...texts, "true", "false", "null", " [ ] ", "\n{\t}\r"],
  ...[text, JSON.stringify(value, null, 3), `[${numbers.join()}]`, `{${texty}}`],
  ...['{"a":1,"b":2,"a":{"c":3},"10":1,"2":2}', '{"__proto__":{"x":1},"y":2}', nested(200)],
];

/** What it does not. */
const invalid = [
  ...["", " ", "import this", "01", "-", "1.", ".5", "1e", "+1", "0x1", "nul", "True", "NaN", "[1 2]", "[1,]", "[,1]", "{,}", '{"a"}', '{"a":}'],
  ...['{"a":1,}', "{1:2}", "[1}", '{"a":1]', "]", "}", ",", ":", "[1]]", "1 2", "'a'", '"a\nb"', '"\\x"', '"\\u12"', '"a', "[1:2]", "\0", "[-]"],
];

function read(content: string | Buffer, pieceSize: number, listFor?: (owner: string, key: string) => JsonList | null) {
  return readJsonFile(piecesOf(Buffer.from(content), pieceSize), listFor);
}

describe("formats: JSON", () => {
  it("has the values that JSON.parse has, whatever the pieces", async () => {
    for (const each of valid) {
      for (const pieceSize of [1, 2, 3, 7, 100_000]) {
        const { value: found, problem } = await read(each, pieceSize);
        assert.equal(problem, null, each);
        assert.deepStrictEqual(found, JSON.parse(each), each);
        assert.equal(JSON.stringify(found), JSON.stringify(JSON.parse(each)));
      }
    }
    for (const pieceSize of [1, 2, 100]) assert.deepEqual(await read(`\uFEFF${text}`, pieceSize), { value, problem: null });
  });

  it("may be nested as deep as it likes", async () => {
    const depth = 100_000;
    let { value: list } = await read(nested(depth), 1000);
    let found = 0;
    for (; Array.isArray(list); found++) list = (list as unknown[])[0];
    assert.equal(found, depth);
  });

  it("is no whole file where JSON.parse takes it for none", async () => {
    for (const each of invalid) {
      assert.throws(() => JSON.parse(each), each);
      for (const pieceSize of [1, 2, 100]) {
        const problem = await read(each, pieceSize).then(
          (found) => found.problem,
          (error: Error) => (error instanceof FormatError ? error.message : null),
        );
        assert.match(String(problem), /cut short or damaged|It is no JSON/, JSON.stringify(each));
      }
    }
  });

  it("makes something else of invalid UTF-8, as TextDecoder does", async () => {
    const bytes = Buffer.concat([Buffer.from('["a'), Buffer.from([0xff, 0xc3, 0xe2, 0x82]), Buffer.from('b"]')]);
    for (const pieceSize of [1, 100]) assert.deepEqual((await read(bytes, pieceSize)).value, JSON.parse(bytes.toString()));
  });

  it("ends behind its last whole value wherever it was cut", async () => {
    for (let length = 1; length < text.length; length++) {
      const { value: found, problem } = await read(text.slice(0, length), 10);
      assert.match(problem!, /cut short/);
      assert.ok(isBeginning(found, value), `after ${length} characters: ${JSON.stringify(found)}`);
    }
    const closed = async (cut: string) => JSON.stringify((await read(cut, 2)).value);
    assert.equal(await closed('{"a":[1,2,3'), '{"a":[1,2]}');
    assert.equal(await closed('{"a":[{"b":"],'), '{"a":[{}]}');
    assert.equal(await closed('{"a":1,"b":{"c":[]},"d'), '{"a":1,"b":{"c":[]}}');
    assert.equal(await closed('{"a":[true,fal'), '{"a":[true]}');
  });

  it("is read whole without a word, and up to its damage with one", async () => {
    assert.deepEqual(await read(text, 5), { value, problem: null });
    for (const damage of ["nul!", '"\n', "\0\0", "-", "1x", "01", "}", "]", ":", ",", '"\\x"', "[}"]) {
      const damaged = await read(text.replace("null", damage), 5);
      assert.deepEqual((damaged.value as typeof value).a, value.a);
      assert.ok(!("d" in (damaged.value as object)), damage);
      assert.match(damaged.problem!, /damaged/);
    }
  });

  it("gives the elements of lists that are asked for as they come, whole ones alone", async () => {
    const asked: string[] = [];
    const taken: unknown[] = [];
    const list: JsonList = { add: (element) => taken.push(element) };
    const listFor = (owner: string, key: string) => {
      asked.push(`${owner}/${key}`);
      return key === "rows" ? list : null;
    };
    const file = '{"a":{"rows":[1,"x",[2,[3]],{"rows":[4],"y":{"z":[]}}]},"b":[{"c":[[5]]},{"rows":[{"d":6},[7,8';
    const { value: found } = await read(file, 3, listFor);
    assert.deepEqual(taken, [1, "x", [2, [3]], { rows: [4], y: { z: [] } }, { d: 6 }]);
    assert.deepEqual(asked, ["a/rows", "/b", "b/c", "b/rows"]);
    assert.deepEqual(found, { a: { rows: list }, b: [{ c: [[5]] }, { rows: list }] });
  });
});

/** Whether a value is another one, or that one's beginning. */
function isBeginning(part: unknown, whole: unknown): boolean {
  if (typeof part !== "object" || part === null) return Object.is(part, whole);
  if (typeof whole !== "object" || whole === null || Array.isArray(part) !== Array.isArray(whole)) return false;
  const entries = Object.entries(whole);
  return Object.entries(part).every(([key, value], index) => entries[index][0] === key && isBeginning(value, entries[index][1]));
}
