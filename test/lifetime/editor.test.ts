import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { encodeIntent } from "../../sampler/host";
import { ProfileBuilder, type Profile } from "../../sampler/profile";
import { EventKind, StreamDecoder } from "../../sampler/wire";
import { readRecording, startTachyon, until, type StartedCommand } from "../live/tachyon";
import { anyInterpreterOrSkip } from "../support/interpreters";

const TICKER = path.join(__dirname, "targets", "ticker.py");

describe("an editor that", function () {
  this.timeout(30_000);
  let python: string;
  let folder: string;
  let recording: string;
  let stop: string;
  let server: net.Server;
  let command: StartedCommand;

  before(function () {
    python = anyInterpreterOrSkip(this);
  });

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "tachyon-editor-"));
    recording = path.join(folder, "recording.tachyon");
    stop = path.join(folder, "stop");
    server = net.createServer().listen(path.join(folder, "socket"));
    await once(server, "listening");
  });

  afterEach(async () => {
    fs.writeFileSync(stop, "");
    await command?.ended;
    server.close();
    fs.rmSync(folder, { recursive: true });
  });

  /** Starts the command as an editor does; resolves with the connection it makes. */
  async function connect(...more: readonly string[]): Promise<net.Socket> {
    const options = ["--stream", path.join(folder, "socket"), "--record", recording, "-a", "--opcodes", ...more];
    command = startTachyon(["run", ...options, "--python", python, TICKER, stop], {
      env: { ELECTRON_RUN_AS_NODE: "1" },
    });
    return (await once(server, "connection"))[0] as net.Socket;
  }

  /** The profile as it grows from what the connection brings. */
  function follow(socket: net.Socket): { profile: Profile; ended: Promise<unknown> } {
    const decoder = new StreamDecoder();
    const builder = new ProfileBuilder();
    socket.on("data", (bytes) => decoder.push(bytes).forEach((batch) => builder.append(batch)));
    const ended = once(socket, "end").then(() => assert.equal(decoder.finish(), null));
    return { profile: builder.profile, ended };
  }

  const kindsOf = (profile: Profile): EventKind[] => profile.events.map(({ kind }) => kind);

  it("follows sees the profile grow, and in the end has what the file has", async () => {
    const { profile, ended } = follow(await connect());
    await until("the first samples", () => profile.statistics.samples > 0);
    const before = profile.statistics.samples;
    await until("more samples", () => profile.statistics.samples > before);
    fs.writeFileSync(stop, "");
    const end = await command.ended;
    await ended;
    assert.equal(end.code, 4);
    assert.equal(end.stderr, "", "the terminal belongs to the program");
    const kept = readRecording(recording);
    assert.deepEqual(profile.statistics, kept.statistics);
    assert.equal(profile.runs.length, kept.runs.length);
    assert.deepEqual([...profile.properties], [...kept.properties]);
    assert.equal(kindsOf(profile).at(-1), EventKind.TargetExited);
  });

  it("asks for what cannot be started is told why, as the terminal is", async () => {
    const options = ["--stream", path.join(folder, "socket"), "--python", python];
    command = startTachyon(["run", ...options, path.join(folder, "missing.py")]);
    const { profile, ended } = follow((await once(server, "connection"))[0] as net.Socket);
    await ended;
    assert.notEqual((await command.ended).code, 0);
    assert.deepEqual(kindsOf(profile), [EventKind.Error]);
    assert.match(profile.events[0].text, /Script '.*missing\.py' not found/);
    assert.match((await command.ended).stderr, /Script '.*missing\.py' not found/);
  });

  it("says stop ends sampling, and the program goes on", async () => {
    const socket = await connect();
    const { profile, ended } = follow(socket);
    await until("the first samples", () => profile.statistics.samples > 0);
    socket.write(encodeIntent({ intent: "stop" }));
    await until("sampling is over", () => kindsOf(profile).includes(EventKind.Stopped));
    assert.equal(command.process.exitCode, null);
    fs.writeFileSync(stop, "");
    assert.equal((await command.ended).code, 4);
    await ended;
    assert.equal(kindsOf(profile).at(-1), EventKind.TargetExited);
  });

  it("says terminate ends the program by SIGTERM", async () => {
    const socket = await connect();
    const { profile, ended } = follow(socket);
    await until("the first samples", () => profile.statistics.samples > 0);
    socket.write(encodeIntent({ intent: "terminate" }));
    const end = await command.ended;
    await ended;
    assert.equal(end.signal, "SIGTERM");
    assert.equal(profile.events.at(-1)!.text, "SIGTERM");
  });

  it("goes away midway leaves sampling, file and program as they are", async () => {
    const socket = await connect("--stream-patience", "0");
    const { profile } = follow(socket);
    await until("the first samples", () => profile.statistics.samples > 0);
    socket.destroy();
    const seen = profile.statistics.samples;
    const written = (): number => readRecording(recording, "cut").statistics.samples;
    await until("the file grows on", () => written() > seen);
    fs.writeFileSync(stop, "");
    assert.equal((await command.ended).code, 4);
    const notes = readRecording(recording).events.filter(({ kind }) => kind === EventKind.Note);
    assert.equal(notes.length, 1);
    assert.match(notes[0].text, /^The live view ended before the program: /);
  });

  it("comes back, as after a reload, gets the profile from its start, and can stop it", async () => {
    const before = await connect();
    await until("the first samples", () => follow(before).profile.statistics.samples > 0 || before.bytesRead > 2000);
    before.destroy();
    const { profile, ended } = follow((await once(server, "connection"))[0] as net.Socket);
    await until("the first sample of all", () => kindsOf(profile).includes(EventKind.FirstSample));
    const seen = profile.statistics.samples;
    await until("more samples", () => profile.statistics.samples > seen);
    fs.writeFileSync(stop, "");
    assert.equal((await command.ended).code, 4);
    await ended;
    const kept = readRecording(recording);
    assert.deepEqual(profile.statistics, kept.statistics);
    assert.equal(profile.runs.length, kept.runs.length);
    assert.equal(kept.events.filter(({ kind }) => kind === EventKind.Note).length, 0);
  });

  it("is killed while attached leaves a whole recording, the program and no helper", async () => {
    const target = spawn(python, [TICKER, stop], { stdio: "ignore" });
    const options = ["--stream", path.join(folder, "socket"), "--stream-patience", "0.5", "--record", recording];
    // Once it runs Python it can be attached to.
    await until("the target runs", () => fs.readFileSync(`/proc/${target.pid}/maps`, "utf8").includes("python"));
    command = startTachyon(["attach", ...options, String(target.pid)]);
    const socket = (await once(server, "connection"))[0] as net.Socket;
    const { profile } = follow(socket);
    await until("the first samples", () => profile.statistics.samples > 0);
    server.close();
    socket.destroy();
    assert.equal((await command.ended).code, 0);
    const kept = readRecording(recording);
    assert.ok(kept.statistics.samples >= profile.statistics.samples);
    assert.equal(kindsOf(kept).at(-1), EventKind.Stopped);
    assert.equal(target.exitCode, null);
    fs.writeFileSync(stop, "");
    assert.equal((await once(target, "exit"))[0], 4);
  });

  it("never reads does not hold the program's end up", async () => {
    const socket = await connect();
    socket.pause();
    await until("a sample is in the file", () => {
      return fs.existsSync(recording) && readRecording(recording, "cut").statistics.samples > 0;
    });
    fs.writeFileSync(stop, "");
    assert.equal((await command.ended).code, 4);
    readRecording(recording);
    socket.destroy();
  });
});
