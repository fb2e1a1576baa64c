// First step of `npm start` and `npm test`: the packages of package-lock.json. Plain Node, because nothing is there yet.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const oldestNode = 20;
const oldestNpm = 8;

/** @returns {never} */
function give(up) {
  console.error(`\n${up}\n`);
  process.exit(1);
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

/** Names of packages that the lock file asks for and node_modules has not, or has in another version. */
function missingPackages() {
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const installed = readPackages(path.join(root, "node_modules", ".package-lock.json"));
  return Object.keys(wanted).filter(
    (name) => name !== "" && !wanted[name].optional && installed[name]?.version !== wanted[name].version,
  );
}

if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  give(`This needs Node ${oldestNode} or newer; ${process.execPath} is ${process.versions.node}.`);
}
const npm = spawnSync("npm", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
if (npm.status !== 0) give("npm is not on PATH. It comes with Node, or as the package npm.");
if (Number(npm.stdout.split(".")[0]) < oldestNpm) give(`This needs npm ${oldestNpm} or newer; here is ${npm.stdout.trim()}.`);

const missing = missingPackages();
if (missing.length > 0) {
  console.log(`installing ${missing.length} packages of package-lock.json into node_modules (npm ci)`);
  const ended = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root, stdio: "inherit" });
  if (ended.status !== 0) give("npm ci failed: its message is above. Is the package registry reachable?");
}
