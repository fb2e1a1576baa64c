import assert from "node:assert/strict";
import * as crypto from "node:crypto";
import { writeFlameGraphPage } from "../../../sampler/formats";
import { base64 } from "../../../sampler/formats/base64";
import { sha256 } from "../../../sampler/formats/sha256";
import { computeFlameGraph } from "../../../sampler/profile";
import { checkEmbedded, type EmbeddedData } from "../../../webviews/flame/embedded";
import { reviveColumns } from "../../../webviews/shared/columns";
import { drawnProfile } from "../../support/drawnProfile";

const nasty = `x = "</script><script>alert(1)</script><!-- <script> \u2028\u2029 'quotes' & &amp; \\u003c \ud800"`;
const script = 'console.log("</script>", "<!--", 1 < 2);\r\n';

const profile = drawnProfile(
  `
    main:3/CALL_PY<CALL main:4 other@/srv/a/x.py:1
    f:7                 _      _
  `,
  { threads: [0, 0, 1] },
);

function pageOf(options: { title?: string; source?: string; script?: string } = {}): string {
  return writeFlameGraphPage(profile, {
    title: options.title ?? "app.py",
    script: options.script ?? script,
    sourceLine: () => options.source ?? "pass",
    projectRoots: [],
  });
}

function parseEmbedded(text: string): EmbeddedData {
  return checkEmbedded(reviveColumns(JSON.parse(text)));
}

/** The texts of the page's script elements, as a browser's parser finds them. */
function scriptsOf(page: string): string[] {
  return [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script/gi)].map((match) => match[1]);
}

describe("formats: flame graph page", () => {
  it("carries the graphs of all threads and of each, both ways up", () => {
    const data = parseEmbedded(scriptsOf(pageOf())[0]);
    assert.deepEqual(
      data.graphs.map(({ selection }) => `${selection.thread} ${selection.inverted}`),
      ["-1 false", "-1 true", "0 false", "0 true", "1 false", "1 true"],
    );
    for (const { selection, graph } of data.graphs) {
      assert.deepEqual(graph, computeFlameGraph(profile, selection, { sourceLine: () => "pass" }));
    }
    assert.deepEqual(
      data.threads.map(({ label, samples }) => [label, samples]),
      [
        ["MainThread (4711)", 2],
        ["Worker-1 (4712)", 1],
      ],
    );
    assert.equal(data.facts.samples, 3);
  });

  it("shows hostile text as text", () => {
    const page = pageOf({ title: nasty, source: nasty });
    const scripts = scriptsOf(page);
    assert.equal(scripts.length, 2);
    const data = parseEmbedded(scripts[0]);
    assert.ok(data.graphs[0].graph.strings.includes(nasty));
    assert.equal(data.facts.title, nasty);
    assert.doesNotMatch(scripts[0], /[<\u2028\u2029]/);
    assert.match(page, /<title>x = &quot;&lt;\/script&gt;/);
  });

  it("lets nothing run but its own script, and loads nothing", () => {
    const page = pageOf();
    const own = scriptsOf(page)[1];
    const hash = crypto.createHash("sha256").update(own).digest("base64");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1];
    assert.equal(policy, `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    assert.doesNotMatch(page, /\b(src|href)=/);
  });

  it("carries a script that does what it did", () => {
    const own = scriptsOf(pageOf())[1];
    assert.doesNotMatch(own, /<\/script|<!--|\r/i);
    const logged: unknown[] = [];
    new Function("console", own)({ log: (...values: unknown[]) => logged.push(...values) });
    assert.deepEqual(logged, ["</script>", "<!--", true]);
  });

  it("shows many threads together only, and says so", () => {
    const cells = Array.from({ length: 33 }, () => "f").join(" ");
    const crowd = drawnProfile(cells, { threads: Array.from({ length: 33 }, (_, thread) => thread) });
    const data = parseEmbedded(scriptsOf(writeFlameGraphPage(crowd, { title: "", script }))[0]);
    assert.equal(data.graphs.length, 2);
    assert.deepEqual(data.threads, []);
    assert.match(data.facts.notes.join(), /33 threads/);
  });
});

describe("formats: digest and base64", () => {
  for (const length of [0, 1, 2, 3, 55, 56, 63, 64, 65, 1000, 100_000]) {
    it(`agree with Node's for ${length} bytes`, () => {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 131 + 7) & 0xff);
      assert.equal(base64(bytes), Buffer.from(bytes).toString("base64"));
      assert.equal(Buffer.from(sha256(bytes)).toString("hex"), crypto.createHash("sha256").update(bytes).digest("hex"));
    });
  }
});
