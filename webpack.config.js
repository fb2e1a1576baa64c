// Four bundles: the extension, the `tachyon` command (which is also the helper process), the flame graph for a webview,
// and the same flame graph for a page of its own.
const path = require("node:path");
const webpack = require("webpack");

const common = (mode) => ({
  mode,
  devtool: mode === "production" ? false : "source-map",
  resolve: { extensions: [".ts", ".js"] },
  module: {
    rules: [
      { test: /\.ts$/, loader: "ts-loader", options: { transpileOnly: true, compilerOptions: { noEmit: false } } },
      { test: /\.css$/, type: "asset/source" },
    ],
  },
  performance: { hints: false },
});

module.exports = (_env, argv) => {
  const mode = argv.mode ?? "production";
  const node = {
    ...common(mode),
    target: "node20",
    node: { __dirname: false, __filename: false },
    output: { path: path.join(__dirname, "dist"), filename: "[name].js", libraryTarget: "commonjs2" },
    externals: { vscode: "commonjs vscode" },
  };
  return [
    { ...node, name: "extension", entry: { extension: "./extension/main.ts" } },
    {
      ...node,
      name: "command",
      entry: { tachyon: "./sampler/cli/main.ts" },
      plugins: [new webpack.BannerPlugin({ banner: "#!/usr/bin/env node", raw: true })],
    },
    {
      ...common(mode),
      name: "webviews",
      target: ["web", "es2022"],
      entry: { flame: "./webviews/flame/main.ts", flameStandalone: "./webviews/flame/standalone.ts" },
      output: { path: path.join(__dirname, "dist", "webviews"), filename: "[name].js" },
    },
  ];
};
